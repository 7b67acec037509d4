/** What one source brought within one quarter of an hour of what was published within one quarter of an hour. */
export interface Increment {
  /** When it reached us, in milliseconds since 1970. */
  readonly arrivedAt: number;
  /** When it was published, in milliseconds since 1970; any instant of the quarter of an hour. */
  readonly publishedAt: number;
  readonly source: string;
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  /** Negatives whose author had no negative in this topic in the 24 hours before. */
  readonly negativeFirst: number;
  /** Negatives whose text, or a near-duplicate of it, no negative had in the 24 hours before. */
  readonly negativeOriginal: number;
}
