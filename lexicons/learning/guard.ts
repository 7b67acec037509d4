import { labelOf } from '../../src/nlp/channels.ts';
import { chargesOf } from '../../src/nlp/charges.ts';
import { clean } from '../../src/nlp/clean.ts';
import type { LexiconFiles } from '../../src/nlp/lexicon-files.ts';
import { scoreOf } from '../../src/nlp/score.ts';
import { prepared } from './features.ts';
import { type Learned, tableOf } from './table.ts';

/** A sentence and the label it must keep. */
export interface Wanted {
  readonly text: string;
  readonly label: string;
}

const MOST_ROUNDS = 60;

/**
 * Takes learned rows away until every wanted sentence has its label: in each failing sentence the row that pushes it
 * furthest the wrong way. Sentences that fail without anything learned are returned as not kept.
 */
export function keepWanted(
  files: LexiconFiles,
  symbols: string,
  learned: readonly Learned[],
  wanted: readonly Wanted[],
): { kept: Learned[]; dropped: Learned[]; failing: Wanted[] } {
  let kept = [...learned];
  const dropped: Learned[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { failing, culprits } = failuresOf(files, symbols, kept, wanted);
    const guilty = new Set(culprits);
    if (guilty.size === 0) return { kept, dropped, failing };
    dropped.push(...kept.filter(({ phrase }) => guilty.has(phrase)));
    kept = kept.filter(({ phrase }) => !guilty.has(phrase));
  }
  return { kept, dropped, failing: failuresOf(files, symbols, kept, wanted).failing };
}

function failuresOf(
  files: LexiconFiles,
  symbols: string,
  learned: readonly Learned[],
  wanted: readonly Wanted[],
): { failing: Wanted[]; culprits: string[] } {
  const contents = new Map(files.contents).set('learned.tsv', tableOf(learned));
  const { lexicon, reader } = prepared({ ...files, contents }, symbols);
  const shifts = new Map(learned.map((row) => [row.phrase, row]));
  const failing: Wanted[] = [];
  const culprits: string[] = [];
  for (const sentence of wanted) {
    const pieces = reader.read(clean(sentence.text).text);
    const said = chargesOf(pieces, { isDetailed: true });
    const cut = lexicon.channels.mention;
    const { compound } = scoreOf(said.charges, said, cut.edges);
    if (labelOf(compound, cut) === sentence.label) continue;
    failing.push(sentence);
    const wrongWay =
      sentence.label === 'neutral' ? Math.sign(compound) : sentence.label === 'positive' ? -1 : 1;
    let worst: { phrase: string; push: number } | undefined;
    for (const charge of said.charges) {
      const phrase = pieces.pieces
        .slice(charge.from, charge.to)
        .map(({ word }) => word)
        .join(' ');
      const factor = charge.entry.valence === 0 ? 0 : charge.valence / charge.entry.valence;
      const row = shifts.get(phrase);
      if (!row) continue;
      // A plain word takes from what is charged, an opinion's word adds to it, whichever way.
      const loudness = sentence.label === 'neutral' ? -row.plain : row.plain;
      const push = (row.valence - row.was) * factor * wrongWay + row.undertone * wrongWay + loudness;
      if (push > 0.01 && push > (worst?.push ?? 0)) worst = { phrase, push };
    }
    if (worst) culprits.push(worst.phrase);
  }
  return { failing, culprits };
}
