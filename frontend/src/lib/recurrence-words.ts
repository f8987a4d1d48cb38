import { dayOf } from "@/lib/dates";

/** The parts, beside COUNT, UNTIL, INTERVAL and WKST, of which the library's words say all. */
const told = new Set([
  ...["DAILY", "WEEKLY", "WEEKLY BYDAY", "MONTHLY", "MONTHLY BYDAY", "MONTHLY BYMONTHDAY"],
  ...["YEARLY", "YEARLY BYMONTH", "YEARLY BYMONTH BYDAY", "YEARLY BYMONTH BYMONTHDAY"],
]);

/**
 * Returns a recurrence rule, in the backend's form, in English, such as "every 2 weeks on Monday and Thursday", with
 * the last day in a zone. It returns null for a rule that the library has no good words for.
 */
export async function inWords(rule: string, zone: string): Promise<string | null> {
  const { RRule } = await import("rrule");
  const lastOf = /^FREQ=MONTHLY;BYMONTHDAY=(28,29|28,29,30);BYSETPOS=-1$/.exec(rule)?.[1]; // of the pattern monthly
  if (lastOf) return `every month on the ${lastOf.slice(-2)}th, or else on the last day`;

  const kind = rule.replace(/^FREQ=/, "").replace(/;(COUNT|UNTIL|INTERVAL|WKST)=[^;]*/g, "");
  if (!told.has(kind.replace(/=[^;]*/g, "").replaceAll(";", " "))) return null;
  const { until, ...parts } = RRule.parseString(rule);
  const last = until && new Date(/UNTIL=\d+T/.test(rule) ? dayOf(until.getTime(), zone) : until);
  const words = new RRule({ ...parts, until: last ?? null }).toText();
  if (words.includes("weeks days")) return null; // all days of every second week
  return words
    .replace(/(\w+day), (\w+day)(?!,)/, "$1 and $2")
    .replace(/\blast(?! [A-Z])/, "last day")
    .replace(/years (?=[A-Z])/, "years in ");
}
