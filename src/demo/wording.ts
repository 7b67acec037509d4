import type { Random } from '../domain/random.ts';
import { CITY_NAMES, type Language, PRODUCT_PHRASES, type Product } from './catalogue.ts';
import { appVersionOn } from './stories.ts';
import { VOCABULARY, type Vocabulary } from './vocabulary.ts';

/** What all sentences of one mention share: they speak of the same shop, product and time. */
export interface Scene {
  readonly language: Language;
  readonly city: string;
  readonly product: Product;
  readonly day: number;
  readonly at: Date;
  readonly random: Random;
}

const AMOUNTS = [15, 19, 25, 29, 35, 39, 45, 49, 59, 65, 79, 89, 95, 110, 120, 149];
const MINUTES = ['00', '05', '15', '20', '30', '40', '45'];
const PERCENTS = [5, 8, 10, 12, 15, 18, 20, 25, 30];

/** Chooses one of each "[this|that]" and fills every "{slot}" of a sentence. */
export function wordingOf(template: string, scene: Scene): string {
  const { random } = scene;
  const chosen = template.replace(/\[([^\]]+)\]/g, (_, choices: string) => random.pick(choices.split('|')));
  let text = chosen.replace(/\{(\w+)(?::(\w+))?\}/g, (_, slot: string, form = '') =>
    formOf(slotValue(slot, form, scene), form),
  );
  for (const [apart, melted] of VOCABULARY[scene.language].contractions) text = text.replace(apart, melted);
  return template.startsWith('{') ? capitalised(text) : text;
}

const FILLERS: Readonly<Record<string, (scene: Scene, words: Vocabulary) => string>> = {
  city: ({ language, city }) => CITY_NAMES[language][city] ?? city,
  name: ({ product }) => product.model,
  person: ({ random }, words) => random.pick(words.staff),
  weekday: ({ random }, words) => random.pick(words.weekdays),
  when: ({ random }, words) => random.pick(words.when),
  n: ({ random }, words) => random.pick(words.numbers),
  nth: ({ random }, words) => random.pick(words.ordinals),
  days: ({ random }) => String(random.between(6, 16)),
  mins: ({ random }) => String(random.between(10, 55)),
  km: ({ random }) => String(random.between(8, 84) * 50),
  pct: ({ random }) => String(random.pick(PERCENTS)),
  price: ({ random }, words) => words.money(random.pick(AMOUNTS)),
  hour: ({ random }) => `${random.between(9, 18)}:${random.pick(MINUTES)}`,
  month: (scene, words) => monthIn(scene, -scene.random.between(1, 4), words),
  nextMonth: (scene, words) => monthIn(scene, scene.random.between(1, 3), words),
  version: ({ day }) => appVersionOn(day),
};

function slotValue(slot: string, form: string, scene: Scene): string {
  const fill = FILLERS[slot];
  if (fill) return fill(scene, VOCABULARY[scene.language]);
  // English sentences carry their own article before a kind of product: "the {bike}", but not before {product}.
  const isBare = form === 'bare' || (scene.language === 'en' && slot !== 'product');
  return productPhrase(scene, isBare);
}

function monthIn({ at }: Scene, offset: number, words: Vocabulary): string {
  return words.months[(at.getUTCMonth() + 12 + offset) % 12] ?? '';
}

function productPhrase({ language, product }: Scene, bare: boolean): string {
  const phrase = PRODUCT_PHRASES[language][product.kind].replace('$', product.model);
  return bare ? phrase.replace(/^(the |das |die |le |la |el |il |l')/, '') : phrase;
}

function formOf(value: string, form: string): string {
  if (form === 'cap') return capitalised(value);
  if (form === 'dat') return value.replace(/^das /, 'dem ').replace(/^die /, 'der ');
  return value;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
