import { expect, test } from "vitest";

import { left, said, thursday } from "./cases";
import { loadReader } from "./load";

// On Thursday 26 November 2026, 12:56 in Berlin, in a browser whose language this is alone.
test.each<[string, string]>([
  ["Dentista domani", "Dentista | 2026-11-27"],
  ["Dentista domani alle 5", "Dentista | 2026-11-27 17:00"],
  ["Dentista domani mattina", "Dentista | 2026-11-27 09:00"],
  ["Dentista dopodomani alle ore 10:15", "Dentista | 2026-11-28 10:15"],
  ["Dentista oggi alle 17.30", "Dentista | 2026-11-26 17:30"],
  ["Dentista lunedì alle 9", "Dentista | 2026-11-30 09:00"],
  ["Dentista lunedi", "Dentista | 2026-11-30"],
  ["Dentista venerdì prossimo", "Dentista | 2026-12-04"],
  ["Dentista questo venerdì", "Dentista | 2026-11-27"],
  ["Cena stasera", "Cena | 2026-11-26 19:00"],
  ["Cena domani alle 7 e mezza di sera", "Cena | 2026-11-27 19:30"],
  ["Pranzo domani a mezzogiorno", "Pranzo | 2026-11-27 12:00"],
  ["Affitto il 5 dicembre", "Affitto | 2026-12-05"],
  ["Affitto 31 dic", "Affitto | 2026-12-31"],
  ["Affitto il 1° gennaio 2028", "Affitto | 2028-01-01"],
  ["Affitto il 5", "Affitto | 2026-12-05"],
  ["Affitto 24/12", "Affitto | 2026-12-24"],
  ["Chiamare tra 3 giorni", "Chiamare | 2026-11-29"],
  ["Chiamare fra un'ora", "Chiamare | 2026-11-26 14:00"],
  ["Chiamare la prossima settimana", "Chiamare | 2026-11-30"],
  ["Chiamare la settimana prossima", "Chiamare | 2026-11-30"],
  ["Tasse il mese prossimo", "Tasse | 2026-12-01"],
  ["Tasse fine mese", "Tasse | 2026-11-30"],
  ["Spesa questo fine settimana", "Spesa | 2026-11-28"],
  ["Relazione entro venerdì", "Relazione | 2026-11-27"],
  ["Relazione per domani", "Relazione | 2026-11-27"],
  ["Vitamine ogni giorno", "Vitamine | 2026-11-26 | FREQ=DAILY"],
  ["Vitamine tutti i giorni alle 8", "Vitamine | 2026-11-27 08:00 | FREQ=DAILY"],
  ["Yoga ogni lunedì e giovedì", "Yoga | 2026-11-26 | FREQ=WEEKLY;BYDAY=MO,TH"],
  ["Yoga ogni martedì alle 18", "Yoga | 2026-12-01 18:00 | FREQ=WEEKLY;BYDAY=TU"],
  ["Rifiuti ogni 2 settimane", "Rifiuti | 2026-11-26 | FREQ=WEEKLY;INTERVAL=2"],
  ["Rifiuti un lunedì sì e uno no", "Rifiuti | 2026-11-30 | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"],
  ["Affitto il primo di ogni mese", "Affitto | 2026-12-01 | FREQ=MONTHLY;BYMONTHDAY=1"],
  ["Stipendi l'ultimo giorno di ogni mese", "Stipendi | 2026-11-30 | FREQ=MONTHLY;BYMONTHDAY=-1"],
  ["Club il primo lunedì di ogni mese", "Club | 2026-12-07 | FREQ=MONTHLY;BYDAY=1MO"],
  ["Compleanno ogni anno il 3 marzo", "Compleanno | 2027-03-03 | FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"],
  ["Riunione nei giorni feriali alle 9:30", "Riunione | 2026-11-27 09:30 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  ["Pillole ogni giorno per 10 giorni", "Pillole | 2026-11-26 | FREQ=DAILY;COUNT=10"],
  ["Pillole ogni giorno fino al 3 dicembre", "Pillole | 2026-11-26 | FREQ=DAILY;UNTIL=20261203"],
  left("Lunedì scorso"),
  left("Chiamare oggi o domani"),
  left("Ferie da lunedì a venerdì"),
  left("Affitto il 31 febbraio"),
  left("Comprare 5 mele"),
  left("Tutti i clienti"),
  left("Prima di venerdì"),
  ["Tavolo per 4 domani alle 21", "Tavolo per 4 | 2026-11-27 21:00"],
  left("Riunione dalle 9 alle 10 domani"),
])("%s", async (line, expected) => {
  const read = await loadReader(["it-IT"]);
  expect(said(read, line, thursday)).toBe(expected);
});
