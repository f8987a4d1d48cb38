import { expect, test } from "vitest";

import { left, said, thursday } from "./cases";
import { loadReader } from "./load";

// On Thursday 26 November 2026, 12:56 in Berlin, in a browser whose language this is alone.
test.each<[string, string]>([
  ["Dentista amanhã", "Dentista | 2026-11-27"],
  ["Dentista amanha às 17h", "Dentista | 2026-11-27 17:00"],
  ["Dentista amanhã de manhã", "Dentista | 2026-11-27 09:00"],
  ["Dentista depois de amanhã", "Dentista | 2026-11-28"],
  ["Dentista hoje às 17:30", "Dentista | 2026-11-26 17:30"],
  ["Dentista segunda às 9", "Dentista | 2026-11-30 09:00"],
  ["Dentista na segunda-feira", "Dentista | 2026-11-30"],
  ["Dentista sexta às 5 da tarde", "Dentista | 2026-11-27 17:00"],
  ["Dentista próxima sexta", "Dentista | 2026-12-04"],
  ["Dentista segunda que vem", "Dentista | 2026-11-30"],
  ["Dentista esta sexta", "Dentista | 2026-11-27"],
  ["Jantar hoje à noite", "Jantar | 2026-11-26 21:00"],
  ["Almoço amanhã ao meio-dia", "Almoço | 2026-11-27 12:00"],
  ["Aluguel dia 5", "Aluguel | 2026-12-05"],
  ["Aluguel 5 de dezembro", "Aluguel | 2026-12-05"],
  ["Aluguel 3 de março de 2027", "Aluguel | 2027-03-03"],
  ["Aluguel 24/12 às 10h30", "Aluguel | 2026-12-24 10:30"],
  ["Ligar em 3 dias", "Ligar | 2026-11-29"],
  ["Ligar daqui a uma hora", "Ligar | 2026-11-26 14:00"],
  ["Ligar semana que vem", "Ligar | 2026-11-30"],
  ["Ligar na próxima semana", "Ligar | 2026-11-30"],
  ["Impostos no próximo mês", "Impostos | 2026-12-01"],
  ["Impostos fim do mês", "Impostos | 2026-11-30"],
  ["Compras neste fim de semana", "Compras | 2026-11-28"],
  ["Relatório até sexta", "Relatório | 2026-11-27"],
  ["Relatório para amanhã", "Relatório | 2026-11-27"],
  ["Vitaminas todos os dias", "Vitaminas | 2026-11-26 | FREQ=DAILY"],
  ["Vitaminas toda manhã", "Vitaminas | 2026-11-27 09:00 | FREQ=DAILY"],
  ["Ioga toda segunda e quinta", "Ioga | 2026-11-26 | FREQ=WEEKLY;BYDAY=MO,TH"],
  ["Ioga às terças às 18h", "Ioga | 2026-12-01 18:00 | FREQ=WEEKLY;BYDAY=TU"],
  ["Lixo a cada 2 semanas", "Lixo | 2026-11-26 | FREQ=WEEKLY;INTERVAL=2"],
  ["Regar dia sim dia não", "Regar | 2026-11-26 | FREQ=DAILY;INTERVAL=2"],
  ["Aluguel todo dia 5", "Aluguel | 2026-12-05 | FREQ=MONTHLY;BYMONTHDAY=5"],
  ["Salários no último dia de cada mês", "Salários | 2026-11-30 | FREQ=MONTHLY;BYMONTHDAY=-1"],
  ["Clube na primeira segunda de cada mês", "Clube | 2026-12-07 | FREQ=MONTHLY;BYDAY=1MO"],
  ["Aniversário todo ano em 3 de março", "Aniversário | 2027-03-03 | FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"],
  ["Reunião nos dias úteis às 9:30", "Reunião | 2026-11-27 09:30 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  ["Remédio todos os dias por 10 dias", "Remédio | 2026-11-26 | FREQ=DAILY;COUNT=10"],
  ["Remédio todos os dias até 3 de dezembro", "Remédio | 2026-11-26 | FREQ=DAILY;UNTIL=20261203"],
  left("Segunda passada"),
  left("Ligar hoje ou amanhã"),
  left("Férias de segunda a sexta"),
  left("Aluguel 31 de fevereiro"),
  left("Comprar 5 maçãs"),
  left("Todo o time"),
  left("Fazer a segunda prova"),
  ["Mesa para 4 amanhã às 21h", "Mesa para 4 | 2026-11-27 21:00"],
  left("Reunião das 9 às 10 amanhã"),
])("%s", async (line, expected) => {
  const read = await loadReader(["pt-BR"]);
  expect(said(read, line, thursday)).toBe(expected);
});
