/*
 * How long the import of very many survey answers takes from the command line, and what memory the command takes at
 * most: a CSV file over a year with three kinds of survey, six touchpoints, three segments and 50 locations, into an
 * empty store. Prints processor time beside the time on the clock: on a busy machine only the former can be compared.
 *
 *   node test/bench/import.bench.ts [embedded|postgres] [ANSWERS]
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { createDatabase, startPostgres } from '../support/servers.ts';

const kind = process.argv[2] ?? 'embedded';
const answers = Number(process.argv[3] ?? 1_000_000);
const LOCATIONS = 50;
const EARSHOT = path.resolve(import.meta.dirname, '../../src/earshot.mjs');
const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-import-'));
const server = kind === 'postgres' ? await startPostgres([]) : undefined;
if (kind === 'postgres' && !server) throw new Error('No Postgres is installed.');
const env = {
  ...process.env,
  EARSHOT_DATA: path.join(folder, 'data'),
  EARSHOT_LOG: 'error',
  ...(server ? { DATABASE_URL: await createDatabase(server.url) } : {}),
};
try {
  await write('locations.csv', locations());
  await write('answers.csv', rows());
  // Making the store is not part of it.
  execFileSync(process.execPath, [EARSHOT, 'import', 'locations', path.join(folder, 'locations.csv')], {
    env,
  });
  const load = os.loadavg()[0]?.toFixed(1);
  const started = performance.now();
  const { report, peak, processor } = await importAnswers();
  const seconds = (performance.now() - started) / 1000;
  console.log(report.trim());
  console.log(
    `${kind}: ${answers} answers in ${seconds.toFixed(1)} s (${Math.round(answers / seconds)} a second), processor time of the command ${processor.toFixed(1)} s, at most ${peak} MiB; load ${load} before, ${os.loadavg()[0]?.toFixed(1)} after`,
  );
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function importAnswers() {
  const child = spawn(process.execPath, [EARSHOT, 'import', 'surveys', path.join(folder, 'answers.csv')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let report = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    report += text;
  });
  const ended = once(child, 'exit');
  let [peak, processor] = [0, 0];
  while (child.exitCode === null) {
    [peak, processor] = usedBy(child.pid) ?? [peak, processor];
    await Promise.race([ended, after(100)]);
  }
  return { report, peak, processor };
}

/** Most memory so far in MiB and seconds of processor time, as Linux tells them. */
function usedBy(pid: number | undefined): readonly [number, number] | undefined {
  try {
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const [user, system] =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
    return peak ? [Math.round(Number(peak) / 1024), (Number(user) + Number(system)) / 100] : undefined;
  } catch {
    return undefined;
  }
}

async function write(name: string, lines: Iterable<string>): Promise<void> {
  const file = createWriteStream(path.join(folder, name));
  for (const line of lines) if (!file.write(`${line}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}

function* locations() {
  yield 'code,name';
  for (let n = 1; n <= LOCATIONS; n++) yield `p${n},Place ${n}`;
}

function* rows() {
  yield 'id,type,score,answered at,touchpoint,segment,location';
  const first = Date.UTC(2025, 10, 1);
  const step = (365 * 86_400_000) / answers;
  const touchpoints = ['discover', 'buy', 'receive', 'use', 'help', 'renew'];
  const segments = ['new', 'regular', 'business'];
  for (let n = 0; n < answers; n++) {
    const type = ['nps', 'csat', 'ces'][n % 3];
    const score = [(n * 7) % 11, 1 + ((n * 7) % 5), 1 + ((n * 5) % 7)][n % 3];
    const at = new Date(first + Math.floor(n * step)).toISOString();
    const place = 1 + (Math.floor(n / 11) % LOCATIONS);
    yield `a${n},${type},${score},${at},${touchpoints[Math.floor(n / 3) % 6]},${segments[Math.floor(n / 7) % 3]},p${place}`;
  }
}
