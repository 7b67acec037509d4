import { CITY_NAMES, type Language, PRODUCT_PHRASES, type Product } from './catalogue.ts';
import type { Random } from './random.ts';
import { appVersionOn } from './stories.ts';
import { VOCABULARY } from './vocabulary.ts';

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
const PERCENTS = [5, 8, 10, 12, 15, 18, 20, 25, 30];

/** Chooses one of each "[this|that]" and fills every "{slot}" of a sentence. */
export function wordingOf(template: string, scene: Scene): string {
  const { random } = scene;
  const chosen = template.replace(/\[([^\]]+)\]/g, (_, choices: string) => random.pick(choices.split('|')));
  let text = chosen.replace(/\{(\w+)(?::(\w+))?\}/g, (_, slot: string, form = '') => formOf(valueOf(slot, form, scene), form));
  for (const [apart, melted] of VOCABULARY[scene.language].contractions) text = text.replace(apart, melted);
  return template.startsWith('{') ? capitalised(text) : text;
}

function valueOf(slot: string, form: string, scene: Scene): string {
  const { language, random, at, day } = scene;
  const words = VOCABULARY[language];
  switch (slot) {
    case 'city': return CITY_NAMES[language][scene.city] ?? scene.city;
    case 'name': return scene.product.model;
    case 'product': return productPhrase(scene, form === 'bare');
    case 'person': return random.pick(words.staff);
    case 'weekday': return random.pick(words.weekdays);
    case 'when': return random.pick(words.when);
    case 'n': return random.pick(words.numbers);
    case 'nth': return random.pick(words.ordinals);
    case 'days': return String(random.between(6, 16));
    case 'mins': return String(random.between(10, 55));
    case 'km': return String(random.between(4, 42) * 100 - random.between(0, 1) * 50);
    case 'pct': return String(random.pick(PERCENTS));
    case 'price': return words.money(random.pick(AMOUNTS));
    case 'hour': return `${random.between(9, 18)}:${random.pick(['00', '05', '15', '20', '30', '40', '45'])}`;
    case 'month': return words.months[(at.getUTCMonth() + 12 - random.between(1, 4)) % 12] ?? '';
    case 'nextMonth': return words.months[(at.getUTCMonth() + random.between(1, 3)) % 12] ?? '';
    case 'version': return appVersionOn(day);
    // English sentences carry their own article before the kind of product: "the {bike}".
    default: return productPhrase(scene, language === 'en' || form === 'bare');
  }
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
