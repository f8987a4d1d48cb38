/** What becomes of a tag, on all tasks that have it: another one, or null, none. */
export interface Retag {
  from: string;
  to: string | null;
}

/** Reports whether a tag is among tags: #Work and #work are one. */
export function hasTag(tags: readonly string[], tag: string): boolean {
  return tags.some((other) => other.toLowerCase() === tag.toLowerCase());
}

/** Returns tags with one in the place of another, or without it; each is there once. */
export function retagged(tags: readonly string[], { from, to }: Retag): string[] {
  if (!hasTag(tags, from)) return [...tags];
  const affected = to === null ? [from] : [from, to];
  return [...new Set(tags.flatMap((tag) => (hasTag(affected, tag) ? (to ?? []) : tag)))];
}
