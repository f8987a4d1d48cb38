import { nameToday, renamedZones, zoneNamed } from "@/lib/locale";

/** Returns the time zones that the browser lists, by their current names, and UTC. */
export function zones(): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone").map(nameToday), "UTC"])].sort();
}

/**
 * Returns the zone that a text names: by its current or a former name, in any case, with or without accents, with
 * spaces for _, or by its last part alone ("new york"). It is undefined when the text names none, or several.
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
