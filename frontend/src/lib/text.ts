/** How many characters a text has as the backend counts them: code points. */
export function codePointLength(text: string): number {
  return [...text].length;
}

/** A title that fits into a sentence. */
export function truncate(title: string): string {
  return title.length > 40 ? `${title.slice(0, 40)}…` : title;
}

// What nobody sees where it stands alone: white space, controls, format characters but the signs of Arabic and Syriac
// numbers, fillers, variation selectors, and the Braille pattern of no dots.
const invisible =
  /^(?:(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])[\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{DI}\u2800])*$/u;

/** Text of one line as the backend keeps it: in NFC, without white space around it, "" where nothing can be seen. */
export function oneLine(text: string): string {
  const line = text
    .normalize("NFC")
    .replace(/^[\p{White_Space}\u200b\u2060\ufeff]+|[\p{White_Space}\u200b\u2060\ufeff]+$/gu, "");
  return invisible.test(line) ? "" : line;
}

/**
 * Text of several lines as the backend keeps it: in NFC, a line ends in a line feed alone, "" where nothing can be
 * seen.
 */
export function manyLines(text: string): string {
  const lines = text.normalize("NFC").replace(/\r\n?/g, "\n");
  return invisible.test(lines) ? "" : lines;
}
