import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** How much each language speaks from a text's letter sequences, best first; none for a text without any. */
export type NgramScores = readonly (readonly [code: string, score: number])[];

interface Detector {
  detect(text: string): { getScores(): Record<string, number> };
}

let detector: Detector | undefined;

/**
 * Scores of 60 languages, 0…1, by the letter sequences of a text. The tables (some 30 MB in memory) are read with the
 * first text that asks for them: a team that reads one language rarely needs them.
 */
export function ngramScores(text: string): NgramScores {
  detector ??= loadDetector();
  return Object.entries(detector.detect(text).getScores()).sort(([, a], [, b]) => b - a);
}

// The package has only an entry for `import`, which would make every caller wait; Node can require its file.
function loadDetector(): Detector {
  const entry = fileURLToPath(import.meta.resolve('eld/extrasmall'));
  const loaded = createRequire(import.meta.url)(entry) as { default?: Detector; eld?: Detector };
  const found = loaded.eld ?? loaded.default;
  if (!found) throw new Error('Expected the package eld to export a detector, found none; run npm ci again.');
  return found;
}
