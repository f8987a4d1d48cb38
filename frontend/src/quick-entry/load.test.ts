import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

import { transpile } from "typescript";
import { expect, test } from "vitest";

import { said, thursday } from "./cases";
import { englishReader, loadReader } from "./load";

test.each([
  [["en-GB"], "Zahnarzt morgen", "Zahnarzt morgen"],
  [["de-DE"], "Zahnarzt morgen", "Zahnarzt | 2026-11-27"],
  [["DE"], "Zahnarzt morgen", "Zahnarzt | 2026-11-27"],
  [["de-DE"], "Dentist tomorrow", "Dentist | 2026-11-27"],
  [["ja", "pt-BR"], "Dentista amanhã", "Dentista | 2026-11-27"],
  [["constructor", "__proto__", "", "x"], "Dentist tomorrow", "Dentist | 2026-11-27"],
  [[], "Dentist tomorrow", "Dentist | 2026-11-27"],
  // Languages in one line.
  [["de-DE"], "Zahnarzt morgen 5pm", "Zahnarzt | 2026-11-27 17:00"],
  [["de-DE"], "Zahnarzt tomorrow um 5", "Zahnarzt | 2026-11-27 17:00"],
  [["de-DE"], "Zahnarzt um 5 am Montag", "Zahnarzt | 2026-11-30 17:00"],
  [["en-GB", "de-DE"], "Zahnarzt Montag or tomorrow", "Zahnarzt Montag or tomorrow"],
  [["de-DE", "es-ES", "fr-FR", "it-IT", "nl-NL", "pt-BR"], "Do the laundry", "Do the laundry"],
  [["de-DE", "es-ES", "fr-FR", "it-IT", "nl-NL", "pt-BR"], "Call Ann monday 9am", "Call Ann | 2026-11-30 09:00"],
])("in a browser whose languages are %j: %s", async (locales, line, expected) => {
  expect(said(await loadReader(locales), line, thursday)).toBe(expected);
});

test("English is read at once", () => {
  expect(said(englishReader(["de-DE"]), "Dentist tomorrow", thursday)).toBe("Dentist | 2026-11-27");
});

test("the tables of all languages but English have less than 20 kB together, compressed", async () => {
  const sizes = await Promise.all(
    ["de", "es", "fr", "it", "nl", "pt"].map(async (code) => {
      const source = await readFile(new URL(`./languages/${code}.ts`, import.meta.url), "utf8");
      return gzipSync(transpile(source)).length; // not minified: they are words
    }),
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(20_000);
});
