import { expect, test } from "vitest";

import { left, said, thursday } from "./cases";
import { loadReader } from "./load";

// On Thursday 26 November 2026, 12:56 in Berlin, in a browser whose language this is alone.
test.each<[string, string]>([
  ["Tandarts morgen", "Tandarts | 2026-11-27"],
  ["Tandarts morgen om 5 uur", "Tandarts | 2026-11-27 05:00"],
  ["Tandarts morgenochtend", "Tandarts | 2026-11-27 09:00"],
  ["Tandarts overmorgen om 10:15", "Tandarts | 2026-11-28 10:15"],
  ["Tandarts vandaag 17u30", "Tandarts | 2026-11-26 17:30"],
  ["Tandarts maandag om 9", "Tandarts | 2026-11-30 09:00"],
  ["Tandarts op maandag om half 8", "Tandarts | 2026-11-30 07:30"],
  ["Tandarts volgende vrijdag", "Tandarts | 2026-12-04"],
  ["Tandarts aanstaande vrijdag", "Tandarts | 2026-11-27"],
  ["Tandarts ma 9:00", "Tandarts | 2026-11-30 09:00"],
  ["Eten vanavond", "Eten | 2026-11-26 19:00"],
  ["Eten vrijdagavond om 8", "Eten | 2026-11-27 20:00"],
  ["Eten morgen om 8 uur 's avonds", "Eten | 2026-11-27 20:00"],
  ["Huur 5 december", "Huur | 2026-12-05"],
  ["Huur op 3 maart 2027", "Huur | 2027-03-03"],
  ["Huur op de 5e", "Huur | 2026-12-05"],
  ["Huur 24-12-2026", "Huur | 2026-12-24"],
  ["Bellen over 3 dagen", "Bellen | 2026-11-29"],
  ["Bellen over een uur", "Bellen | 2026-11-26 14:00"],
  ["Bellen volgende week", "Bellen | 2026-11-30"],
  ["Bellen volgende week dinsdag", "Bellen | 2026-12-01"],
  ["Belasting volgende maand", "Belasting | 2026-12-01"],
  ["Belasting eind van de maand", "Belasting | 2026-11-30"],
  ["Boodschappen dit weekend", "Boodschappen | 2026-11-28"],
  ["Rapport voor vrijdag", "Rapport | 2026-11-27"],
  ["Vitamines elke dag", "Vitamines | 2026-11-26 | FREQ=DAILY"],
  ["Vitamines elke ochtend", "Vitamines | 2026-11-27 09:00 | FREQ=DAILY"],
  ["Yoga elke maandag en donderdag", "Yoga | 2026-11-26 | FREQ=WEEKLY;BYDAY=MO,TH"],
  ["Yoga dinsdags om 18 uur", "Yoga | 2026-12-01 18:00 | FREQ=WEEKLY;BYDAY=TU"],
  ["Vuilnis om de 2 weken", "Vuilnis | 2026-11-26 | FREQ=WEEKLY;INTERVAL=2"],
  ["Vuilnis om de week", "Vuilnis | 2026-11-26 | FREQ=WEEKLY;INTERVAL=2"],
  ["Vuilnis om de maandag", "Vuilnis | 2026-11-30 | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"],
  ["Huur elke 1e van de maand", "Huur | 2026-12-01 | FREQ=MONTHLY;BYMONTHDAY=1"],
  ["Salarissen op de laatste dag van elke maand", "Salarissen | 2026-11-30 | FREQ=MONTHLY;BYMONTHDAY=-1"],
  ["Club elke eerste maandag van de maand", "Club | 2026-12-07 | FREQ=MONTHLY;BYDAY=1MO"],
  ["Verjaardag elk jaar op 3 maart", "Verjaardag | 2027-03-03 | FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"],
  ["Stand-up op werkdagen 9:30", "Stand-up | 2026-11-27 09:30 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  ["Pillen elke dag 10 keer", "Pillen | 2026-11-26 | FREQ=DAILY;COUNT=10"],
  ["Pillen elke dag tot 3 december", "Pillen | 2026-11-26 | FREQ=DAILY;UNTIL=20261203"],
  left("Vorige maandag"),
  left("Bellen vandaag of morgen"),
  left("Vakantie van maandag tot vrijdag"),
  left("Huur 31 februari"),
  left("Wat zo te doen"),
  left("Alle klanten bellen"),
  left("Goede morgen zeggen"),
  left("Vergadering van 9 tot 10 morgen"),
  left("3 dagen geleden"),
])("%s", async (line, expected) => {
  const read = await loadReader(["nl-NL"]);
  expect(said(read, line, thursday)).toBe(expected);
});
