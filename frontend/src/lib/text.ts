/** Returns the length of a text in code points, as the backend counts it. */
export function codePointLength(text: string): number {
  return [...text].length;
}

/** Shortens a title so that it fits into a sentence. */
export function truncate(title: string): string {
  return title.length > 40 ? `${title.slice(0, 40)}…` : title;
}

// What nobody sees where it stands alone: white space, controls, format characters but the signs of Arabic and Syriac
// numbers, fillers, variation selectors, and the Braille pattern of no dots.
const invisible =
  /^(?:(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])[\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{DI}\u2800])*$/u;

/** Normalizes a single line as the backend does: NFC, trimmed, "" where nothing is visible. */
export function oneLine(text: string): string {
  const line = text
    .normalize("NFC")
    .replace(/^[\p{White_Space}\u200b\u2060\ufeff]+|[\p{White_Space}\u200b\u2060\ufeff]+$/gu, "");
  return invisible.test(line) ? "" : line;
}

/** Normalizes text of several lines as the backend does: NFC, lines end in \n, "" where nothing is visible. */
export function manyLines(text: string): string {
  const lines = text.normalize("NFC").replace(/\r\n?/g, "\n");
  return invisible.test(lines) ? "" : lines;
}
