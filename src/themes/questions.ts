import { questionsIn } from '../asking/questions.ts';
import { logOddsScore } from './log-odds.ts';
import { phrasesOf } from './phrases.ts';
import type { Voiced } from './voices.ts';

/** What several people ask. Counts are of voices. */
export interface AskedTheme {
  /** The word or pair of words that the questions share. */
  readonly name: string;
  readonly voices: number;
  readonly before: number | undefined;
  readonly isNew: boolean;
  readonly examples: readonly AskedQuestion[];
}

export interface AskedQuestion {
  readonly mentionId: number;
  readonly sentence: string;
}

export interface Questions {
  /** Voices that asked anything. */
  readonly voices: number;
  /** What two voices and more ask, the most asked first. */
  readonly themes: readonly AskedTheme[];
  /** The latest of what nobody else asks. */
  readonly others: readonly AskedQuestion[];
}

const SHOWN = 12;
const EXAMPLES = 3;
const NEW_VOICES = 4;
const CLEAR = 1.96;

/** The questions people ask, put together by what they are about. */
export function questionsOf(now: readonly Voiced[], before: readonly Voiced[] | undefined): Questions {
  const asked = askedIn(now);
  const earlier = before && byPhrase(askedIn(before));
  const voices = new Set(asked.map(({ voice }) => voice));
  const beforeOf = before && new Set(before.map(({ voice }) => voice)).size;
  const nowOf = new Set(now.map(({ voice }) => voice)).size;
  const themes: AskedTheme[] = [];
  let left = asked;
  while (themes.length < SHOWN) {
    const [most] = [...byPhrase(left)].sort(byVoices);
    if (!most || most[1].length < 2) break;
    const [name, askers] = most;
    const was = earlier ? (earlier.get(name)?.length ?? 0) : undefined;
    const isNew =
      was !== undefined &&
      beforeOf !== undefined &&
      beforeOf > 0 &&
      askers.length >= NEW_VOICES &&
      logOddsScore({ n: askers.length, of: nowOf }, { n: was, of: beforeOf }) >= CLEAR;
    themes.push({
      name,
      voices: askers.length,
      before: beforeOf ? was : undefined,
      isNew,
      examples: askers.slice(0, EXAMPLES).map(({ mentionId, sentence }) => ({ mentionId, sentence })),
    });
    left = left.filter(({ phrases }) => !phrases.has(name));
  }
  const others = left.slice(0, SHOWN).map(({ mentionId, sentence }) => ({ mentionId, sentence }));
  return { voices: voices.size, themes, others };
}

interface Asked extends AskedQuestion {
  readonly voice: string;
  readonly phrases: ReadonlySet<string>;
}

function askedIn(said: readonly Voiced[]): Asked[] {
  return said.flatMap((one) =>
    questionsIn(one.text, one.language).map((sentence) => ({
      mentionId: one.id,
      sentence,
      voice: one.voice,
      phrases: new Set(phrasesOf({ ...one, title: undefined, text: sentence })),
    })),
  );
}

/** Phrase → the first question of each voice that holds it. */
function byPhrase(asked: readonly Asked[]): Map<string, Asked[]> {
  const found = new Map<string, Asked[]>();
  for (const one of asked) {
    for (const phrase of one.phrases) {
      const askers = found.get(phrase) ?? [];
      if (!askers.some(({ voice }) => voice === one.voice)) askers.push(one);
      found.set(phrase, askers);
    }
  }
  return found;
}

/** Most voices first; of as many, the pair before its word. */
function byVoices([a, ofA]: [string, Asked[]], [b, ofB]: [string, Asked[]]): number {
  const isPair = (name: string) => (name.includes(' ') ? 1 : 0);
  return ofB.length - ofA.length || isPair(b) - isPair(a) || (a < b ? -1 : 1);
}
