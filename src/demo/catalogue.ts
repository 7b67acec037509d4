/** What the sample company sells and where. The company, its rival and every model are made up. */

export type Language = 'en' | 'de' | 'fr' | 'es' | 'it';
export const LANGUAGES: readonly Language[] = ['en', 'de', 'fr', 'es', 'it'];

/** What a sentence is about; within a kind the noun has one gender in each language, so sentences agree with it. */
export type ProductKind =
  | 'bike'
  | 'ebike'
  | 'cargo'
  | 'kids'
  | 'wear'
  | 'down'
  | 'tent'
  | 'bag'
  | 'light'
  | 'lock';

export interface Product {
  readonly kind: ProductKind;
  /** Model name, the same in every language. */
  readonly model: string;
}

export const PRODUCTS: readonly Product[] = [
  { kind: 'bike', model: 'Heron 3' },
  { kind: 'bike', model: 'Brook City' },
  { kind: 'bike', model: 'Heron Gravel' },
  { kind: 'kids', model: 'Otter 20' },
  { kind: 'ebike', model: 'Heron E' },
  { kind: 'ebike', model: 'Brook E' },
  { kind: 'cargo', model: 'Marten Cargo' },
  { kind: 'wear', model: 'Siskin' },
  { kind: 'down', model: 'Eider' },
  { kind: 'tent', model: 'Lapwing 2' },
  { kind: 'tent', model: 'Lapwing 4' },
  { kind: 'bag', model: 'Curlew' },
  { kind: 'bag', model: 'Curlew Mini' },
  { kind: 'light', model: 'Wren' },
  { kind: 'light', model: 'Wren Pro' },
  { kind: 'lock', model: 'Badger' },
];

/** A sentence with the slot {bike} may speak of any of these kinds. */
const FITS: Readonly<Record<string, readonly ProductKind[]>> = {
  bike: ['bike', 'bike', 'ebike'],
  wear: ['wear', 'down'],
};

/** The products a sentence may be about, from a kind or a model; all of them where it does not say. */
export function productsFitting(about: string): readonly Product[] {
  const named = PRODUCTS.filter(({ model }) => model === about);
  if (named.length > 0) return named;
  const kinds = FITS[about] ?? [about as ProductKind];
  const fitting = PRODUCTS.filter((product) => kinds.includes(product.kind));
  return fitting.length > 0 ? fitting : PRODUCTS;
}

export interface Location {
  /** Code of the point of sale, as reviews name it. */
  readonly code: string;
  readonly name: string;
  readonly city: string;
  readonly region: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export const LOCATIONS: readonly Location[] = [
  {
    code: 'LON-01',
    name: 'Fernwheel London Hackney',
    city: 'London',
    region: 'Greater London',
    country: 'GB',
  },
  {
    code: 'BRS-01',
    name: 'Fernwheel Bristol Harbourside',
    city: 'Bristol',
    region: 'South West',
    country: 'GB',
  },
  { code: 'BER-01', name: 'Fernwheel Berlin Kreuzberg', city: 'Berlin', region: 'Berlin', country: 'DE' },
  { code: 'HAM-01', name: 'Fernwheel Hamburg Altona', city: 'Hamburg', region: 'Hamburg', country: 'DE' },
  {
    code: 'LYO-01',
    name: 'Fernwheel Lyon Part-Dieu',
    city: 'Lyon',
    region: 'Auvergne-Rhône-Alpes',
    country: 'FR',
  },
  {
    code: 'NTE-01',
    name: 'Fernwheel Nantes Graslin',
    city: 'Nantes',
    region: 'Pays de la Loire',
    country: 'FR',
  },
  {
    code: 'BCN-01',
    name: 'Fernwheel Barcelona Gràcia',
    city: 'Barcelona',
    region: 'Catalunya',
    country: 'ES',
  },
  { code: 'MIL-01', name: 'Fernwheel Milano Isola', city: 'Milano', region: 'Lombardia', country: 'IT' },
];

/** Where writers of a language live, with weights. */
export const COUNTRIES: Readonly<Record<Language, Readonly<Record<string, number>>>> = {
  en: { GB: 88, DE: 4, ES: 3, FR: 3, IT: 2 },
  de: { DE: 100 },
  fr: { FR: 100 },
  es: { ES: 100 },
  it: { IT: 100 },
};

/** City names that a language spells its own way. */
export const CITY_NAMES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { Milano: 'Milan' },
  de: { Milano: 'Mailand' },
  fr: { London: 'Londres', Hamburg: 'Hambourg', Barcelona: 'Barcelone', Milano: 'Milan' },
  es: { London: 'Londres', Berlin: 'Berlín', Hamburg: 'Hamburgo', Milano: 'Milán' },
  it: { London: 'Londra', Berlin: 'Berlino', Hamburg: 'Amburgo', Lyon: 'Lione', Barcelona: 'Barcellona' },
};

/** Article and noun before or after the model name; `$` stands for the model. */
export const PRODUCT_PHRASES: Readonly<Record<Language, Readonly<Record<ProductKind, string>>>> = {
  en: {
    bike: 'the $',
    ebike: 'the $',
    cargo: 'the $',
    kids: 'the $',
    wear: 'the $ jacket',
    down: 'the $ jacket',
    tent: 'the $ tent',
    bag: 'the $ pannier',
    light: 'the $ light',
    lock: 'the $ lock',
  },
  de: {
    bike: 'das $',
    ebike: 'das $',
    cargo: 'das $',
    kids: 'das $',
    wear: 'die $-Jacke',
    down: 'die $-Jacke',
    tent: 'das Zelt $',
    bag: 'die Tasche $',
    light: 'die Lampe $',
    lock: 'das Schloss $',
  },
  fr: {
    bike: 'le vélo $',
    ebike: 'le vélo $',
    cargo: 'le $',
    kids: 'le vélo $',
    wear: 'la veste $',
    down: 'la doudoune $',
    tent: 'la tente $',
    bag: 'la sacoche $',
    light: 'la lampe $',
    lock: "l'antivol $",
  },
  es: {
    bike: 'la bici $',
    ebike: 'la bici $',
    cargo: 'la $',
    kids: 'la bici $',
    wear: 'la chaqueta $',
    down: 'la chaqueta $',
    tent: 'la tienda $',
    bag: 'la alforja $',
    light: 'la luz $',
    lock: 'el candado $',
  },
  it: {
    bike: 'la bici $',
    ebike: 'la bici $',
    cargo: 'la $',
    kids: 'la bici $',
    wear: 'la giacca $',
    down: 'la giacca $',
    tent: 'la tenda $',
    bag: 'la borsa $',
    light: 'la luce $',
    lock: 'il lucchetto $',
  },
};
