/** A row of learned.tsv. */
export interface Learned {
  readonly phrase: string;
  readonly valence: number;
  readonly plain: number;
  /** Valence before learning, 0 for a word or phrase that was not charged. */
  readonly was: number;
  /** Texts it was seen in. */
  readonly count: number;
  /** Names of the sources it was seen in, joined by "+". */
  readonly origin: string;
}

export function tableOf(rows: readonly Learned[]): string {
  const lines = rows.map(({ phrase, valence, plain, was, count, origin }) =>
    [phrase, valence, plain, was, count, origin].join('\t'),
  );
  return `${['phrase\tvalence\tplain\twas\tcount\torigin', ...lines].join('\n')}\n`;
}
