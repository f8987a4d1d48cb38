/**
 * The names that the zones of IANA's table have today, by those that browsers and older tables still list (CLDR keeps
 * the first name that a zone had).
 */
const renamed: Record<string, string> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Dacca": "Asia/Dhaka",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Macao": "Asia/Macau",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Asia/Thimbu": "Asia/Thimphu",
  "Asia/Ulan_Bator": "Asia/Ulaanbaatar",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** Every pair of an old name and today's. */
export const renamedZones: readonly (readonly [old: string, today: string])[] = Object.entries(renamed);

/** Today's IANA name of a zone, where this browser takes it; undefined for what it takes for no zone. */
export function usableZone(zone: string | undefined | null): string | undefined {
  return zone && takes(zone) ? nameToday(zone) : undefined;
}

/** Today's IANA name of a zone that the browser has, where it takes that too. */
export function nameToday(zone: string): string {
  const today = Object.hasOwn(renamed, zone) ? renamed[zone] : undefined;
  return today && takes(today) ? today : zone;
}

/** The zone of a name in any case, also one that no list has, such as us/pacific; undefined where there is none. */
export function zoneNamed(name: string): string | undefined {
  if (!takes(name)) return undefined;
  return usableZone(new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone);
}

const tried = new Map<string, boolean>(); // to ask Intl is slow

/** Reports whether Intl takes a name for a zone. "Etc/Unknown" says that there is none, though some take it. */
function takes(zone: string): boolean {
  let taken = tried.get(zone);
  if (taken === undefined) {
    try {
      taken = zone !== "Etc/Unknown" && Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
    } catch {
      taken = false;
    }
    tried.set(zone, taken);
  }
  return taken;
}

/** The zone that this device says it is in, by its IANA name of today, or undefined where it says none. */
export function reportedZone(): string | undefined {
  try {
    return usableZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  } catch {
    return undefined;
  }
}

/** The zone of this device; UTC where it says none that can be used. */
export function deviceZone(): string {
  return reportedZone() ?? "UTC";
}

/** The language of dates: the words around them are English, their order may be the reader's. */
export function dateLocale(): string {
  const said = typeof navigator === "undefined" ? "" : (navigator.language ?? "");
  // A browser may pass on the name of a POSIX locale, such as en_US.UTF-8 or en-US@posix.
  const tag = said.replace(/[.@].*/, "").replaceAll("_", "-");
  try {
    return /^en\b/i.test(tag) ? (Intl.getCanonicalLocales(tag)[0] ?? "en-GB") : "en-GB";
  } catch {
    return "en-GB"; // no language tag (BCP 47)
  }
}
