import { readFileSync } from 'node:fs';
import type { Label } from '../domain/classification.ts';
import { LANGUAGES, type Language, PRODUCTS } from './catalogue.ts';

export type IntendedLabel = Exclude<Label, 'unknown'>;

/** Where a sentence may be said: shop visit, web order, app review, social post, forum, news; `t` is a title. */
export type Place = 'v' | 'w' | 'a' | 's' | 'f' | 'n' | 't';

/** One hand-written sentence of `texts/<language>.tsv`, where every row is labelled by hand. */
export interface Phrase {
  /** Language and row number: "en17". */
  readonly key: string;
  readonly label: IntendedLabel;
  readonly aspect: string;
  readonly where: string;
  readonly text: string;
  /** Kind of product, or the one model, that the sentence can only be about; empty when any will do. */
  readonly about: string;
  readonly irony: boolean;
}

const LABELS: readonly string[] = ['positive', 'neutral', 'negative'];
const SLOT_OF_KIND = /\{(bike|ebike|cargo|wear|tent|bag|light|lock)(?::\w+)?\}/;
const books = new Map<Language, readonly Phrase[]>();
const shelves = new Map<string, readonly Phrase[]>();

/** Every sentence of a language, in the order of its file; read once. */
export function phrasesOf(language: Language): readonly Phrase[] {
  let book = books.get(language);
  if (!book) {
    const file = new URL(`./texts/${language}.tsv`, import.meta.url);
    book = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line, row) => parseRow(line, language, row + 1));
    books.set(language, book);
  }
  return book;
}

/** The sentences of one aspect and label that may be said in one place; may be empty. */
export function shelf(
  language: Language,
  place: Place,
  aspect: string,
  label: IntendedLabel,
): readonly Phrase[] {
  const name = `${language} ${place} ${aspect} ${label}`;
  let found = shelves.get(name);
  if (!found) {
    found = phrasesOf(language).filter(
      (phrase) => phrase.aspect === aspect && phrase.label === label && phrase.where.includes(place),
    );
    shelves.set(name, found);
  }
  return found;
}

export function phraseByKey(key: string): Phrase | undefined {
  const language = LANGUAGES.find((code) => code === key.slice(0, 2));
  return language && phrasesOf(language)[Number(key.slice(2)) - 1];
}

function parseRow(line: string, language: Language, row: number): Phrase {
  const [label = '', aspect = '', where = '', text = '', about = '', note = ''] = line.split('\t');
  if (!LABELS.includes(label) || !aspect || !where || !text) {
    throw new Error(
      `texts/${language}.tsv row ${row}: expected label, aspect, where and text, got "${line}".`,
    );
  }
  return {
    key: `${language}${row}`,
    label: label as IntendedLabel,
    aspect,
    where,
    text,
    about: modelNamedIn(text) ?? (about || (SLOT_OF_KIND.exec(text)?.[1] ?? '')),
    irony: note === 'irony',
  };
}

function modelNamedIn(text: string): string | undefined {
  return PRODUCTS.find(({ model }) => text.includes(model))?.model;
}
