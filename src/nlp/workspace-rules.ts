import { createHash } from 'node:crypto';
import type { ClassifyOptions } from '../domain/classification.ts';
import { type LexiconRule, type PatternPart, parsePattern } from '../domain/lexicon-rule.ts';
import { type Entry, emptyEntry, type PhraseNode, type Phrases } from './entry.ts';
import { matchEnd, stepsOf } from './pattern.ts';
import { newNode } from './phrases.ts';
import type { Piece, Pieces, Reader } from './pieces.ts';
import type { Charge } from './state.ts';

/** What the rules made of a text. */
export interface Ruled {
  readonly pieces: Pieces;
  /** Ids of the rules that were met. */
  readonly met: readonly number[];
  /** A charge of 0 for each span that means nothing here, for the evidence. */
  readonly silenced: readonly Charge[];
}

export interface RuleSet {
  /** Topics that have rules of their own. */
  readonly topics: ReadonlySet<number>;
  apply(pieces: Pieces, language: RuledLanguage, asked: ClassifyOptions): Ruled;
}

interface RuledLanguage {
  readonly lexicon: { readonly language: string };
  readonly reader: Reader;
}

/** A rule as one language reads it. */
interface ReadRule {
  readonly rule: LexiconRule;
  readonly steps: readonly PatternPart[];
}

/** Rules by the first letter a match begins with. */
type RulesByLetter = ReadonlyMap<string, readonly ReadRule[]>;

/** The version of a classifier with these rules: the lexicon's own where there is none. */
export function ruledVersion(lexiconVersion: string, rules: readonly LexiconRule[]): string {
  if (rules.length === 0) return lexiconVersion;
  const said = rules
    .toSorted((a, b) => a.id - b.id)
    .map(({ id, pattern, language, topicId, valence }) => [id, pattern, language, topicId, valence]);
  return createHash('sha256')
    .update(`${lexiconVersion}\n${JSON.stringify(said)}`)
    .digest('hex')
    .slice(0, 12);
}

/**
 * A workspace's rules. They stand above the lexicon: where one is met, its entry takes the place of what the lexicon
 * knows, and negations, boosters and contrasts work on it as on any other word. The longest match wins; of equally
 * long ones a topic's rule stands above one for every mention, and a newer one above an older.
 */
export function ruleSet(rules: readonly LexiconRule[]): RuleSet {
  const topics = new Set(rules.flatMap(({ topicId }) => topicId ?? []));
  const byLanguage = new Map<string, RulesByLetter>();
  const rulesOf = (language: RuledLanguage) => {
    const code = language.lexicon.language;
    const known = byLanguage.get(code) ?? readRules(rules, code, language.reader);
    byLanguage.set(code, known);
    return known;
  };
  return {
    topics,
    apply(pieces, language, asked) {
      const own = rules.length === 0 ? NO_RULES : rulesOf(language);
      return own.size === 0 ? { pieces, met: [], silenced: [] } : applyRules(pieces, own, asked);
    },
  };
}

const NO_RULES: RulesByLetter = new Map();

function readRules(rules: readonly LexiconRule[], code: string, reader: Reader): RulesByLetter {
  const byLetter = new Map<string, ReadRule[]>();
  // In order of rank: of two equally long matches the first one stands.
  const ranked = rules.toSorted(
    (a, b) => Number(b.topicId !== undefined) - Number(a.topicId !== undefined) || b.id - a.id,
  );
  for (const rule of ranked) {
    if (rule.language !== undefined && rule.language !== code) continue;
    for (const steps of stepsOf(parsePattern(rule.pattern), reader)) {
      const [first] = steps;
      if (first?.kind !== 'word' && first?.kind !== 'prefix') continue;
      const letter = letterOf(first.text);
      byLetter.set(letter, [...(byLetter.get(letter) ?? []), { rule, steps }]);
    }
  }
  return byLetter;
}

const letterOf = (word: string): string => String.fromCodePoint(word.codePointAt(0) ?? 0);

