import type { Label, Risk } from '../classification.ts';

/**
 * A topic query as a tree. `parseQuery` writes it in one normal form: AND and OR have two or more operands and
 * are never nested in themselves, NOT is never doubled, brackets are gone.
 */
export type Query = AndQuery | OrQuery | NotQuery | NearQuery | TermQuery | FieldQuery | RatingQuery;

export interface AndQuery {
  readonly kind: 'and';
  readonly operands: readonly Query[];
}

export interface OrQuery {
  readonly kind: 'or';
  readonly operands: readonly Query[];
}

export interface NotQuery {
  readonly kind: 'not';
  readonly operand: Query;
}

/** A word or phrase, as typed; `*` at the end of a word in it stands for any ending. */
export interface TermQuery {
  readonly kind: 'term';
  readonly text: string;
  /** Written in braces: capitals and diacritics must be exactly these. */
  readonly exact: boolean;
}

/** What may stand on either side of NEAR: a term, or terms of which any one will do. */
export type NearOperand = TermQuery | { readonly kind: 'or'; readonly operands: readonly TermQuery[] };

export interface NearQuery {
  readonly kind: 'near';
  readonly left: NearOperand;
  readonly right: NearOperand;
  /** At most so many words between the two, 0–100. */
  readonly words: number;
  /** Left must come before right (NEAR/nf). */
  readonly ordered: boolean;
}

export type ValueField =
  | 'source'
  | 'site'
  | 'author'
  | 'lang'
  | 'country'
  | 'sentiment'
  | 'risk'
  | 'tag'
  | 'location'
  | 'product';

export type FieldName = ValueField | 'rating';

export const FIELD_NAMES: readonly FieldName[] = [
  'source',
  'site',
  'author',
  'lang',
  'country',
  'rating',
  'sentiment',
  'risk',
  'tag',
  'location',
  'product',
];

export interface FieldQuery {
  readonly kind: 'field';
  readonly field: ValueField;
  readonly value: string;
  /** The value was followed by `*`: any value that begins like this. */
  readonly prefix: boolean;
}

/**
 * Stars, 1–5. Comparisons and ranges use the number as it is; `=` with a whole number means "rounded to it", so
 * that 7 out of 10 (3.67 stars) answers to rating:4.
 */
export type RatingQuery =
  | { readonly kind: 'rating'; readonly compare: '=' | '<' | '<=' | '>' | '>='; readonly stars: number }
  | { readonly kind: 'rating'; readonly compare: '..'; readonly from: number; readonly to: number };

/** What a query is asked about: one mention, as far as it is known. Title and text are plain text. */
export interface QueryDocument {
  readonly title?: string | undefined;
  readonly text: string;
  readonly sourceName?: string | undefined;
  readonly sourceKind?: string | undefined;
  readonly url?: string | undefined;
  /** Name or handle as the source gives it. */
  readonly author?: string | undefined;
  /** BCP 47. */
  readonly lang?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  /** 1–5, fractions allowed. */
  readonly stars?: number | undefined;
  readonly label?: Label | undefined;
  readonly risks?: readonly Risk[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly location?: string | undefined;
  readonly product?: string | undefined;
}
