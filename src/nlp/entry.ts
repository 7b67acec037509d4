import type { Risk } from '../domain/classification.ts';
import type { Channels } from './channels.ts';

/** What a modifier does; lexicons/README.md describes each. */
export const MODIFIER_KINDS = [
  'boost',
  'dampen',
  'unreal',
  'condition',
  'past',
  'then',
  'now',
  'undo',
  'than',
  'opinion',
  'reported',
  'others',
  'disagree',
  'asks',
  'yes',
  'no',
  'compared',
  'mock',
  'name',
  'seek',
] as const;
export type ModifierKind = (typeof MODIFIER_KINDS)[number];

/** Whether what follows a contrast counts more ("but") or less ("although"). */
type Contrast = 'more' | 'less';

/** Everything the lexicon knows about a word or phrase. */
export interface Entry {
  /** −4…4; 0 where the word carries no charge of its own. */
  valence: number;
  /** How much it speaks for a plain statement, below 0 for an opinion, whichever way; in units of valence. */
  plain: number;
  /** What a small word hints at; all of them together may only tip the balance. In units of valence. */
  undertone: number;
  /** Made of small words alone: it leans a text, but is no reason that a reader could follow. */
  isSmall: boolean;
  /** True for idioms: a charge of 0 is meant and silences the words inside. */
  idiom: boolean;
  origin: string;
  /** What the evidence calls it; undefined where its kind says enough. */
  name: string | undefined;
  modifier: ModifierKind | undefined;
  factor: number;
  /** An emoji or emoticon. */
  symbol: boolean;
  negates: boolean;
  /** At the end of a clause it denies what stands before it ("gefällt mir nicht"). */
  deniesBefore: boolean;
  /** Reaches to the end of its sentence ("I doubt that …"). */
  deniesFar: boolean;
  /** Reaches to the end of its clause ("none of …"). */
  deniesClause: boolean;
  /** An idiom with a denial inside ("no problem", "peut pas rêver mieux"). */
  holdsDenial: boolean;
  contrast: Contrast | undefined;
  aspect: string | undefined;
  risk: Risk | undefined;
  emotions: readonly Emotion[];
  /** What it adds by itself where it is learned; see learned.tsv. */
  leaning: Entry | undefined;
  /** Phrases that open with this word. */
  phrases: Phrases | undefined;
}

/** How phrases go on, by their next word. */
export type Phrases = Map<string, PhraseNode>;

/** What the phrase that ends here says, each side of it by its own table. */
export interface PhraseNode {
  /** Its words, the first included. */
  readonly length: number;
  rule: Entry | undefined;
  aspect: string | undefined;
  risk: Risk | undefined;
  /** What it adds to what its words say, where it is learned. */
  leaning: Entry | undefined;
  /** Longer ones. */
  next: Phrases | undefined;
}

export interface Emotion {
  readonly axis: string;
  /** −1…1. */
  readonly intensity: number;
}

/** The data of one language, compiled for look-up. */
export interface Lexicon {
  readonly language: string;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Words that go on a phrase, each to itself: the same string everywhere compares fast. */
  readonly followers: ReadonlyMap<string, string>;
  readonly channels: Channels;
}

const NO_EMOTIONS: readonly Emotion[] = [];
export function emptyEntry(): Entry {
  return {
    valence: 0,
    plain: 0,
    undertone: 0,
    isSmall: false,
    idiom: false,
    origin: '',
    name: undefined,
    modifier: undefined,
    factor: 1,
    symbol: false,
    negates: false,
    deniesBefore: false,
    deniesFar: false,
    deniesClause: false,
    holdsDenial: false,
    contrast: undefined,
    aspect: undefined,
    risk: undefined,
    emotions: NO_EMOTIONS,
    leaning: undefined,
    phrases: undefined,
  };
}
