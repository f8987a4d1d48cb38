import { nameToday, renamedZones, zoneNamed } from "@/lib/locale";

/** The time zones that the browser lists, by their names of today, and UTC. */
export function zones(): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone").map(nameToday), "UTC"])].sort();
}

/**
 * The zone that somebody means: its name of today or an older one, in any case, with or without accents, with spaces
 * for _, or its last part alone ("new york"); undefined where none is meant, or several are.
 */
export function parseZone(text: string): string | undefined {
  const wanted = plain(text);
  if (!/^[a-z]/.test(wanted)) return undefined;
  const all = zones();
  const older = renamedZones.filter(([, today]) => all.includes(today));
  const names = [...all.map((zone) => [zone, zone] as const), ...older];
  const exact = names.find(([name]) => plain(name) === wanted);
  if (exact) return exact[1];
  const cities = new Set(names.filter(([name]) => plain(name).endsWith(`/${wanted}`)).map(([, zone]) => zone));
  const [city, other] = cities;
  if (city) return other ? undefined : city;
  return zoneNamed(wanted);
}

const plain = (text: string) => text.trim().normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, "_").toLowerCase();

/** The time on the clocks of a zone, such as "Wednesday, 17:05". */
export function timeIn(zone: string, now: number, locale: string): string {
  const options = { timeZone: zone, weekday: "long", hour: "numeric", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(locale, options).format(now);
}