function applyRules({ pieces, starts }: Pieces, rules: RulesByLetter, asked: ClassifyOptions): Ruled {
  let ruled: Piece[] | undefined;
  const met = new Set<number>();
  const silenced: Charge[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const word = (pieces[at] as Piece).word;
    const candidates = word === '' ? undefined : rules.get(letterOf(word));
    const found = candidates && longestMatch(pieces, at, candidates, asked);
    if (!found) continue;
    ruled ??= [...pieces];
    const entry = entryOf(found.rule, ruled[at]?.entry, found.end - at);
    ruled[at] = ruledPiece(ruled[at] as Piece, entry, pieces.slice(at + 1, found.end));
    // A phrase is followed only over pieces that may go one on.
    for (let k = at + 1; k < found.end; k += 1) ruled[k] = { ...(ruled[k] as Piece), isFollower: true };
    met.add(found.rule.id);
    if (found.rule.valence === 0) silenced.push(silence(entry, at, found.end));
    at = found.end - 1;
  }
  return ruled
    ? { pieces: { pieces: ruled, starts }, met: [...met], silenced }
    : { pieces: { pieces, starts }, met: [], silenced };
}

function longestMatch(
  pieces: readonly Piece[],
  at: number,
  candidates: readonly ReadRule[],
  { topics = [], without }: ClassifyOptions,
): { readonly rule: LexiconRule; readonly end: number } | undefined {
  let best: { rule: LexiconRule; end: number } | undefined;
  for (const { rule, steps } of candidates) {
    if (rule.id === without) continue;
    if (rule.topicId !== undefined && !topics.includes(rule.topicId)) continue;
    const end = matchEnd(steps, pieces, at);
    if (end > (best?.end ?? at)) best = { rule, end };
  }
  return best;
}

/** A single word keeps what it says of aspects, emotions and longer phrases; its charge and its role are the rule's. */
function entryOf(rule: LexiconRule, known: Entry | undefined, length: number): Entry {
  const base = (length === 1 ? known : undefined) ?? emptyEntry();
  return {
    ...base,
    valence: rule.valence,
    plain: 0,
    undertone: 0,
    idiom: true,
    origin: 'workspace',
    name: `workspace rule: ${rule.pattern}${rule.valence === 0 ? ' means nothing here' : ''}`,
    modifier: undefined,
    factor: 1,
    negates: false,
    deniesBefore: false,
    contrast: undefined,
    leaning: undefined,
  };
}

/** The piece at which a match begins; a match of several pieces is a phrase that opens there. */
function ruledPiece(piece: Piece, entry: Entry, rest: readonly Piece[]): Piece {
  const common = { kind: 'word', isUsable: true } as const;
  if (rest.length === 0) return { ...piece, ...common, entry };
  const opener = piece.entry ?? emptyEntry();
  const phrases = withPhrase(
    opener.phrases,
    rest.map(({ word }) => word),
    { length: 2, entry },
  );
  return { ...piece, ...common, entry: { ...opener, phrases, leaning: undefined } };
}

/** A copy of phrases with one more; what is shared with the lexicon stays as it is. */
function withPhrase(
  phrases: Phrases | undefined,
  [word = '', ...rest]: readonly string[],
  { length, entry }: { length: number; entry: Entry },
): Phrases {
  const node: PhraseNode = phrases?.get(word) ?? newNode(length);
  return new Map(phrases).set(
    word,
    rest.length === 0
      ? { ...node, rule: entry }
      : { ...node, next: withPhrase(node.next, rest, { length: length + 1, entry }) },
  );
}

function silence(entry: Entry, from: number, to: number): Charge {
  return {
    from,
    to,
    valence: 0,
    plain: 0,
    entry,
    negatedBy: -1,
    modifiedBy: -1,
    isEmphasised: false,
    unreal: 1,
    isPast: false,
    isReported: false,
    isContrasted: false,
    questioned: 1,
    isBygone: false,
    isUndone: false,
    isMocked: false,
    isRefused: false,
    isLeaning: false,
    sentence: 0,
    clause: 0,
  };
}
