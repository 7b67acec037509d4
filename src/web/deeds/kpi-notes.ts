import { Refused } from '../../domain/errors.ts';
import { kpiOf } from '../../kpis/reading/read-kpis.ts';
import { saveAudit } from '../../store/audit-log.ts';
import {
  deleteAnnotation,
  deleteBenchmark,
  deleteTarget,
  insertAnnotation,
  insertBenchmark,
  type NewAnnotation,
  type NewBenchmark,
  saveTarget,
} from '../../store/kpi-notes.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** Says where a number should be; a second one takes the place of the first. @throws NotFound, Refused */
export async function setTarget(
  deps: WebDeps,
  by: Principal,
  target: { kpi: string; value: number },
): Promise<void> {
  checkValue(target.kpi, target.value);
  await write(
    deps,
    by,
    { action: 'set target', target: target.kpi, detail: { value: target.value } },
    (made) => saveTarget(deps.db, target, made),
  );
}

/** @throws NotFound */
export async function removeTarget(deps: WebDeps, by: Principal, kpi: string): Promise<void> {
  await write(deps, by, { action: 'remove target', target: kpi }, () => deleteTarget(deps.db, kpi));
}

/** @throws NotFound, Refused, Conflict */
export async function addBenchmark(deps: WebDeps, by: Principal, benchmark: NewBenchmark): Promise<number> {
  checkValue(benchmark.kpi, benchmark.value);
  const { kpi, name, value } = benchmark;
  return write(deps, by, { action: 'add benchmark', target: `${kpi}: ${name}`, detail: { value } }, (made) =>
    insertBenchmark(deps.db, benchmark, made),
  );
}

/** @throws NotFound */
export async function removeBenchmark(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const { kpi, name } = await deleteBenchmark(deps.db, id);
  await audit(deps, by, { action: 'remove benchmark', target: `${kpi}: ${name}` });
}

/** @throws Refused */
export async function addAnnotation(
  deps: WebDeps,
  by: Principal,
  annotation: NewAnnotation,
): Promise<number> {
  const { text, firstDay, lastDay } = annotation;
  if (lastDay < firstDay) {
    throw new Refused(`It ends on ${lastDay}, before it begins on ${firstDay}. Swap the two days.`);
  }
  return write(deps, by, { action: 'add annotation', target: text, detail: { firstDay, lastDay } }, (made) =>
    insertAnnotation(deps.db, annotation, made),
  );
}

/** @throws NotFound */
export async function removeAnnotation(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const { text } = await deleteAnnotation(deps.db, id);
  await audit(deps, by, { action: 'remove annotation', target: text });
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  points: [-100, 100],
  percent: [0, 100],
  stars: [1, 5],
};

/** @throws NotFound for a number there is not, Refused for a value it cannot have. */
function checkValue(kpi: string, value: number): void {
  const { name, unit } = kpiOf(kpi);
  const [low, high] = RANGES[unit] ?? [0, Number.MAX_SAFE_INTEGER];
  if (value >= low && value <= high) return;
  throw new Refused(
    high === Number.MAX_SAFE_INTEGER
      ? `${name} is never below 0; got ${value}.`
      : `${name} is between ${low} and ${high}; got ${value}.`,
  );
}

interface Line {
  readonly action: string;
  readonly target: string;
  readonly detail?: Record<string, unknown>;
}

async function write<T>(
  deps: WebDeps,
  by: Principal,
  line: Line,
  work: (made: { by: string; now: Date }) => Promise<T>,
): Promise<T> {
  const result = await work({ by: by.name, now: deps.now() });
  await audit(deps, by, line);
  return result;
}

function audit(deps: WebDeps, by: Principal, line: Line): Promise<void> {
  return saveAudit(deps.db, { at: deps.now(), actor: by.name, ...line });
}
