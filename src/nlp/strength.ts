/** How strongly each rule works; factors on a valence unless said otherwise. */
export const STRENGTH = {
  negatedPositive: -0.85,
  negatedNegative: -0.5,
  deniedPositive: -0.9,
  deniedNegative: -0.5,
  /** A valence, not a factor: what a negation weighs that found nothing to deny. */
  bareNegation: -0.4,
  shouted: 1.25,
  drawnOut: 1.2,
  exclaimed: 0.1,
  mostExclamations: 3,
  beforeBut: 0.4,
  afterBut: 1.4,
  conceded: 0.4,
  /** What is said after a concession: "although it is small, I like it". */
  afterConcession: 1.2,
  questionedPositive: 0.7,
  questionedNegative: 0.9,
  negatedLeaning: -0.3,
  /** What others say, where the writer has an opinion too. */
  reported: 0.1,
  /** Praise in a sentence that ends on an angry emoji, or goes on to complain ("Great, it crashed again"). */
  mocked: -0.3,
  /** "Is it good?": asked, not said. */
  askedPositive: 0.1,
  askedLeaning: 0.4,
  /** "It would be good if it worked": on top of what supposing made of it. */
  unmet: -2.5,
  /** What was so then, where the text says what is now. */
  outdated: 0.1,
  /** "The old one was better." */
  comparedWithThen: -0.9,
} as const;
