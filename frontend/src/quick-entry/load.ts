import { readerOf, type Reader } from "./entry";
import type { Language } from "./language";
import { en } from "./languages/en";

// Each comes when it is needed.
const others: Record<string, () => Promise<Language>> = {
  de: () => import("./languages/de").then(({ de }) => de),
  es: () => import("./languages/es").then(({ es }) => es),
  fr: () => import("./languages/fr").then(({ fr }) => fr),
  it: () => import("./languages/it").then(({ it }) => it),
  nl: () => import("./languages/nl").then(({ nl }) => nl),
  pt: () => import("./languages/pt").then(({ pt }) => pt),
};

async function languageOf(code: string): Promise<Language | undefined> {
  if (code === en.code) return en;
  return Object.hasOwn(others, code) ? others[code]?.().catch(() => undefined) : undefined;
}

/** Returns what reads English, at once. */
export const englishReader = (locales: readonly string[]): Reader => readerOf([en], locales);

/** Returns what reads the languages of some locales (BCP 47), English too, without those that cannot be fetched. */
export async function loadReader(locales: readonly string[]): Promise<Reader> {
  const codes = new Set([...locales.map((locale) => locale.replace(/-.*/, "").toLowerCase()), en.code]);
  const languages = await Promise.all(Array.from(codes, languageOf));
  return readerOf(languages.filter((language) => language !== undefined), locales);
}
