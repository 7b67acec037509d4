import { Refused } from '../../../domain/errors.ts';
import type { NewAnswer, NewCustomer, NewOrder, SurveyKind } from '../../../domain/facts.ts';
import { boundedId } from '../../external-id.ts';
import type { FactField, FactKind, MappedColumn } from './fact-columns.ts';
import { type DateOrder, parseMoment } from './moments.ts';
import { type DecimalSign, parseAmount } from './numbers.ts';

/** What counts where a row does not say it itself, and how its cells are to be read. */
export interface FactOptions {
  readonly kind: FactKind;
  readonly dates: DateOrder;
  readonly timeZone: string;
  readonly decimals: DecimalSign;
  readonly survey?: SurveyKind;
  readonly scale?: { readonly min: number; readonly max: number };
  readonly touchpoint?: string;
  readonly location?: string;
  readonly segment?: string;
  readonly currency?: string;
  /** By which a mail address is known again: it is never an id itself. Undefined without a key to make it with. */
  readonly digestOf: (address: string) => string | undefined;
}

/** Where the fields of a row stand. */
export interface Layout {
  readonly at: Partial<Record<FactField, number>>;
  readonly utc: ReadonlySet<FactField>;
  readonly names: Partial<Record<FactField, string>>;
  /** What the column of the score asks, where its name says it. */
  readonly asks: SurveyKind | undefined;
}

export function layoutOf(columns: readonly MappedColumn[]): Layout {
  const at: Partial<Record<FactField, number>> = {};
  const names: Partial<Record<FactField, string>> = {};
  const utc = new Set<FactField>();
  let asks: SurveyKind | undefined;
  for (const [index, { column, field, isUtc, asks: asked }] of columns.entries()) {
    if (field === undefined) continue;
    at[field] = index;
    names[field] = column;
    if (isUtc) utc.add(field);
    asks ??= asked;
  }
  return { at, utc, names, asks };
}

const LONGEST_FIELD = 500;

/** A row of a file, field by field. */
export class FactRow {
  readonly #layout: Layout;
  readonly #cells: readonly unknown[];
  readonly #options: FactOptions;

  constructor(layout: Layout, cells: readonly unknown[], options: FactOptions) {
    this.#layout = layout;
    this.#cells = cells;
    this.#options = options;
  }

  get layout(): Layout {
    return this.#layout;
  }

  /** What stands in the cell; undefined for an empty one. */
  cell(field: FactField): unknown {
    const index = this.#layout.at[field];
    const value = index === undefined ? undefined : this.#cells[index];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' && value.trim() === '' ? undefined : value;
  }

  /** Plain words on one line; a formula is text like any other. */
  text(field: FactField): string | undefined {
    const value = this.cell(field);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      return undefined;
    return String(value).replace(/\s+/g, ' ').trim().slice(0, LONGEST_FIELD) || undefined;
  }

  moment(field: FactField): Date | undefined {
    const value = this.cell(field);
    if (value === undefined) return undefined;
    const { dates: order, timeZone } = this.#options;
    return parseMoment(this.nameOf(field), value, {
      order,
      timeZone: this.#layout.utc.has(field) ? 'UTC' : timeZone,
    });
  }

  amount(field: FactField): number | undefined {
    const value = this.cell(field);
    return value === undefined ? undefined : parseAmount(this.nameOf(field), value, this.#options.decimals);
  }

  /** True for a yes in one of our languages; anything else is no permission and no fact. */
  isYes(field: FactField): boolean {
    return YES.has(this.text(field)?.toLowerCase() ?? '');
  }

  /** An id; a mail address in its place is not kept as it is. @throws Refused without a key to hide it with. */
  id(field: FactField): string | undefined {
    const value = this.text(field);
    if (value === undefined) return undefined;
    return looksLikeAddress(value) ? this.#digest(value) : boundedId(value);
  }

  /** The digest of the row's mail address, as an id. */
  idOfAddress(): string | undefined {
    const address = this.text('email');
    return address === undefined ? undefined : this.#digest(address);
  }

  #digest(address: string): string {
    const digest = this.#options.digestOf(address);
    if (digest !== undefined) return `address-${digest}`;
    throw new Refused(
      'a mail address stands for the id, and there is no key to hide it with: set EARSHOT_SECRET_KEY, or map a column with another id',
    );
  }

  nameOf(field: FactField): string {
    return this.#layout.names[field] ?? field;
  }
}

const YES = new Set([
  'yes',
  'y',
  'true',
  '1',
  'x',
  'ja',
  'j',
  'oui',
  'o',
  'sì',
  'si',
  'sí',
  's',
  'sim',
  '是',
]);

function looksLikeAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

/** What a row may become: a fact, or a reason why it is none although nothing is wrong with it. */
export type RowOutcome =
  | { readonly fact: NewAnswer | NewCustomer | NewOrder; readonly hasOwnId: boolean }
  | { readonly passed: string };
