import type { Day } from '../domain/day.ts';
import { Conflict, NotFound } from '../domain/errors.ts';
import { isSqlState, type Row, type Sql } from './db.ts';

/** What happened: shown on every chart from its first to its last day. */
export interface NewAnnotation {
  readonly kind: AnnotationKind;
  readonly text: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
}

export const ANNOTATION_KINDS = ['launch', 'campaign', 'outage', 'other'] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

export interface Annotation extends NewAnnotation {
  readonly id: number;
  readonly addedBy: string;
}

export interface Target {
  readonly kpi: string;
  readonly value: number;
  readonly setBy: string;
}

/** A figure of others beside ours. */
export interface NewBenchmark {
  readonly kpi: string;
  readonly value: number;
  /** What it is of: "Retail, Germany". */
  readonly name: string;
  /** Who published it, where. */
  readonly source: string;
  readonly publishedOn: Day;
}

export interface Benchmark extends NewBenchmark {
  readonly id: number;
}

interface Made {
  readonly by: string;
  readonly now: Date;
}

export async function listTargets(sql: Sql): Promise<Target[]> {
  return (
    await sql<{ kpi: string; value: number; set_by: string }>`
      select kpi, value, set_by
        from kpi_targets
       order by kpi`
  ).map(({ kpi, value, set_by }) => ({ kpi, value, setBy: set_by }));
}

export async function saveTarget(
  sql: Sql,
  { kpi, value }: { kpi: string; value: number },
  { by, now }: Made,
): Promise<void> {
  await sql`
    insert into kpi_targets (kpi, value, set_at, set_by)
    values (${kpi}, ${value}, ${now}, ${by})
        on conflict (kpi) do update
       set (value, set_at, set_by) = (excluded.value, excluded.set_at, excluded.set_by)`;
}

/** @throws NotFound */
export async function deleteTarget(sql: Sql, kpi: string): Promise<void> {
  const gone = await sql`delete from kpi_targets where kpi = ${kpi} returning kpi`;
  if (gone.length === 0) throw new NotFound(`There is no target for "${kpi}".`);
}

interface StoredBenchmark extends Row {
  id: number;
  kpi: string;
  value: number;
  name: string;
  source: string;
  published_on: string;
}

export async function listBenchmarks(sql: Sql): Promise<Benchmark[]> {
  return (
    await sql<StoredBenchmark>`
      select id, kpi, value, name, source, published_on::text
        from kpi_benchmarks
       order by kpi, lower(name)`
  ).map(benchmarkOf);
}

const UNIQUE_VIOLATION = '23505';

/** @throws Conflict when the number has one of this name. */
export async function insertBenchmark(
  sql: Sql,
  { kpi, value, name, source, publishedOn }: NewBenchmark,
  { by, now }: Made,
): Promise<number> {
  try {
    const [row] = await sql<{ id: number }>`
      insert into kpi_benchmarks (kpi, value, name, source, published_on, added_at, added_by)
      values (${kpi}, ${value}, ${name}, ${source}, ${publishedOn}::date, ${now}, ${by})
      returning id`;
    return row?.id ?? 0;
  } catch (error) {
    if (!isSqlState(error, UNIQUE_VIOLATION)) throw error;
    throw new Conflict(`There is already a benchmark "${name}" for this number. Choose another name.`);
  }
}

/** @throws NotFound */
export async function deleteBenchmark(sql: Sql, id: number): Promise<Benchmark> {
  const [row] = await sql<StoredBenchmark>`
    delete from kpi_benchmarks
     where id = ${id}
    returning id, kpi, value, name, source, published_on::text`;
  if (!row) throw new NotFound(`There is no benchmark with the id ${id}.`);
  return benchmarkOf(row);
}

function benchmarkOf({ id, kpi, value, name, source, published_on }: StoredBenchmark): Benchmark {
  return { id, kpi, value, name, source, publishedOn: published_on };
}

interface StoredAnnotation extends Row {
  id: number;
  kind: AnnotationKind;
  text: string;
  first_day: string;
  last_day: string;
  added_by: string;
}

/** Those that touch the days asked for, in the order of their beginning. */
export async function listAnnotations(sql: Sql, { from, to }: { from: Day; to: Day }): Promise<Annotation[]> {
  return (
    await sql<StoredAnnotation>`
      select id, kind, text, first_day::text, last_day::text, added_by
        from annotations
       where first_day <= ${to}::date
         and last_day >= ${from}::date
       order by first_day, id`
  ).map(annotationOf);
}

export async function insertAnnotation(
  sql: Sql,
  { kind, text, firstDay, lastDay }: NewAnnotation,
  { by, now }: Made,
): Promise<number> {
  const [row] = await sql<{ id: number }>`
    insert into annotations (kind, text, first_day, last_day, added_at, added_by)
    values (${kind}, ${text}, ${firstDay}::date, ${lastDay}::date, ${now}, ${by})
    returning id`;
  return row?.id ?? 0;
}

/** @throws NotFound */
export async function deleteAnnotation(sql: Sql, id: number): Promise<Annotation> {
  const [row] = await sql<StoredAnnotation>`
    delete from annotations
     where id = ${id}
    returning id, kind, text, first_day::text, last_day::text, added_by`;
  if (!row) throw new NotFound(`There is no annotation with the id ${id}.`);
  return annotationOf(row);
}

function annotationOf({ id, kind, text, first_day, last_day, added_by }: StoredAnnotation): Annotation {
  return { id, kind, text, firstDay: first_day, lastDay: last_day, addedBy: added_by };
}

/** Everything that one hand has added: targets, benchmarks and annotations. */
export async function deleteNotesBy(sql: Sql, by: string): Promise<void> {
  await sql`delete from kpi_targets where set_by = ${by}`;
  await sql`delete from kpi_benchmarks where added_by = ${by}`;
  await sql`delete from annotations where added_by = ${by}`;
}
