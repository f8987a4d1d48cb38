/** The current IANA names of zones by the former ones, which browsers still list (CLDR keeps a zone's first name). */
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

/** Every pair of a former name and the current one. */
export const renamedZones: readonly (readonly [old: string, today: string])[] = Object.entries(renamed);

/** Returns the current IANA name of a zone, undefined where this browser does not support the zone. */
export function usableZone(zone: string | undefined | null): string | undefined {
  return zone && takes(zone) ? nameToday(zone) : undefined;
}

/** Returns the current IANA name of a zone that the browser supports; the given name where it does not know the new. */
export function nameToday(zone: string): string {
  const today = Object.hasOwn(renamed, zone) ? renamed[zone] : undefined;
  return today && takes(today) ? today : zone;
}

/** Returns the zone of a name in any case, listed or not, such as us/pacific; undefined where there is none. */
export function zoneNamed(name: string): string | undefined {
  if (!takes(name)) return undefined;
  return usableZone(new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone);
}

const tried = new Map<string, boolean>(); // since Intl is slow

/** Reports whether Intl supports a zone. "Etc/Unknown", which some browsers accept, is none. */
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

/** Returns the current IANA name of the zone that this device reports, undefined where it reports none. */
export function reportedZone(): string | undefined {
  try {
    return usableZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  } catch {
    return undefined;
  }
}

/** Returns the zone of this device, UTC where it reports no usable zone. */
export function deviceZone(): string {
  return reportedZone() ?? "UTC";
}

/** Returns the locale for dates: the browser's where that is English, like the words around them, else en-GB. */
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

/** Returns the language tags (BCP 47) of the languages that the browser's user reads, the first the dearest. */
export function readLanguages(): readonly string[] {
  const said = typeof navigator === "undefined" ? [] : (navigator.languages ?? [navigator.language]);
  return said.map((tag) => String(tag).replace(/[.@].*/, "").replaceAll("_", "-"));
}

/** Returns the first day of a locale's week, 1 for Monday to 7 for Sunday; Monday where the browser cannot say. */
export function firstDayOfWeek(locale: string): number {
  interface WeekInfo {
    firstDay: number;
  }
  const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  return (info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1;
}
