import { z } from 'zod';
import type { FetchContext, Fetched } from '../source.ts';
import { type Read, readNewestFirst } from './incremental.ts';
import type { Page } from './pages.ts';

/** Something with comments below it: a post, a video. */
export interface Thread {
  readonly id: string;
  /** How many comments its place counts; a thread whose number has not changed is not read again. */
  readonly comments: number;
}

const Known = z.record(z.string(), z.object({ comments: z.number(), cursor: z.unknown() })).catch({});

/**
 * For comments below many threads. Each thread has a bookmark of its own and is read newest first, and only when its
 * number of comments has changed; a run that may read no more pages leaves the rest to the next one. What is edited
 * or gone without the number saying so is found by looking again.
 */
export async function readThreads<Item>(
  context: FetchContext<unknown>,
  options: {
    threads: readonly Thread[];
    read: (thread: Thread, at: string, since: Date) => Promise<Page<Item>>;
    idOf: (item: Item) => string;
    atOf: (item: Item) => Date;
    overlapMs: number;
  },
): Promise<Read<Item>> {
  const known = Known.parse(context.state.cursor ?? {});
  const next: Record<string, z.output<typeof Known>[string]> = {};
  const reads: Read<Item>[] = [];
  let pagesLeft = context.mostPages;
  let hasMore = false;
  for (const thread of options.threads) {
    const before = known[thread.id];
    if (before?.comments === thread.comments || (before === undefined && thread.comments === 0)) {
      next[thread.id] = { comments: thread.comments, cursor: before?.cursor };
      continue;
    }
    if (pagesLeft < 1) {
      hasMore = true;
      if (before) next[thread.id] = before;
      continue;
    }
    const read = await readNewestFirst(
      { ...context, mostPages: pagesLeft, state: { cursor: before?.cursor } },
      {
        first: '',
        read: (at, since) => {
          pagesLeft -= 1;
          return options.read(thread, at, since);
        },
        idOf: options.idOf,
        atOf: options.atOf,
        overlapMs: options.overlapMs,
        isByPublication: false,
      },
    );
    reads.push(read);
    hasMore ||= read.rest.hasMore === true;
    // Counted as read only when it is: no number of comments is below 0.
    const comments = read.rest.coversFrom ? thread.comments : -1;
    next[thread.id] = { comments, cursor: read.rest.state.cursor };
  }
  return { items: reads.flatMap(({ items }) => items), rest: restOf(reads, next, hasMore) };
}

function restOf(reads: readonly Read<unknown>[], cursor: unknown, hasMore: boolean): Read<unknown>['rest'] {
  const covered = reads.flatMap(({ rest }) => rest.coversFrom ?? []);
  const isCovered = !hasMore && covered.length > 0 && covered.length === reads.length;
  const coverage: Pick<Fetched, 'coversFrom'> = isCovered
    ? { coversFrom: new Date(Math.max(...covered.map((at) => at.getTime()))) }
    : {};
  return {
    status: 'ok',
    state: { cursor },
    warnings: [...new Set(reads.flatMap(({ rest }) => rest.warnings))],
    skipped: reads.reduce((sum, { rest }) => sum + rest.skipped, 0),
    ...(hasMore ? { hasMore } : {}),
    ...coverage,
  };
}
