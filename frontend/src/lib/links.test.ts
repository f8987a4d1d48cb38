import { expect, test } from "vitest";

import { partsOf } from "@/lib/links";

/** The text with its links in braces. */
const marked = (text: string) => partsOf(text).map(({ text, href }) => (href ? `{${text}}` : text)).join("");

test.each([
  ["", ""],
  ["Buy milk", "Buy milk"],
  ["https://example.com", "{https://example.com}"],
  ["See http://example.com/a?b=c&d#e now", "See {http://example.com/a?b=c&d#e} now"],
  ["HTTPS://EXAMPLE.COM/A", "{HTTPS://EXAMPLE.COM/A}"],
  ["https://a.example,https://b.example", "{https://a.example,https://b.example}"], // a comma may be of an address
  ["https://a.example https://b.example", "{https://a.example} {https://b.example}"],
  ["one\nhttps://a.example\nthree", "one\n{https://a.example}\nthree"],
  ["Read https://example.com/a.", "Read {https://example.com/a}."],
  ["Read https://example.com/a?!", "Read {https://example.com/a}?!"],
  ["(https://example.com/a)", "({https://example.com/a})"],
  ["https://example.com/a_(b)", "{https://example.com/a_(b)}"],
  ["(see https://example.com/a_(b).)", "(see {https://example.com/a_(b)}.)"],
  ["“https://example.com”", "“{https://example.com}”"],
  ["<https://example.com>", "<{https://example.com}>"],
  ["**https://example.com**", "**{https://example.com}**"],
  ["https://example.com/你好。", "{https://example.com/你好}。"],
  ["https://münchen.example/straße", "{https://münchen.example/straße}"],
  ["http://localhost:3000/x", "{http://localhost:3000/x}"],
  ["https://", "https://"],
  ["http://:80", "http://:80"],
  ["xhttps://example.com", "xhttps://example.com"],
  ["example.com and www.example.com", "example.com and www.example.com"],
  ["javascript:alert(1)", "javascript:alert(1)"],
  ["javascript://example.com/%0aalert(1)", "javascript://example.com/%0aalert(1)"],
  ["data:text/html,<b>x</b> file:///etc/x ftp://a.example", "data:text/html,<b>x</b> file:///etc/x ftp://a.example"],
  ['https://a.example/"onclick="x', '{https://a.example/}"onclick="x'],
  ["https://a.example/\u202egnp.exe", "{https://a.example/}\u202egnp.exe"],
])("%s", (text, expected) => {
  expect(marked(text)).toBe(expected);
  expect(partsOf(text).map((part) => part.text).join("")).toBe(text);
  for (const { href } of partsOf(text)) if (href) expect(href).toMatch(/^https?:\/\//);
});
