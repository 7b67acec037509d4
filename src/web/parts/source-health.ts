import { PROVIDERS } from '../../sources/api/providers.ts';
import { sources } from '../../sources/index.ts';
import type { SourceRow } from '../../store/sources.ts';
import { COMPLETE } from '../charts/day-points.ts';
import { countOf, listed, percent } from './wording.ts';

export type Health = 'ok' | 'waiting' | 'late' | 'failing' | 'stopped' | 'paused' | 'files' | 'sent';

export const HEALTH_WORD: Readonly<Record<Health, string>> = {
  ok: 'ok',
  waiting: 'first read to come',
  late: 'late',
  failing: 'failing',
  stopped: 'stopped, needs you',
  paused: 'paused',
  files: 'from files',
  sent: 'sent to',
};

// A fetch may be this late before anybody is told: the same as for coverage.
const LATE_AFTER_MS = 10 * 60_000;

/** How a source is doing, from what is stored about it. */
export function healthOf(source: SourceRow, now: Date): Health {
  if (source.kind === 'import') return 'files';
  // A person's pause forgets the failures, so what is off with some has stopped by itself.
  if (!source.enabled) return source.failures > 0 ? 'stopped' : 'paused';
  if (source.isPushed) return 'sent';
  if (source.failures > 0) return 'failing';
  if (source.nextFetchAt.getTime() + LATE_AFTER_MS < now.getTime()) return 'late';
  return source.lastSuccessAt ? 'ok' : 'waiting';
}

/** How long before its end somebody is asked to sign in again. */
const SOON_MS = 14 * 86_400_000;

export function endsSoon({ signInUntil }: SourceRow, now: Date): boolean {
  return signInUntil !== undefined && signInUntil.getTime() - SOON_MS < now.getTime();
}

/** Whether signing in again is what helps, and can be done with a click. */
export function needsSignIn(source: SourceRow, now: Date): boolean {
  const consent = sources.get(source.kind)?.consent;
  if (!consent) return false;
  const { client } = PROVIDERS[consent.at];
  const settings = source.settings as Readonly<Record<string, unknown>>;
  const hasApp = typeof client === 'function' || settings[client.id] !== undefined;
  return hasApp && (healthOf(source, now) === 'stopped' || endsSoon(source, now));
}

/** Sources whose silence must not be read as good news. */
export function staleSources(sources: readonly SourceRow[], now: Date): SourceRow[] {
  return sources.filter((source) => {
    const health = healthOf(source, now);
    return health === 'late' || health === 'failing' || health === 'stopped';
  });
}

/** "complete", "78 % read, 2 sources late", or that nothing is read on a schedule. */
export function coverageInWords(share: number | undefined, sources: readonly SourceRow[], now: Date): string {
  if (share === undefined) return 'no source is read on a schedule';
  const health = sources.map((source) => healthOf(source, now));
  const late = health.filter((one) => one === 'late').length;
  const failing = health.filter((one) => one === 'failing' || one === 'stopped').length;
  const troubles = [
    ...(late > 0 ? [`${countOf(late, 'source')} late`] : []),
    ...(failing > 0 ? [`${countOf(failing, 'source')} failing`] : []),
  ];
  if (share >= COMPLETE && troubles.length === 0) return 'complete';
  return [`${percent(share)} read`, ...(troubles.length > 0 ? [listed(troubles)] : [])].join(', ');
}
