/** How many characters a text has as the backend counts them: code points. */
export function characters(text: string): number {
  return [...text].length;
}

/** A title that fits into a sentence. */
export function brief(title: string): string {
  return title.length > 40 ? `${title.slice(0, 40)}…` : title;
}
