/** The time zones that the browser knows. */
export function zones(): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])].sort();
}

/** The zone that somebody means: its name in any case, with spaces for _, or its last part alone ("new york"). */
export function zoneOf(text: string): string | undefined {
  const wanted = text.trim().replaceAll(" ", "_").toLowerCase();
  if (wanted === "") return undefined;
  const all = zones();
  const exact = all.find((zone) => zone.toLowerCase() === wanted);
  if (exact) return exact;
  const [city, other] = all.filter((zone) => zone.toLowerCase().endsWith(`/${wanted}`));
  if (city && !other) return city;
  return /^[a-z]/.test(wanted) && exists(wanted) ? text.trim().replaceAll(" ", "_") : undefined; // an older or newer name than the list has
}

function exists(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The time on the clocks of a zone, such as "Wednesday, 17:05". */
export function timeIn(zone: string, now: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: "long", hour: "numeric", minute: "2-digit" }).format(now);
}
