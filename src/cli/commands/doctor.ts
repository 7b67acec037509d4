import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../config.ts';
import { isAnswering, socketOf } from '../../store/data-folder.ts';
import { withApi } from '../api-client.ts';
import { explain } from '../failures.ts';
import { writeJson, writeLine } from '../output.ts';
import { settings } from '../settings.ts';

interface Status {
  readonly version: string;
  readonly node: string;
  readonly mode: string;
  readonly store: string;
  readonly queue: string;
  readonly migrations: { readonly applied: number; readonly pending: readonly string[] };
  readonly mentions: { readonly classified: number; readonly pending: number };
  readonly jobs: {
    readonly waiting: number;
    readonly active: number;
    readonly delayed: number;
    readonly failed: number;
  };
  readonly sources: {
    readonly total: number;
    readonly enabled: number;
    readonly failing: readonly {
      readonly name: string;
      readonly failures: number;
      readonly error: string | null;
    }[];
    readonly stale: readonly { readonly name: string }[];
    readonly budgets: readonly {
      readonly name: string;
      readonly period: string;
      readonly spent: number;
      readonly most: number;
      readonly state: string;
    }[];
  };
  readonly destinations: {
    readonly troubled: readonly {
      readonly name: string;
      readonly parked: number;
      readonly retrying: number;
      readonly error: string | null;
    }[];
  };
  readonly replies: {
    readonly parked: number;
    readonly setAside: readonly {
      readonly replyId: number;
      readonly source: string;
      readonly since: string;
      readonly mayHaveArrived: boolean;
      readonly error: string | null;
    }[];
  };
  readonly handOvers: {
    readonly parked: readonly {
      readonly mentionId: number;
      readonly desk: string;
      readonly error: string | null;
    }[];
  };
  readonly workspace: { readonly name: string; readonly timeZone: string };
  readonly warnings: readonly string[];
}

/** One thing that was looked at; `attention` makes the command end with 1. */
interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'attention';
  readonly message: string;
}

/** @throws BadConfig */
export async function doctor(options: { json?: boolean }): Promise<number> {
  const config = settings();
  const findings: Finding[] = [{ check: 'configuration', state: 'ok', message: describe(config) }];
  let status: Status | undefined;
  if (isUntouched(config)) {
    findings.push({
      check: 'store',
      state: 'ok',
      message: `nothing is stored yet; "earshot start" makes the data folder, with days in ${config.EARSHOT_TIME_ZONE}`,
    });
  } else {
    try {
      const isRunning = config.dataFolder !== undefined && (await isAnswering(socketOf(config.dataFolder)));
      status = await withApi((api) => api.call<Status>('GET', '/api/v1/status'), config);
      findings.push(...findingsOf(status, { isRunning: isRunning || config.dataFolder === undefined }));
    } catch (error) {
      findings.push({ check: 'connection', state: 'attention', message: explain(error).message });
    }
  }
  const needsAttention = findings.some(({ state }) => state === 'attention');
  if (options.json) await writeJson({ ok: !needsAttention, findings, status: status ?? null });
  else
    for (const { check, state, message } of findings)
      await writeLine(`${state.padEnd(9)}  ${check}: ${message}`);
  return needsAttention ? 1 : 0;
}

function describe({ dataFolder, REDIS_URL, PORT, HOST }: Config): string {
  const store = dataFolder === undefined ? 'store on Postgres' : `store in ${dataFolder}`;
  const queue = REDIS_URL ? 'queue on Redis' : 'queue in the store';
  return `${store}, ${queue}, web on ${HOST}:${PORT}`;
}

function isUntouched({ dataFolder }: Config): boolean {
  return dataFolder !== undefined && !existsSync(path.join(dataFolder, 'store'));
}

function findingsOf(status: Status, { isRunning }: { isRunning: boolean }): Finding[] {
  const { migrations, mentions, jobs, sources } = status;
  const isMigrated = migrations.pending.length === 0;
  return [
    finding('version', true, `Earshot ${status.version} on Node ${status.node}`),
    finding('store', true, `${status.store} answers (${status.mode})`),
    finding('workspace', true, `"${status.workspace.name}", days in ${status.workspace.timeZone}`),
    finding(
      'migrations',
      isMigrated,
      isMigrated
        ? `all ${migrations.applied} done`
        : `not done: ${migrations.pending.join(', ')}; restart Earshot`,
    ),
    finding(
      'queue',
      true,
      `${status.queue} answers; ${jobs.waiting} waiting, ${jobs.active} active, ${jobs.delayed} later`,
    ),
    finding(
      'failed jobs',
      jobs.failed === 0,
      jobs.failed === 0 ? 'none' : `${jobs.failed}; see "earshot jobs list", then "earshot jobs retry"`,
    ),
    finding('mentions', true, `${mentions.classified} classified, ${mentions.pending} waiting`),
    ...sources.failing.map(({ name, failures, error }) =>
      finding('source', false, `"${name}" failed ${failures} times in a row: ${error ?? 'no reason given'}`),
    ),
    // Nobody fetches while nothing runs: that is no fault of the sources.
    ...(isRunning
      ? sources.stale.map(({ name }) => finding('source', false, `"${name}" is overdue; do workers run?`))
      : []),
    ...sources.budgets.map(({ name, period, spent, most, state }): Finding => {
      const used = `"${name}" has used ${spent} of ${most} this ${period}`;
      return state === 'spent'
        ? { check: 'budget', state: 'attention', message: `${used}; it is not read until the next ${period}` }
        : { check: 'budget', state: 'warning', message: used };
    }),
    finding('sources', true, `${sources.enabled} of ${sources.total} are read`),
    ...status.destinations.troubled.map(({ name, parked, retrying, error }): Finding => {
      const why = error ?? 'no reason given';
      return parked > 0
        ? finding(
            'destination',
            false,
            `"${name}" did not get ${parked} messages: ${why}; see /settings/destinations`,
          )
        : {
            check: 'destination',
            state: 'warning',
            message: `"${name}" is tried again (${retrying} waiting): ${why}`,
          };
    }),
    ...repliesOf(status),
    ...status.warnings.map((message): Finding => ({ check: 'warning', state: 'warning', message })),
  ];
}

/** What goes no further until a person has looked: a customer waits for it. */
function repliesOf({ replies, handOvers }: Status): Finding[] {
  const { parked, setAside } = replies;
  return [
    ...setAside.map(({ replyId, source, since, mayHaveArrived, error }) => {
      const what = mayHaveArrived
        ? 'may or may not be there: look at the original, then say which'
        : 'could not be sent';
      const when = `since ${since.slice(0, 16).replace('T', ' ')} UTC`;
      const why = error ?? 'no reason given';
      return finding('reply', false, `to "${source}" ${what} (${when}): ${why}; see /replies/${replyId}`);
    }),
    ...(parked > setAside.length
      ? [finding('reply', false, `${parked - setAside.length} more; see /replies?show=parked`)]
      : []),
    ...handOvers.parked.map(({ mentionId, desk, error }) =>
      finding(
        'hand-over',
        false,
        `"${desk}" did not get an item: ${error ?? 'no reason given'}; see /inbox/${mentionId}`,
      ),
    ),
  ];
}

function finding(check: string, isFine: boolean, message: string): Finding {
  return { check, state: isFine ? 'ok' : 'attention', message };
}
