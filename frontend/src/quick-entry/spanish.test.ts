import { expect, test } from "vitest";

import { left, said, thursday } from "./cases";
import { loadReader } from "./load";

// On Thursday 26 November 2026, 12:56 in Berlin, in a browser whose language this is alone.
test.each<[string, string]>([
  ["Dentista mañana", "Dentista | 2026-11-27"],
  ["Dentista manana a las 5", "Dentista | 2026-11-27 17:00"],
  ["Dentista mañana por la mañana", "Dentista | 2026-11-27 09:00"],
  ["Dentista pasado mañana", "Dentista | 2026-11-28"],
  ["Dentista hoy a las 17:30", "Dentista | 2026-11-26 17:30"],
  ["Dentista el lunes a las 9", "Dentista | 2026-11-30 09:00"],
  ["Dentista el viernes a las 5 de la tarde", "Dentista | 2026-11-27 17:00"],
  ["Dentista el próximo viernes", "Dentista | 2026-12-04"],
  ["Dentista el lunes que viene", "Dentista | 2026-11-30"],
  ["Dentista este viernes", "Dentista | 2026-11-27"],
  ["Cena esta noche", "Cena | 2026-11-26 21:00"],
  ["Cena mañana a las 8 y media de la noche", "Cena | 2026-11-27 20:30"],
  ["Comida mañana al mediodía", "Comida | 2026-11-27 12:00"],
  ["Alquiler el 5 de diciembre", "Alquiler | 2026-12-05"],
  ["Alquiler el 3 de marzo de 2027", "Alquiler | 2027-03-03"],
  ["Alquiler 31 dic", "Alquiler | 2026-12-31"],
  ["Alquiler el día 5", "Alquiler | 2026-12-05"],
  ["Alquiler 24/12 a las 10", "Alquiler | 2026-12-24 10:00"],
  ["Llamar en 3 días", "Llamar | 2026-11-29"],
  ["Llamar dentro de una hora", "Llamar | 2026-11-26 14:00"],
  ["Llamar la próxima semana", "Llamar | 2026-11-30"],
  ["Llamar la semana que viene", "Llamar | 2026-11-30"],
  ["Impuestos el próximo mes", "Impuestos | 2026-12-01"],
  ["Impuestos a fin de mes", "Impuestos | 2026-11-30"],
  ["Compras este fin de semana", "Compras | 2026-11-28"],
  ["Informe para mañana", "Informe | 2026-11-27"],
  ["Vitaminas todos los días", "Vitaminas | 2026-11-26 | FREQ=DAILY"],
  ["Vitaminas cada mañana", "Vitaminas | 2026-11-27 09:00 | FREQ=DAILY"],
  ["Yoga todos los lunes y jueves", "Yoga | 2026-11-26 | FREQ=WEEKLY;BYDAY=MO,TH"],
  ["Yoga los martes a las 18:00", "Yoga | 2026-12-01 18:00 | FREQ=WEEKLY;BYDAY=TU"],
  ["Basura cada 2 semanas", "Basura | 2026-11-26 | FREQ=WEEKLY;INTERVAL=2"],
  ["Basura cada dos lunes", "Basura | 2026-11-30 | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"],
  ["Alquiler el 1 de cada mes", "Alquiler | 2026-12-01 | FREQ=MONTHLY;BYMONTHDAY=1"],
  ["Nóminas el último día de cada mes", "Nóminas | 2026-11-30 | FREQ=MONTHLY;BYMONTHDAY=-1"],
  ["Club el primer lunes de cada mes", "Club | 2026-12-07 | FREQ=MONTHLY;BYDAY=1MO"],
  ["Cumpleaños cada año el 3 de marzo", "Cumpleaños | 2027-03-03 | FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"],
  ["Reunión entre semana a las 9:30", "Reunión | 2026-11-27 09:30 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  ["Pastillas todos los días durante 10 días", "Pastillas | 2026-11-26 | FREQ=DAILY;COUNT=10"],
  ["Pastillas todos los días hasta el 3 de diciembre", "Pastillas | 2026-11-26 | FREQ=DAILY;UNTIL=20261203"],
  left("El lunes pasado"),
  left("Llamar hoy o mañana"),
  left("Viaje de lunes a viernes"),
  left("Alquiler el 31 de febrero"),
  left("Comprar 5 manzanas"),
  left("Todo el equipo"),
  left("Antes del viernes"),
  left("Reunión de 9 a 10 mañana"),
  left("Hace 3 días"),
])("%s", async (line, expected) => {
  const read = await loadReader(["es-ES"]);
  expect(said(read, line, thursday)).toBe(expected);
});
