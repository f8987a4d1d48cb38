import type { Language } from "../language";

export const es: Language = {
  code: "es",
  ordinal: "[ºª°o]|er|ro|do|ra",
  words: {
    day: "hoy;mañana;pasado mañana",
    "day=0 period": "esta mañana|hoy por la mañana;este mediodía;esta tarde;;esta noche",
    weekday: `domingo|dom??;lunes|lun??;martes|mar??;miércoles|mié??;jueves|jue??;viernes|vie??;
      sábado|sáb??`,
    "every weekday": `los domingos|todos los domingos;los lunes|todos los lunes;los martes|todos los martes;
      los miércoles|todos los miércoles;los jueves|todos los jueves;los viernes|todos los viernes;
      los sábados|todos los sábados`,
    month: `enero|ene;febrero|feb;marzo|mar??;abril|abr;mayo;junio|jun;julio|jul;agosto|ago;
      septiembre|setiembre|sept|sep;octubre|oct;noviembre|nov;diciembre|dic`,
    unit: "día|días;semana|semanas;mes|meses;año|años;hora|horas;minuto|minutos|min",
    "a=1": "un|una",
    num: "uno;dos;tres;cuatro;cinco;seis;siete;ocho;nueve;diez;once;doce",
    "num=30 unit=5": "media hora",
    ord: `primer|primero|primera;segundo|segunda;tercer|tercero|tercera;cuarto|cuarta;quinto|quinta`,
    "ord=-1": "último|última",
    period: `por la mañana|de la mañana|en la mañana|mañana;mediodía;por la tarde|de la tarde|en la tarde|tarde??;;
      por la noche|de la noche|en la noche|noche??;medianoche`,
    "every period": "todas las mañanas|cada mañana|las mañanas;;todas las tardes|cada tarde|las tardes;;" +
      "todas las noches|cada noche|las noches",
    "at=0 period": ";al mediodía|a mediodía;;;;a medianoche|a la medianoche",
    "workday=0": "día laborable|día hábil|día de semana",
    "every workday=0": `entre semana|los días laborables|los días hábiles|todos los días laborables|
      todos los días hábiles`,
    "weekend=0": "fin de semana|finde",
    "every weekend=0": "los fines de semana|todos los fines de semana|los findes",
    "every=0": "cada|todos los|todas las",
    "every unit": `a diario?|diariamente?|diario?;semanalmente?|semanal?;mensualmente?|mensual?;
      anualmente?|anual?`,
    "alternate=0": "sí y otro no|sí y uno no|alternos",
    "next=0": "próximo|próxima|que viene|siguiente",
    "this=0": "este|esta",
    "at=0": "a las|a la|a",
    "on=0": "el",
    "onday=0": "el|el día|día",
    "by=0": "para|para el|para la",
    "in=0": "en|dentro de",
    "of=0": "de|del|de la",
    "the=0": "el|la|los|las",
    "and=0": "y|e",
    "to=0": "a|al|-|–",
    "for=0": "durante|por",
    "until=0": "hasta|hasta el",
    "from=0": "de las|desde las|desde|desde el|a partir de|a partir del|empezando|empezando el",
    "times=0": "veces",
    ofmonth: "del mes;de cada mes|de todos los meses",
    "end=0": "fin|final|a fin|a final|a finales|finales|el fin|el final",
    "start=0": "principio|principios|a principios|el principio",
    "oclock=0": "horas|h|hrs|en punto",
    "plus=30": "y media",
    "plus=15": "y cuarto",
    "plus=-15": "menos cuarto",
    "follow=0": "con|de|del|en|para|por|sobre",
    "count=0": "pocos|pocas|unos|unas|los|las|todos|todas",
    "join=0": "o|u|desde|hasta|después|antes|sobre|excepto|salvo|menos",
    "before=0": `el|la|los|las|un|una|de|del|antes|después|desde|hasta|entre|excepto|salvo|como|mi|mis|tu|tus|su|sus|
      nuestro|nuestra|ningún|no|sin|pasado|pasada|último|última|anterior|santo|buen|todo|toda|al|a|tras`,
    "junk=0": "ayer|anteayer|anoche|pasado|pasada|trimestre|trimestres|trimestral|quincenal|madrugada|víspera",
  },
};
