import { dayOf, formatDay } from "@/lib/dates";

/** The parts, beside COUNT, UNTIL, INTERVAL and WKST, of the rules that there are good words for. */
const told = new Set([
  ...["DAILY", "WEEKLY", "WEEKLY BYDAY", "MONTHLY", "MONTHLY BYDAY", "MONTHLY BYMONTHDAY"],
  ...["YEARLY", "YEARLY BYMONTH", "YEARLY BYMONTH BYDAY", "YEARLY BYMONTH BYMONTHDAY"],
]);
const units: Record<string, string> = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" };
const months = "January February March April May June July August September October November December".split(" ");
const days: Record<string, string> = {
  MO: "Monday",
  TU: "Tuesday",
  WE: "Wednesday",
  TH: "Thursday",
  FR: "Friday",
  SA: "Saturday",
  SU: "Sunday",
};

/**
 * Returns a recurrence rule, in the backend's form, in English, such as "every 2 weeks on Monday and Thursday", with
 * the last day in a zone. It returns null for a rule that there are no good words for.
 */
export function inWords(rule: string, zone: string, locale: string): string | null {
  const lastOf = /^FREQ=MONTHLY;BYMONTHDAY=(28,29|28,29,30);BYSETPOS=-1$/.exec(rule)?.[1]; // of the pattern monthly
  if (lastOf) return `every month on the ${lastOf.slice(-2)}th, or else on the last day`;

  const kind = rule.replace(/^FREQ=/, "").replace(/;(COUNT|UNTIL|INTERVAL|WKST)=[^;]*/g, "");
  if (!told.has(kind.replace(/=[^;]*/g, "").replaceAll(";", " "))) return null;
  const parts = Object.fromEntries(rule.split(";").map((part) => part.split("="))) as Record<string, string>;
  const { FREQ = "", INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, COUNT, UNTIL } = parts;
  const everyDay = BYDAY?.split(",").length === 7;
  if (everyDay && INTERVAL) return null;

  const unit = everyDay ? "day" : (units[FREQ] ?? "");
  const inMonths = BYMONTH && list(BYMONTH, (month) => months[Number(month) - 1] ?? "");
  let words = `every ${INTERVAL ? `${INTERVAL} ${unit}s` : unit}`;
  if (inMonths) words = INTERVAL ? `${words} in ${inMonths}` : `every ${inMonths}`;
  if (FREQ === "WEEKLY" && !INTERVAL && BYDAY === "MO,TU,WE,TH,FR") words = "every weekday";
  else if (BYDAY && !everyDay) words += ` on ${/\d/.test(BYDAY) ? "the " : ""}${list(BYDAY, weekday)}`;
  if (BYMONTHDAY) words += ` on the ${list(BYMONTHDAY, (n) => nth(n) + (n.startsWith("-") ? " day" : ""))}`;
  if (COUNT) words += ` for ${COUNT} ${COUNT === "1" ? "time" : "times"}`;
  if (UNTIL) words += ` until ${formatDay(lastDay(UNTIL, zone), locale, { dateStyle: "long" })}`;
  return words;
}

/** Joins what is separated by commas as a sentence does. */
function list(values: string, word: (value: string) => string): string {
  const words = values.split(",").map(word);
  const last = words.pop() ?? "";
  return words.length > 0 ? `${words.join(", ")} and ${last}` : last;
}

/** Words a weekday with its number in the month, such as MO, 2SU or -1FR. */
function weekday(value: string): string {
  const day = days[value.slice(-2)] ?? "";
  return value.length > 2 ? `${nth(value.slice(0, -2))} ${day}` : day;
}

/** Words a number that counts from the end where it is negative: 2nd, last, 3rd last. */
function nth(text: string): string {
  const n = Math.abs(Number(text));
  const teen = n % 100 > 10 && n % 100 < 14;
  const ordinal = `${n}${(teen ? undefined : ["", "st", "nd", "rd"][n % 10]) || "th"}`;
  return text.startsWith("-") ? (n === 1 ? "last" : `${ordinal} last`) : ordinal;
}

/** The day of an UNTIL (RFC 5545): a day, or an instant in UTC. */
function lastDay(until: string, zone: string): string {
  const day = until.replace(/^(\d{4})(\d\d)(\d\d).*/, "$1-$2-$3");
  const [, time] = until.split("T");
  return time ? dayOf(`${day}T${time.replace(/^(\d\d)(\d\d)/, "$1:$2:")}`, zone) : day;
}
