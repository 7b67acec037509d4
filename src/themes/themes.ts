import { saysTheSame } from '../alerting/driving-words.ts';
import { logOddsScore } from './log-odds.ts';
import { phrasesOf } from './phrases.ts';
import type { Voiced } from './voices.ts';

/** Something people praise, or complain about. Counts are of voices; see voicesOf. */
export interface Theme {
  readonly kind: 'aspect' | 'phrase';
  readonly name: string;
  readonly voices: number;
  /** Of all voices that praise (or complain) in the period, the share 0…1 that speaks of it. */
  readonly share: number;
  /** The same in the period before; undefined when nothing was read of it. */
  readonly before: { readonly voices: number; readonly share: number } | undefined;
  /** Says more of it than before than chance would: at least 1.96 errors and enough voices. */
  readonly isNew: boolean;
  readonly promoters: number;
  readonly detractors: number;
  /** Mentions that say it, the latest first; at most a few. */
  readonly mentionIds: readonly number[];
}

export interface Themes {
  readonly praised: Side;
  readonly complained: Side;
}

/** Themes of one side, with how many voices there are on it. */
export interface Side {
  readonly voices: number;
  readonly aspects: readonly Theme[];
  readonly phrases: readonly Theme[];
}

const SHOWN = 12;
/** What fewer voices say is no theme. */
const LEAST_VOICES = 3;
const NEW_VOICES = 5;
const CLEAR = 1.96;
/** A phrase leans to a side when it is said there more often than on the other by this many errors. */
const LEANS = 1.28;
const EXAMPLES = 3;

/** What is praised and what is complained about now, against before. `before` undefined: nothing to compare with. */
export function themesOf(now: readonly Voiced[], before: readonly Voiced[] | undefined): Themes {
  const sides = { praised: tallySide(now, 'positive'), complained: tallySide(now, 'negative') };
  const earlier = before && {
    praised: tallySide(before, 'positive'),
    complained: tallySide(before, 'negative'),
  };
  return {
    praised: sideOf(sides.praised, sides.complained, earlier?.praised),
    complained: sideOf(sides.complained, sides.praised, earlier?.complained),
  };
}

interface Tally {
  /** Everybody on this side. */
  readonly voices: Set<string>;
  readonly aspects: Map<string, Sayers>;
  readonly phrases: Map<string, Sayers>;
}

interface Sayers {
  readonly voices: Set<string>;
  readonly promoters: Set<string>;
  readonly detractors: Set<string>;
  readonly mentionIds: number[];
}

function tallySide(said: readonly Voiced[], label: 'positive' | 'negative'): Tally {
  const tally: Tally = { voices: new Set(), aspects: new Map(), phrases: new Map() };
  for (const one of said) {
    // Of a mixed text the part about an aspect counts for what it says of it.
    const aspects = one.aspects.filter((aspect) => aspect.label === label);
    if (one.label !== label && aspects.length === 0) continue;
    tally.voices.add(one.voice);
    for (const { aspect } of aspects) note(tally.aspects, aspect, one);
    if (one.label === label) for (const phrase of phrasesOf(one)) note(tally.phrases, phrase, one);
  }
  return tally;
}

function note(sayers: Map<string, Sayers>, name: string, { voice, band, id }: Voiced): void {
  let mine = sayers.get(name);
  if (!mine) {
    mine = { voices: new Set(), promoters: new Set(), detractors: new Set(), mentionIds: [] };
    sayers.set(name, mine);
  }
  if (!mine.voices.has(voice) && mine.mentionIds.length < EXAMPLES) mine.mentionIds.push(id);
  mine.voices.add(voice);
  if (band === 'promoter') mine.promoters.add(voice);
  if (band === 'detractor') mine.detractors.add(voice);
}

function sideOf(side: Tally, other: Tally, before: Tally | undefined): Side {
  const of = side.voices.size;
  const leans = ({ name, voices: n }: Theme) => {
    const elsewhere = other.phrases.get(name)?.voices.size ?? 0;
    return elsewhere === 0 || logOddsScore({ n, of }, { n: elsewhere, of: other.voices.size }) >= LEANS;
  };
  const themes = (
    kind: Theme['kind'],
    found: Map<string, Sayers>,
    earlier: Map<string, Sayers> | undefined,
  ) =>
    [...found]
      .filter(([, { voices }]) => voices.size >= LEAST_VOICES)
      .map(([name, sayers]) =>
        themeOf(kind, name, sayers, { of, earlier: earlier?.get(name), beforeOf: before?.voices.size }),
      )
      .sort((a, b) => b.voices - a.voices || (a.name < b.name ? -1 : 1));
  const phrases = themes('phrase', side.phrases, before?.phrases).filter(leans);
  return {
    voices: of,
    aspects: themes('aspect', side.aspects, before?.aspects).slice(0, SHOWN),
    phrases: distinct(phrases).slice(0, SHOWN),
  };
}

function themeOf(
  kind: Theme['kind'],
  name: string,
  sayers: Sayers,
  { of, earlier, beforeOf }: { of: number; earlier: Sayers | undefined; beforeOf: number | undefined },
): Theme {
  const voices = sayers.voices.size;
  const was = earlier?.voices.size ?? 0;
  const isNew =
    beforeOf !== undefined &&
    beforeOf > 0 &&
    voices >= NEW_VOICES &&
    logOddsScore({ n: voices, of }, { n: was, of: beforeOf }) >= CLEAR;
  return {
    kind,
    name,
    voices,
    share: voices / of,
    before: beforeOf ? { voices: was, share: was / beforeOf } : undefined,
    isNew,
    promoters: sayers.promoters.size,
    detractors: sayers.detractors.size,
    mentionIds: sayers.mentionIds,
  };
}

/** Those said by most, without words that a chosen pair already holds, and without pairs around a chosen word. */
function distinct(phrases: readonly Theme[]): Theme[] {
  const pairsFirst = phrases.toSorted(
    (a, b) => b.voices * (b.name.includes(' ') ? 1.6 : 1) - a.voices * (a.name.includes(' ') ? 1.6 : 1),
  );
  const chosen: Theme[] = [];
  for (const phrase of pairsFirst) {
    const isTold = chosen.some((other) =>
      saysTheSame(
        { name: other.name, observed: other.voices, expected: 0 },
        { name: phrase.name, observed: phrase.voices, expected: 0 },
      ),
    );
    if (!isTold) chosen.push(phrase);
    if (chosen.length === SHOWN) break;
  }
  return chosen.toSorted((a, b) => b.voices - a.voices);
}
