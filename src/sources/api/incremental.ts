import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { FetchContext, Fetched } from '../source.ts';
import { CIRCLE_WARNING, type Page, type PagesRead, readPages } from './pages.ts';

/** The part of a run that does not depend on the kind. */
export interface Read<Item> {
  readonly items: readonly Item[];
  readonly rest: Pick<Fetched, 'status' | 'state' | 'warnings' | 'skipped'> &
    Partial<Pick<Fetched, 'wholeSince' | 'coversFrom' | 'hasMore'>>;
}

const GONE = new Set([400, 404, 410, 422]);

const instant = z.coerce.date();

const Newest = z
  .object({
    /** Everything up to here has been read. */
    newest: instant.optional(),
    /** A reading that one run could not finish: where it goes on, and what counts as read when it has. */
    rest: z.object({ at: z.string(), newest: instant }).optional(),
  })
  .catch({});

/**
 * For lists that come newest first and cannot be asked for "since": page after page until one is known. What was
 * published within `overlapMs` is read again every time, so edits are seen, and what has gone from there is noticed.
 * A run that ends at its limit is gone on with by the next one; the mark moves when everything in between is read.
 */
export async function readNewestFirst<Item>(
  context: FetchContext<unknown>,
  options: {
    first: string;
    read: (at: string, since: Date) => Promise<Page<Item>>;
    idOf: (item: Item) => string;
    /** What the list is sorted by; not before the mention's own date of publication. */
    atOf: (item: Item) => Date;
    overlapMs: number;
    /** False where the order is that of the last change: what is not on the pages may be there all the same. */
    isByPublication?: boolean;
  },
): Promise<Read<Item>> {
  const cursor = Newest.parse(context.state.cursor ?? {});
  const mark = cursor.newest ?? context.since;
  const until = new Date(cursor.newest ? mark.getTime() - options.overlapMs : mark.getTime());
  const readFrom = (first: string) =>
    readPages({
      first,
      read: (at) => options.read(at, until),
      idOf: options.idOf,
      isKnown: (item) => options.atOf(item) <= until,
      most: context.mostPages,
    });
  const read = await readFrom(cursor.rest?.at ?? options.first).catch((error: unknown) => {
    // Cursors do not live for ever: one that is refused is given up for the beginning.
    const isRefused = error instanceof FetchFailed && error.status !== undefined && GONE.has(error.status);
    if (!isRefused || cursor.rest === undefined) throw error;
    return readFrom(options.first);
  });
  const items = read.items.filter((item) => options.atOf(item) > until);
  const dates = read.items.map((item) => options.atOf(item).getTime());
  const newest = new Date(Math.max(mark.getTime(), cursor.rest?.newest.getTime() ?? 0, ...dates));
  const isWhole = read.end === 'last' || read.end === 'known';
  const state = { cursor: cursorAfter(read, { mark: cursor.newest, newest }) };
  return {
    items,
    rest: {
      status: 'ok',
      state,
      warnings: read.end === 'circle' ? [CIRCLE_WARNING] : [],
      skipped: read.skipped,
      ...(read.end === 'limit' ? { hasMore: true } : {}),
      ...(isWhole ? { coversFrom: until } : {}),
      ...(isWhole && cursor.rest === undefined && options.isByPublication !== false
        ? { wholeSince: wholeSince(read, until, dates) }
        : {}),
    },
  };
}

/** A list that ended by itself holds everything there is; one that was left at a known page, everything up to there. */
function wholeSince(read: PagesRead<unknown>, until: Date, dates: readonly number[]): Date {
  const oldest = Math.min(...dates);
  return read.end === 'last' || !Number.isFinite(oldest)
    ? until
    : new Date(Math.max(until.getTime(), oldest));
}

function cursorAfter(read: PagesRead<unknown>, { mark, newest }: { mark: Date | undefined; newest: Date }) {
  if (read.end === 'limit' && read.next !== undefined)
    return { newest: mark, rest: { at: read.next, newest } };
  // Round in a circle nothing is vouched for: the mark stays where it was.
  return { newest: read.end === 'circle' ? mark : newest };
}

const Forward = z.object({ upTo: instant.optional() }).catch({});

/**
 * For lists that can be asked for what changed since an instant, oldest first: the mark moves with every page, so
 * nothing is read twice but the overlap.
 */
export async function readForward<Item>(
  context: FetchContext<unknown>,
  options: {
    read: (at: string, since: Date) => Promise<Page<Item>>;
    first: string;
    idOf: (item: Item) => string;
    atOf: (item: Item) => Date;
    overlapMs: number;
  },
): Promise<Read<Item>> {
  const cursor = Forward.parse(context.state.cursor ?? {});
  const since = cursor.upTo ? new Date(cursor.upTo.getTime() - options.overlapMs) : context.since;
  const read = await readPages({
    first: options.first,
    read: (at) => options.read(at, since),
    idOf: options.idOf,
    most: context.mostPages,
  });
  const reached = Math.max(
    cursor.upTo?.getTime() ?? since.getTime(),
    ...read.items.map((item) => options.atOf(item).getTime()),
  );
  return {
    items: read.items,
    rest: {
      status: 'ok',
      state: { cursor: { upTo: new Date(reached) } },
      warnings: read.end === 'circle' ? [CIRCLE_WARNING] : [],
      skipped: read.skipped,
      ...(read.end === 'limit' ? { hasMore: true } : {}),
      ...(read.end === 'last' ? { coversFrom: since } : {}),
    },
  };
}
