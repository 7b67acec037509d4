/** A stretch of time, `from` included, `to` not. Milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a fetch vouches for, and when it was made. */
export interface CoveringRun {
  readonly startedAt: Date;
  readonly coversFrom: Date | undefined;
}

/**
 * Share 0…1 of a window that a source has been read for. Time after the last success counts as read until the
 * next fetch is overdue, so a healthy source is at 1 between two fetches and a silent one sinks.
 * `undefined` when nothing of the window has passed yet.
 */
export function coverageOf(
  window: Span,
  runs: readonly CoveringRun[],
  at: { now: Date; dueAt: Date | undefined },
): number | undefined {
  const to = Math.min(window.to, at.now.getTime());
  if (to <= window.from) return undefined;
  const spans = runs.flatMap((run) =>
    run.coversFrom ? [{ from: run.coversFrom.getTime(), to: run.startedAt.getTime() }] : [],
  );
  const last = Math.max(...spans.map((span) => span.to));
  if (at.dueAt && Number.isFinite(last)) spans.push({ from: last, to: Math.max(last, at.dueAt.getTime()) });
  return lengthOfUnion(spans, { from: window.from, to }) / (to - window.from);
}

/** Total length of the parts of `spans` inside `window`, overlaps counted once. */
export function lengthOfUnion(spans: readonly Span[], window: Span): number {
  let covered = 0;
  let reached = window.from;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const start = Math.max(from, reached);
    const end = Math.min(to, window.to);
    if (end > start) {
      covered += end - start;
      reached = end;
    }
  }
  return covered;
}

/**
 * The instant since which a successful run vouches for everything: the previous success where the answer reaches
 * back to something already known (or nothing was new), otherwise only its own oldest item — between the two
 * something may have scrolled out of the feed unseen.
 */
export function coversFrom(run: {
  startedAt: Date;
  previousSuccessAt: Date | undefined;
  oldestPublishedAt: Date | undefined;
  seen: number;
  known: number;
}): Date {
  const started = run.startedAt.getTime();
  const reached = new Date(Math.min(run.oldestPublishedAt?.getTime() ?? started, started));
  if (!run.previousSuccessAt) return reached;
  const isContinuous = run.seen === 0 || run.known > 0 || reached <= run.previousSuccessAt;
  return isContinuous ? run.previousSuccessAt : reached;
}
