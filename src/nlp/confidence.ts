import type { Label } from '../domain/classification.ts';
import { type LexiconFiles, numberIn, parseTable } from './lexicon-files.ts';

/** From this compound (in absolute terms) on, a label of this kind is right this often. */
export interface ConfidenceStep {
  readonly label: string;
  readonly from: number;
  readonly confidence: number;
}

// A language without a table of its own is as sure as a coin.
const UNCALIBRATED = 0.5;

/** The calibration table of a language, confidence.tsv; empty where there is none. */
export function readConfidence(files: LexiconFiles): ConfidenceStep[] {
  const file = `lexicons/${files.language}/confidence.tsv`;
  const columns = ['label', 'from', 'confidence'];
  return parseTable(files.contents.get('confidence.tsv') ?? columns.join('\t'), columns, file).map((row) => ({
    label: String(row['label']),
    from: numberIn(row, 'from', { min: 0, max: 1 }, file),
    confidence: numberIn(row, 'confidence', { min: 0, max: 1 }, file),
  }));
}

/** Confidence from the language's calibration table: the last step at or below the compound's size. */
export function confidenceOf(label: Label, compound: number, steps: readonly ConfidenceStep[]): number {
  let confidence = UNCALIBRATED;
  const size = Math.abs(compound);
  for (const step of steps) if (step.label === label && step.from <= size) confidence = step.confidence;
  return confidence;
}
