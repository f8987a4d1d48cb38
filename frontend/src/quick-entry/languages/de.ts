import type { Language } from "../language";

export const de: Language = {
  code: "de",
  ordinal: String.raw`\.|te[rnsm]?|ten`,
  words: {
    day: "heute;morgen;übermorgen|uebermorgen",
    weekday: `sonntag|so??;montag|mo??;dienstag|di??;mittwoch|mi??;donnerstag|do??;freitag|fr??;
      samstag|sonnabend|sa??`,
    "every weekday": "sonntags;montags;dienstags;mittwochs;donnerstags;freitags;samstags|sonnabends",
    "weekday=0 period": "sonntagmorgen;sonntagmittag;sonntagnachmittag;sonntagabend",
    "weekday=1 period": "montagmorgen|montagvormittag;montagmittag;montagnachmittag;montagabend",
    "weekday=2 period": "dienstagmorgen|dienstagvormittag;dienstagmittag;dienstagnachmittag;dienstagabend",
    "weekday=3 period": "mittwochmorgen|mittwochvormittag;mittwochmittag;mittwochnachmittag;mittwochabend",
    "weekday=4 period": "donnerstagmorgen|donnerstagvormittag;donnerstagmittag;donnerstagnachmittag;donnerstagabend",
    "weekday=5 period": "freitagmorgen|freitagvormittag;freitagmittag;freitagnachmittag;freitagabend",
    "weekday=6 period": "samstagmorgen|samstagvormittag;samstagmittag;samstagnachmittag;samstagabend",
    month: `januar|jänner|jan;februar|feber|feb;märz|maerz|mär;april|apr;mai;juni|jun;juli|jul;august|aug;
      september|sep|sept;oktober|okt;november|nov;dezember|dez`,
    unit: "tag|tage|tagen|tages;woche|wochen;monat|monate|monaten|monats;jahr|jahre|jahren|jahres;" +
      "stunde|stunden|std;minute|minuten|min",
    "a=1": "ein|eine|einem|einer|einen",
    num: "eins;zwei;drei;vier;fünf;sechs;sieben;acht;neun;zehn;elf;zwölf",
    "num=30 unit=5": "einer halben stunde",
    ord: `erste|ersten|erster|erstes;zweite|zweiten|zweiter|zweites;dritte|dritten|dritter|drittes;
      vierte|vierten|vierter|viertes;fünfte|fünften`,
    "ord=-1": "letzte|letzten|letzter|letztes",
    period: `morgen|vormittag|früh|frueh|morgens|vormittags|am morgen|am vormittag|in der früh;
      mittag|mittags|am mittag;nachmittag|nachmittags|am nachmittag;abend|abends|am abend;
      nacht|nachts|in der nacht;mitternacht`,
    "workday=0": "werktag|arbeitstag|wochentag",
    "every workday=0": "werktags|an werktagen|wochentags|unter der woche",
    "weekend=0": "wochenende",
    "this=0 weekend=0": "am wochenende",
    "every weekend=0": "jedes wochenende|an wochenenden",
    "every=0": "jeden|jede|jedes|jeder|alle|aller",
    "every unit": "täglich?|taeglich?;wöchentlich?|woechentlich?;monatlich?;jährlich?|jaehrlich?",
    "every other=0": "jeden zweiten|jede zweite|jedes zweite|jeden 2.|jede 2.",
    "every period": "allmorgendlich?;;;allabendlich?",
    "next=0": "nächste|nächsten|nächster|nächstes|nächstem|naechste|naechsten|naechster|naechstes",
    "this=0": "diese|diesen|dieser|dieses|diesem|kommende|kommenden|kommender|kommendes",
    "at=0": "um",
    "on=0": "am|an",
    "onday=0": "am|den|der",
    "by=0": "bis|bis zum|bis spätestens",
    "in=0": "in",
    "of=0": "des|vom|von",
    "the=0": "der|die|das|den|dem",
    "and=0": "und|u",
    "to=0": "bis|-|–",
    "for=0": "für|fuer",
    "until=0": "bis|bis zum|bis einschließlich",
    "from=0": "ab|ab dem|von|vom|beginnend|seit",
    "times=0": "mal",
    "ofmonth=0": "im monat|des monats",
    "ofmonth=1": "jeden monats|jedes monats|eines jeden monats|in jedem monat|jeden monat",
    "end=0": "ende|zum ende",
    "start=0": "anfang",
    "end=0 unit=2": "monatsende|zum monatsende|am monatsende",
    "end=0 unit=3": "jahresende|zum jahresende|silvester",
    "oclock=0": "uhr",
    "past=-30": "halb",
    "past=15": "viertel nach",
    "past=-15": "viertel vor|dreiviertel",
    "follow=0": "mit|bei|beim|zum|zur|im|wegen|über|nach",
    "count=0": "paar|wenige|einige",
    "join=0": "oder|ab|nach|vor|gegen|seit|außer|ausser|aber",
    "before=0": `letzte|letzten|letzter|letztes|vorige|vorigen|vergangenen|vergangene|seit|vor|nach|ab|von|vom|zum|bis|
      für|fuer|zwischen|außer|ausser|nicht|jeweils|ende|mitte|spätestens|der|die|das|des|dem|den|ein|eine|einen|mein|
      meinen|dein|deinen|unser|unseren|kein|keinen|schwarzer|schwarzen|guten|gute|stillen`,
    "junk=0": `gestern|vorgestern|quartal|quartale|vierteljährlich|halbjährlich|stündlich|feiertag|feiertags|her|
      sekunden|nachts um`,
  },
};
