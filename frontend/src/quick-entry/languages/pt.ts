import type { Language } from "../language";

export const pt: Language = {
  code: "pt",
  ordinal: "[ºª°oa]",
  words: {
    day: "hoje;amanhã;depois de amanhã",
    "day=0 period": "esta manhã;;esta tarde;;esta noite|hoje à noite",
    weekday: `domingo|dom??;segunda-feira|segunda?|seg??;terça-feira|terça?|ter??;quarta-feira|quarta?|qua??;
      quinta-feira|quinta?|qui??;sexta-feira|sexta?|sex??;sábado|sáb??`,
    "every weekday": `aos domingos|todos os domingos;às segundas|às segundas-feiras|todas as segundas;
      às terças|às terças-feiras|todas as terças;às quartas|às quartas-feiras|todas as quartas;
      às quintas|às quintas-feiras|todas as quintas;às sextas|às sextas-feiras|todas as sextas;
      aos sábados|todos os sábados`,
    month: `janeiro|jan;fevereiro|fev;março|mar??;abril|abr;maio|mai;junho|jun;julho|jul;agosto|ago;setembro|set??;
      outubro|out??;novembro|nov;dezembro|dez??`,
    unit: "dia|dias;semana|semanas;mês|meses;ano|anos;hora|horas;minuto|minutos|min",
    "a=1": "um|uma",
    num: ";dois|duas;três;quatro;cinco;seis;sete;oito;nove;dez;onze;doze",
    "num=15 unit=0": "quinzena",
    "num=30 unit=5": "meia hora",
    ord: "primeiro|primeira;segundo|segunda;terceiro|terceira;quarto|quarta;quinto|quinta",
    "ord=-1": "último|última",
    period: `de manhã|da manhã|pela manhã|manhã;meio-dia|meio dia;à tarde|da tarde|de tarde|tarde??;;
      à noite|da noite|de noite|noite??;meia-noite|meia noite`,
    "every period": "todas as manhãs|toda manhã;;todas as tardes|toda tarde;;todas as noites|toda noite",
    "workday=0": "dia útil|dia de semana",
    "every workday=0": "dias úteis|nos dias úteis|em dias úteis|todos os dias úteis|durante a semana",
    "weekend=0": "fim de semana|final de semana|fds",
    "every weekend=0": "aos fins de semana|todos os fins de semana|nos fins de semana",
    "every=0": "todo|toda|todos os|todas as|cada|a cada",
    "every unit": "diariamente?;semanalmente?|semanal?;mensalmente?|mensal?;anualmente?|anual?",
    "every other unit=0": "dia sim dia não|em dias alternados",
    "alternate=0": "alternados|alternadas|sim e outro não|sim e outra não",
    "next=0": "próximo|próxima|que vem|seguinte",
    "this=0": "este|esta|neste|nesta|nessa",
    "at=0": "às|as|à|ao|a",
    "on=0": "na|no",
    "onday=0": "dia|no dia|em",
    "by=0": "até|até o|até a|até dia|até o dia|para|para a|para o|pra",
    "in=0": "em|daqui a|dentro de",
    "of=0": "de|do|da",
    "the=0": "o|a|os|as",
    "and=0": "e",
    "to=0": "a|à|até|-|–",
    "for=0": "por|durante",
    "until=0": "até|até o|até a|até dia|até o dia",
    "from=0": "das|da|a partir de|a partir do|a partir da|desde|desde o|começando",
    "times=0": "vezes",
    ofmonth: "do mês;de cada mês|de todo mês|de todos os meses",
    "end=0": "fim|final|no fim|no final|o fim|o final",
    "start=0": "início|no início|começo|no começo",
    "oclock=0": "horas|h|hrs|em ponto",
    "plus=30": "e meia",
    "plus=15": "e quinze",
    "follow=0": "com|de|do|da|em|no|na|para|por|sobre",
    "count=0": "poucos|poucas|alguns|algumas|os|as|todos|todas",
    "join=0": "ou|desde|até|depois|antes|exceto|menos|entre",
    "before=0": `o|a|os|as|um|uma|de|do|da|antes|depois|desde|até|entre|exceto|como|meu|minha|teu|tua|seu|sua|nosso|
      nossa|nenhum|nenhuma|não|sem|passado|passada|último|última|anterior|santa|santo|bom|boa|ao|à|pela`,
    "junk=0": "ontem|anteontem|passado|passada|trimestre|trimestres|trimestral|quinzenal|madrugada|véspera|retrasado",
  },
};
