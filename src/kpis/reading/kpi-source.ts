import type { Kpi, KpiCut, KpiPoint } from '../../domain/kpi.ts';
import type { Sql } from '../../store/db.ts';

/** A cut as the statements of the numbers read it. */
export interface ReadCut extends Omit<KpiCut, 'topicId'> {
  readonly topic: { readonly id: number; readonly kind: string };
  /** The topic of everything: facts that no topic holds count as well. */
  readonly isEverything: boolean;
  /** undefined: all, with and without a location. */
  readonly locations: readonly number[] | undefined;
  /** One row for each location instead of one for all. */
  readonly perLocation: boolean;
  /** Locations matter, one or each: totals over all of them will not do. */
  readonly byLocation: boolean;
  /** Reads the same once for all numbers that ask for it. */
  once<T>(what: string, read: () => Promise<T>): Promise<T>;
  /** Whether that has been read by now. */
  isRead(what: string): boolean;
}

/** The sums of one period and, where they are split, of one location (0: none). */
export interface KpiSums {
  readonly period: string;
  readonly location_id: number;
  readonly [sum: string]: number | string | null;
}

/** What the sums of a period come to; the caller adds which period it is. */
export type Measured = Omit<KpiPoint, 'period'>;

/** A number: its definition, its SQL and its reckoning, one file each; the file name is its id. */
export interface KpiSource<Sums extends KpiSums = KpiSums> extends Omit<Kpi, 'id'> {
  /** The tables of which it reads every row of the cut: what is in cells by day it reads from there. */
  readonly readsEach?: readonly ('orders' | 'customer_spells' | 'mentions')[];
  /** Sums by period, and by location where the cut asks for it; what has no rows has no sums. */
  sums(sql: Sql, cut: ReadCut): Promise<readonly Sums[]>;
  /** From the sums, or from nothing, to the number or to what is missing for it. */
  measure(sums: Sums | undefined, cut: ReadCut): Measured;
}
