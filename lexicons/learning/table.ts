/** A row of learned.tsv. */
export interface Learned {
  readonly phrase: string;
  readonly valence: number;
  readonly plain: number;
  readonly undertone: number;
  /** Valence before learning, 0 for a word or phrase that was not charged. */
  readonly was: number;
  /** Texts it was seen in. */
  readonly count: number;
  /** Names of the sources it was seen in, joined by "+". */
  readonly origin: string;
}

export function tableOf(rows: readonly Learned[]): string {
  const lines = rows.map(({ phrase, valence, plain, undertone, was, count, origin }) =>
    [phrase, valence, plain, undertone, was, count, origin].join('\t'),
  );
  return `${['phrase\tvalence\tplain\tundertone\twas\tcount\torigin', ...lines].join('\n')}\n`;
}
