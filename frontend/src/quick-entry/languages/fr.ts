import type { Language } from "../language";

export const fr: Language = {
  code: "fr",
  ordinal: "er|ère|e|ème|nd|nde",
  words: {
    day: "aujourd'hui|ajd;demain;après-demain|après demain",
    "day=0 period": "ce matin;ce midi;cet après-midi|cet aprem;ce soir;cette nuit",
    weekday: "dimanche|dim??;lundi|lun??;mardi|mar??;mercredi|mer??;jeudi|jeu??;vendredi|ven??;samedi|sam??",
    "every weekday": `les dimanches|tous les dimanches;les lundis|tous les lundis;les mardis|tous les mardis;
      les mercredis|tous les mercredis;les jeudis|tous les jeudis;les vendredis|tous les vendredis;
      les samedis|tous les samedis`,
    month: `janvier|janv|jan;février|févr|fév;mars??;avril|avr;mai;juin;juillet|juil;août;septembre|sept|sep;
      octobre|oct;novembre|nov;décembre|déc`,
    unit: "jour|jours;semaine|semaines;mois;an|ans|année|années|l'année|l'an;heure|heures|h;minute|minutes|min",
    "num=15 unit=0": "quinzaine|quinze jours",
    "a=1": "un|une",
    num: ";deux;trois;quatre;cinq;six;sept;huit;neuf;dix;onze;douze",
    "num=30 unit=5": "une demi-heure|une demie heure|une demi heure",
    ord: "premier|première;deuxième|second|seconde;troisième;quatrième;cinquième",
    "ord=-1": "dernier|dernière",
    period: `matin|le matin|du matin|au matin;midi;après-midi|l'après-midi|de l'après-midi|aprem;
      soir|le soir|du soir|au soir;la nuit|de nuit;minuit`,
    "every period": "tous les matins|les matins;tous les midis;tous les après-midis;tous les soirs|les soirs;" +
      "toutes les nuits",
    "workday=0": "jour ouvré|jour ouvrable|jours ouvrés|jours ouvrables|jour de semaine",
    "every workday=0": `en semaine|les jours ouvrés|les jours ouvrables|tous les jours ouvrés|
      tous les jours ouvrables`,
    "weekend=0": "week-end|weekend|we??",
    "this=0 weekend=0": "ce week-end|ce weekend|ce we",
    "every weekend=0": "tous les week-ends|tous les weekends|le week-end|les week-ends|chaque week-end",
    "every=0": "chaque|tous les|toutes les",
    "every unit": `quotidiennement?|quotidien?|tous les jours;hebdomadairement?|hebdomadaire?|toutes les semaines;
      mensuellement?|mensuel?|tous les mois;annuellement?|annuel?|tous les ans`,
    "alternate=0": "sur deux|sur 2",
    "next=0": "prochain|prochaine|suivant",
    "this=0": "ce|cet|cette",
    "at=0": "à|a",
    "onday=0": "le",
    "by=0": "pour|pour le|d'ici|d'ici le|d'ici au|d'ici à",
    "in=0": "dans|d'ici",
    "later=0": "plus tard",
    "of=0": "de|du|d'|de l'|de la",
    "the=0": "le|la|les|l'",
    "and=0": "et|&",
    "to=0": "au|à|-|–",
    "for=0": "pendant|durant",
    "until=0": "jusqu'à|jusqu'au|jusqu'en",
    "from=0": "à partir de|à partir du|dès|dès le|à compter du|à compter de",
    "times=0": "fois",
    ofmonth: "du mois;de chaque mois|de tous les mois",
    "end=0": "fin|la fin|à la fin",
    "start=0": "début|le début|au début",
    "oclock=0": "heures|heure|h",
    "plus=30": "et demie|et demi",
    "plus=15": "et quart",
    "plus=-15": "moins le quart",
    "follow=0": "avec|pour|chez|à|au|aux|en|dans|sur|de|du|le|la|les|l'",
    "count=0": "quelques|tous|toutes|les|chaque",
    "join=0": "ou|après|avant|jusqu'à|jusqu'au|sauf|vers|depuis|environ|à|du|dès",
    "before=0": `le|la|les|l'|un|une|du|de|des|d'|avant|après|depuis|dès|jusqu'à|jusqu'au|vers|entre|sauf|hors|comme|
      mon|ma|mes|ton|ta|tes|son|sa|ses|notre|votre|leur|aucun|pas|pour|chaque|tous|toutes|dernier|dernière|deuxième|
      second|mi|courant|tôt|tard`,
    "junk=0": `hier|avant-hier|passé|passée|dernier|dernière|trimestre|trimestres|trimestriel|semestre|veille|
      lendemain|surlendemain|bissextile`,
  },
};
