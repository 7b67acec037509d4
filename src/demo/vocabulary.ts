// Over 250 lines because it is data: the words of five languages side by side, each list one line of thought.
// Longer than 250 lines because it is data: the same lists once for each language.
import type { Language } from './catalogue.ts';

/** Words that fill the slots of a sentence, by language. */
export interface Vocabulary {
  readonly weekdays: readonly string[];
  readonly months: readonly string[];
  readonly when: readonly string[];
  /** Two to six. */
  readonly numbers: readonly string[];
  readonly ordinals: readonly string[];
  /** Members of staff who are named in texts. */
  readonly staff: readonly string[];
  /** First names of people who write. */
  readonly names: readonly string[];
  readonly handles: readonly string[];
  readonly tags: readonly string[];
  readonly money: (amount: number) => string;
  /** Article and preposition that melt into one word: "de le" → "du". */
  readonly contractions: readonly (readonly [RegExp, string])[];
  /** Title of a press piece's author. */
  readonly outlets: readonly string[];
}

const euros = (amount: number) => `${amount} €`;

export const VOCABULARY: Readonly<Record<Language, Vocabulary>> = {
  en: {
    weekdays: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
    months: 'January February March April May June July August September October November December'.split(
      ' ',
    ),
    when: [
      'yesterday',
      'last week',
      'this morning',
      'two weeks ago',
      'on Saturday',
      'on Monday',
      'the other day',
      'at the weekend',
      'last Thursday',
      'after work',
    ],
    numbers: ['two', 'three', 'four', 'five', 'six'],
    ordinals: ['first', 'second', 'third', 'fourth', 'fifth'],
    staff: ['Priya', 'Callum', 'Josie', 'Tom', 'Aisha', 'Rhys', 'Megan', 'Femi'],
    names: [
      'Hannah',
      'Oliver',
      'Grace',
      'Liam',
      'Zoe',
      'Jack',
      'Amara',
      'Ben',
      'Ruth',
      'Sanjay',
      'Kirsty',
      'Dan',
      'Niamh',
      'Paul',
      'Ellie',
      'Marcus',
      'Jean',
      'Owen',
      'Tess',
      'Ravi',
    ],
    handles: [
      'pedals',
      'uphill',
      'muddyboots',
      'rides',
      'outdoors',
      'commutes',
      'ontour',
      'tandem',
      'spokes',
      'camps',
    ],
    tags: ['#bikelife', '#cycling', '#commute', '#outdoors'],
    money: (amount) => `£${amount}`,
    contractions: [[/\b([Aa]) (?=(8|11|18|Eider|Otter)\b)/g, '$1n ']],
    outlets: ['Harbour Courier', 'Two Wheels Weekly', 'Commuter Notes', 'The Ridge Review'],
  },
  de: {
    weekdays: 'Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag'.split(' '),
    months: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
    when: [
      'gestern',
      'letzte Woche',
      'heute früh',
      'vor zwei Wochen',
      'am Samstag',
      'am Montag',
      'neulich',
      'am Wochenende',
      'nach Feierabend',
    ],
    numbers: ['zwei', 'drei', 'vier', 'fünf', 'sechs'],
    ordinals: ['erste', 'zweite', 'dritte', 'vierte', 'fünfte'],
    staff: ['Jonas', 'Leyla', 'Frau Behrens', 'Malte', 'Svenja', 'Herr Yıldız', 'Katrin'],
    names: [
      'Anke',
      'Lukas',
      'Miriam',
      'Tobias',
      'Svea',
      'Jens',
      'Emine',
      'Uwe',
      'Lena',
      'Fabian',
      'Birgit',
      'Paul',
      'Nele',
      'Matthias',
      'Ayşe',
      'Horst',
    ],
    handles: ['radelt', 'unterwegs', 'draussen', 'pendelt', 'speiche', 'zeltet', 'bergauf', 'kette'],
    tags: ['#fahrrad', '#radfahren', '#pendeln', '#draußen'],
    money: euros,
    contractions: [],
    outlets: ['Nordblick', 'Speichenpost', 'Stadtrad-Magazin'],
  },
  fr: {
    weekdays: 'dimanche lundi mardi mercredi jeudi vendredi samedi'.split(' '),
    months: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
    when: [
      'hier',
      'la semaine dernière',
      'ce matin',
      'il y a quinze jours',
      'samedi',
      'lundi',
      "l'autre jour",
      'ce week-end',
    ],
    numbers: ['deux', 'trois', 'quatre', 'cinq', 'six'],
    ordinals: ['première', 'deuxième', 'troisième', 'quatrième', 'cinquième'],
    staff: ['Camille', 'Mehdi', 'Julien', 'Sarah', 'Bastien', 'Inès'],
    names: [
      'Claire',
      'Antoine',
      'Nadia',
      'Thomas',
      'Élodie',
      'Hugo',
      'Fatou',
      'Gilles',
      'Manon',
      'Karim',
      'Sylvie',
      'Théo',
      'Léa',
      'Bruno',
    ],
    handles: ['avelo', 'roule', 'dehors', 'bivouac', 'pedale', 'grimpe', 'balade'],
    tags: ['#vélo', '#velotaf', '#pleinair', '#rando'],
    money: euros,
    contractions: [
      [/\bde le /g, 'du '],
      [/(^|\s)à le /g, '$1au '],
      [/\bde les /g, 'des '],
      [/\bque il /g, "qu'il "],
    ],
    outlets: ['Le Petit Braquet', 'Rhône Matin', 'Carnet de Route'],
  },
  es: {
    weekdays: 'domingo lunes martes miércoles jueves viernes sábado'.split(' '),
    months: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(
      ' ',
    ),
    when: [
      'ayer',
      'la semana pasada',
      'esta mañana',
      'hace dos semanas',
      'el sábado',
      'el lunes',
      'el otro día',
      'el fin de semana',
    ],
    numbers: ['dos', 'tres', 'cuatro', 'cinco', 'seis'],
    ordinals: ['primera', 'segunda', 'tercera', 'cuarta', 'quinta'],
    staff: ['Nuria', 'Álex', 'Marta', 'Iván', 'Lucía', 'Jordi'],
    names: [
      'Carmen',
      'Pablo',
      'Elena',
      'Javier',
      'Rocío',
      'Dani',
      'Montse',
      'Andrés',
      'Laia',
      'Sergio',
      'Pilar',
      'Hugo',
      'Noelia',
      'Quim',
    ],
    handles: ['enbici', 'pedalea', 'monte', 'rutas', 'cuestas', 'acampa', 'rueda'],
    tags: ['#bici', '#ciclismo', '#enbicialtrabajo', '#montaña'],
    money: euros,
    contractions: [
      [/\bde el /g, 'del '],
      [/(^|\s)a el /g, '$1al '],
    ],
    outlets: ['La Gaceta del Pedal', 'Barrio Abierto', 'Cuaderno de Ruta'],
  },
  it: {
    weekdays: 'domenica lunedì martedì mercoledì giovedì venerdì sabato'.split(' '),
    months:
      'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(
        ' ',
      ),
    when: [
      'ieri',
      'la settimana scorsa',
      'stamattina',
      'due settimane fa',
      'sabato',
      'lunedì',
      "l'altro giorno",
      'nel fine settimana',
    ],
    numbers: ['due', 'tre', 'quattro', 'cinque', 'sei'],
    ordinals: ['primo', 'secondo', 'terzo', 'quarto', 'quinto'],
    staff: ['Giulia', 'Davide', 'Chiara', 'Simone', 'Elisa', 'Nicolò'],
    names: [
      'Francesca',
      'Luca',
      'Paola',
      'Matteo',
      'Sofia',
      'Andrea',
      'Ilaria',
      'Marco',
      'Silvia',
      'Giorgio',
      'Beatrice',
      'Enzo',
      'Valentina',
      'Piero',
    ],
    handles: ['inbici', 'pedala', 'salite', 'sentieri', 'tenda', 'ruota', 'fuoriporta'],
    tags: ['#bici', '#ciclismo', '#bikelife', '#montagna'],
    money: euros,
    contractions: [
      [/\bdi la /g, 'della '],
      [/\bdi il /g, 'del '],
      [/\bsu la /g, 'sulla '],
      [/\bsu il /g, 'sul '],
      [/\bdi il$/g, 'del'],
    ],
    outlets: ['Il Raggio', 'Milano Pedala', 'Taccuino di Viaggio'],
  },
};
