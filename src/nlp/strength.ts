/** How strongly each rule works; factors on a valence unless said otherwise. */
export const STRENGTH = {
  negatedPositive: -0.75,
  negatedNegative: -0.45,
  deniedPositive: -0.9,
  deniedNegative: -0.5,
  /** A valence, not a factor: what a negation weighs that found nothing to deny. */
  bareNegation: -0.4,
  shouted: 1.25,
  drawnOut: 1.2,
  exclaimed: 0.1,
  mostExclamations: 3,
  beforeBut: 0.5,
  afterBut: 1.3,
  conceded: 0.6,
  questionedPositive: 0.7,
  questionedNegative: 0.9,
  negatedLeaning: -0.3,
  /** What others say, where the writer has an opinion too. */
  reported: 0.1,
  /** Praise in a sentence that ends on an angry emoji. */
  mocked: -0.3,
} as const;
