import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import Markdown from "@/tasks/markdown";

/** What a text is shown as, without its looks. */
function shown(text: string): string {
  return renderToStaticMarkup(createElement(Markdown, { text, className: "" }))
    .replace(/<svg[^>]*aria-label="([\w ]+)".*?<\/svg>/g, "[$1]")
    .replace(/^<div class="[^"]*">|<\/div>$/g, "")
    .replaceAll(/ (class|rel|target)="[^"]*"/g, "")
    .replaceAll(/<\/?(span|div)>/g, "");
}
const p = (html: string) => `<p dir="auto">${html}</p>`;
const a = (href: string, text: string) => `<a href="${href}" title="${href}">${text}</a>`;
const bare = (href: string, text = href) => `<a href="${href}" dir="ltr">${text}</a>`;

test.each([
  ["", ""],
  ["Buy milk", p("Buy milk")],
  ["One\nTwo  \nThree", p("One<br/>Two<br/>Three")],
  ["One\n\n\nTwo", p("One") + p("Two")],
  ["**bold** *italic* __bold__ _italic_ ***both***", p(
    "<strong>bold</strong> <em>italic</em> <strong>bold</strong> <em>italic</em> <em><strong>both</strong></em>",
  )],
  ["~~struck~~, ~5 to ~7~", p("<del>struck</del>, ~5 to ~7~")],
  ["Run `a **b** <c>`", p("Run <code>a **b** &lt;c&gt;</code>")],
  ["```sh\nmake **all** <b>\n```", '<pre dir="ltr"><code>make **all** &lt;b&gt;</code></pre>'],
  [
    "- one\n- *two*\n  - three",
    '<ul dir="auto"><li><p>one</p></li><li><p><em>two</em></p><ul><li><p>three</p></li></ul></li></ul>',
  ],
  ["3. three\n4. four", '<ol dir="auto" start="3"><li><p>three</p></li><li><p>four</p></li></ol>'],
  ["- [ ] eggs\n- [x] milk", '<ul dir="auto"><li>[To do]<p>eggs</p></li><li>[Done]<p>milk</p></li></ul>'],
  ["- [ ] eggs\n\n- [x] milk", '<ul dir="auto"><li>[To do]<p>eggs</p></li><li>[Done]<p>milk</p></li></ul>'],
  ["> said\n> twice", '<blockquote dir="auto"><p>said<br/>twice</p></blockquote>'],
  ["# Title #\nText", p("Title") + p("Text")],
  ["Above\n---\nbelow", p("Above") + p("---") + p("below")],
  ["2 * 3 * 4 and snake_case_name", p("2 * 3 * 4 and snake_case_name")],
  ["\\*not\\* &amp; &lt; &#58;", p("*not* &amp;amp; &amp;lt; &amp;#58;")],
  ["Text\n\n    indented", p("Text") + p("    indented")],
  ["|a|b|\n|-|-|\n|1|2|", p("|a|b|\n|-|-|\n|1|2|")],
  ["مرحبا **عالم**\n\nEnglish", p("مرحبا <strong>عالم</strong>") + p("English")],
])("%j", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each([
  ["[a *b*](https://a.example/?x=1)", p(a("https://a.example/?x=1", "a <em>b</em>"))],
  ["[mail](mailto:ann@a.example)", p(a("mailto:ann@a.example", "mail"))],
  ["[call](tel:+4912)", p(a("tel:+4912", "call"))],
  ["ann@a.example", p(a("mailto:ann@a.example", "ann@a.example"))],
  ["See https://a.example/__init__.py.", p(`See ${bare("https://a.example/__init__.py")}.`)],
  ["**https://a.example/x**", p(`<strong>${bare("https://a.example/x")}</strong>`)],
  ["<https://a.example/*x*>", p(a("https://a.example/*x*", "https://a.example/*x*"))],
  ["https://日本.example/x", p(bare("https://xn--wgv71a.example/x", "https://日本.example/x"))],
  ["https://a.example/\u202egnp.exe", p(`${bare("https://a.example/")}\u202egnp.exe`)],
  ["www.a.example ftp://a.example", p("www.a.example ftp://a.example")],
  ["[x][y]\n\n[y]: https://a.example/", p(a("https://a.example/", "x")) + p(`[y]: ${bare("https://a.example/")}`)],
  ["[https://a.example](https://b.example/)", p(a("https://b.example/", "https://a.example"))],
])("a link: %j", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

const refused = [
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](<java\tscript:alert(1)>)",
  "[x](<\u0001javascript:alert(1)>)",
  "[x](javascript&#58;alert(1))",
  "[x](javascript&colon;alert(1))",
  "[x](&#x6A;avascript:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:msgbox(1))",
  "[x](file:///etc/passwd)",
  "[x](//evil.example)",
  "[x](/tasks)",
  "<javascript:alert(1)>",
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "<a href='javascript:alert(1)'>x</a>",
  "<svg/onload=alert(1)>",
  "<!-- x --><![CDATA[x]]><?x?>",
  "![x](https://evil.example/x.png)",
  "![x](javascript:alert(1))",
  "![x][y]",
  "[x]: javascript:alert(1)",
  "`<img src=x onerror=alert(1)>`",
  "[x](https://a.example \"><img src=x onerror=alert(1)>\")",
];
const elements = "p strong em del code pre br ul ol li blockquote a div span".split(" ");
const attributes = ["class", "dir", "href", "rel", "target", "title", "start"];

/** Returns the elements and attributes that a text brings into the page against the rules, and how deep it nests. */
function harm(text: string): { brought: string[]; depth: number } {
  const html = renderToStaticMarkup(createElement(Markdown, { text, className: "" }));
  const markup = html.replace(/<svg[^>]*>.*?<\/svg>/g, ""); // a box, which is ours
  const brought: string[] = [];
  let [depth, deepest] = [0, 0];
  for (const [tag, end, name = "", given = ""] of markup.matchAll(/<(\/?)(\w+)((?: [^>]*)?)>/g)) {
    const isAllowed = [...given.matchAll(/ ([\w-]+)="([^"]*)"/g)].every(
      ([, attribute = "", value = ""]) =>
        attributes.includes(attribute) && (attribute !== "href" || /^(https?|mailto|tel):/.test(value)),
    );
    if (!elements.includes(name) || !isAllowed) brought.push(tag);
    depth += end ? -1 : name === "br" ? 0 : 1;
    deepest = Math.max(deepest, depth);
  }
  return { brought, depth: deepest };
}

