import { saveAudit } from '../../store/audit-log.ts';
import { saveRun } from '../../store/source-runs.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import type { ImportTally } from './import-report.ts';

/** Notes what a file has brought: as a run of its source, and who has brought it. */
export async function noteImport(
  deps: WebDeps,
  by: Principal,
  read: {
    source: SourceRow;
    /** In the plural: "reviews", "orders". */
    what: string;
    startedAt: Date;
    coversFrom: Date | undefined;
    tally: ImportTally;
  },
): Promise<void> {
  const { source, startedAt, coversFrom } = read;
  const { read: seen, added, updated, rejectedTotal } = read.tally.report;
  const finishedAt = deps.now();
  const run = {
    sourceId: source.id,
    startedAt,
    finishedAt,
    status: 'ok' as const,
    coversFrom,
    seen,
    added,
    edited: updated,
    removed: 0,
    skipped: rejectedTotal,
    bytes: 0,
    errorCode: undefined,
    error: undefined,
    warnings: [],
  };
  await saveRun(deps.db, run, { fetchAt: source.nextFetchAt, intervalSeconds: source.intervalSeconds });
  await saveAudit(deps.db, {
    at: finishedAt,
    actor: by.name,
    action: `import ${read.what}`,
    target: source.name,
    detail: { read: seen, added, updated },
  });
}
