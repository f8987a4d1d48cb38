import type { Language } from "../language";

export const it: Language = {
  code: "it",
  ordinal: "[ºª°]",
  words: {
    day: "oggi;domani;dopodomani|dopo domani",
    "day=0 period": `stamattina|stamani|questa mattina;;questo pomeriggio;stasera|questa sera;
      stanotte|questa notte`,
    weekday: `domenica|dom??;lunedì|lun??;martedì|mar??;mercoledì|mer??;giovedì|gio??;venerdì|ven??;
      sabato|sab??`,
    "every weekday": "tutte le domeniche;tutti i lunedì;tutti i martedì;tutti i mercoledì;tutti i giovedì;" +
      "tutti i venerdì;tutti i sabati",
    month: `gennaio|gen;febbraio|feb;marzo|mar??;aprile|apr;maggio|mag;giugno|giu;luglio|lug;agosto|ago;
      settembre|sett|set;ottobre|ott;novembre|nov;dicembre|dic`,
    unit: "giorno|giorni;settimana|settimane;mese|mesi;anno|anni;ora|ore|un'ora;minuto|minuti|min",
    "num=1 unit=4": "un'ora",
    "a=1": "un|uno|una",
    num: ";due;tre;quattro;cinque;sei;sette;otto;nove;dieci;undici;dodici",
    "num=30 unit=5": "mezz'ora|mezzora",
    ord: "primo|prima;secondo|seconda;terzo|terza;quarto|quarta;quinto|quinta",
    "ord=-1": "ultimo|ultima",
    "onday=0 ord=-1": "l'ultimo|l'ultima",
    period: `mattina|mattino|di mattina|del mattino|al mattino|la mattina;mezzogiorno;
      pomeriggio|del pomeriggio|di pomeriggio|nel pomeriggio;sera|di sera|della sera|la sera;
      notte|di notte|della notte|la notte;mezzanotte`,
    "every period": "tutte le mattine;;tutti i pomeriggi;tutte le sere;tutte le notti",
    "workday=0": "giorno feriale|giorno lavorativo",
    "every workday=0": `nei giorni feriali|nei feriali|tutti i giorni feriali|nei giorni lavorativi|
      tutti i giorni lavorativi`,
    "weekend=0": "fine settimana|weekend|week-end",
    "every weekend=0": "tutti i fine settimana|tutti i weekend|nei fine settimana",
    "every=0": "ogni|tutti i|tutte le",
    "every unit": `quotidianamente?|giornalmente?;settimanalmente?|settimanale?;mensilmente?|mensile?;
      annualmente?|annuale?`,
    "alternate=0": "sì e uno no|sì e una no|alterni|alterne",
    "next=0": "prossimo|prossima|che viene|seguente",
    "this=0": "questo|questa",
    "at=0": "alle|alle ore|ore|all'|a",
    "onday=0": "il|l'|il giorno",
    "by=0": "entro|entro il|entro la|entro le|per|per il",
    "in=0": "tra|fra",
    "of=0": "di|del|della|dello|dell'",
    "the=0": "il|lo|la|le|i|gli|l'",
    "and=0": "e|ed",
    "to=0": "a|al|-|–",
    "for=0": "per",
    "until=0": "fino a|fino al|fino all'",
    "from=0": "da|dal|dalle|dalla|a partire da|a partire dal|a partire dall'",
    "times=0": "volte",
    ofmonth: "del mese;di ogni mese|di tutti i mesi",
    "end=0": "fine|alla fine|la fine",
    "start=0": "inizio|all'inizio|l'inizio",
    "oclock=0": "ore|h|in punto",
    "plus=30": "e mezza|e mezzo",
    "plus=15": "e un quarto",
    "plus=-15": "meno un quarto",
    "follow=0": "con|da|di|in|al|per|su",
    "count=0": "pochi|poche|alcuni|qualche|i|gli|le|tutti|tutte",
    "join=0": "o|oppure|da|dal|dopo|prima|verso|circa|tranne|eccetto|fino",
    "before=0": `il|lo|la|le|i|gli|l'|un|uno|una|di|del|della|dello|dell'|prima|dopo|da|dal|dalla|fino|tra|fra|tranne|
      eccetto|come|mio|mia|tuo|tua|suo|sua|nostro|nostra|nessun|non|senza|scorso|scorsa|ultimo|ultima|santo|buon|verso|
      al|a|sul|sulla|nel`,
    "junk=0": "ieri|scorso|scorsa|trimestre|trimestri|trimestrale|vigilia|fa",
  },
};