test.each(refused)("what is not of the subset brings nothing into the page: %j", (text) => {
  const within = [`a ${text} b`, `- ${text}`, `> ${text}`, `**${text}**`, `[x\n\n${text}\n\n[x]: https://a.example`];
  expect([text, ...within].flatMap((around) => harm(around).brought)).toEqual([]);
});

test("a link that is refused, HTML and images are shown as they were typed", () => {
  for (const text of ["[x](javascript:alert(1))", "<img src=x>", "![x](javascript:alert(1))", "<b>x</b>"]) {
    expect(shown(text)).toBe(p(text.replaceAll("<", "&lt;").replaceAll(">", "&gt;")));
  }
});

// Each takes a careless parser a time that grows with the square of its length, or a stack as deep as it is long.
test.each([
  ">", "> ", "- ", "* + - 1. ", "[", "[]", "![", "[a](", "[[a](b)](c)", "*", "**a *b ", "*a_ ", "_a_", "~~a ", "`", "<",
  "<a@", "<!--", "- \n", "\t- ", "> a\n", "a.a@a.a.", "http://", "https://a.", "|a\n|-", "\\", "&#", "```\n", "(", "\n",
])("%j, again and again, is no burden", (part) => {
  const { brought, depth } = harm(part.repeat(2000 / part.length));
  expect(brought).toEqual([]);
  expect(depth).toBeLessThan(40);
  const tooLong = part.repeat(10_000 / part.length);
  expect(shown(tooLong)).not.toMatch(/<(?!\/?(p|a)\b)/); // as it was typed
});

test("any text is shown", () => {
  const signs = "**__~~``[]()<>!#-+>1.|\\& \t\n\n\r:/ab";
  const parts = [...signs, "- [ ] ", "http://a.b", "](", "&#42;", "\u202e", "ع", "😀"];
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  const text = () => Array.from({ length: random(80) }, () => parts[random(parts.length)]).join("");
  expect(Array.from({ length: 300 }, text).flatMap((text) => harm(text).brought)).toEqual([]);
});
