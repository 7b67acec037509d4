import { addDays, dayOf } from '../../domain/day.ts';
import { isEnough, type Kpi, type KpiCut, type KpiPoint } from '../../domain/kpi.ts';
import type { KpiMember, Series } from '../../kpis/reading/member-series.ts';
import { kpiOf } from '../../kpis/reading/read-kpis.ts';
import { type Change, changeOf } from '../../stats/change.ts';
import type { Db } from '../../store/db.ts';
import { listAnnotations, listTargets } from '../../store/kpi-notes.ts';
import type { MembersChartData } from '../charts/members-chart.tsx';
import type { Mark } from '../charts/plot-parts.tsx';
import type { Members } from './kpi-members.ts';
import { areMembersRemembered, byWeight, isLong, rememberedMembers } from './kpi-memory.ts';
import {
  comparisonSteps,
  cutOf,
  cutParameters,
  type KpiQuery,
  SENTIMENT,
  spanOf,
  withAll,
} from './kpi-query.ts';

/** One member's number over the whole time, and how it moved. */
export interface MemberNumber {
  readonly member: KpiMember;
  readonly now: KpiPoint;
  readonly before: KpiPoint;
  /** undefined: one of the two is missing, or they are in two currencies. */
  readonly change: Change | undefined;
}

export interface ComparedKpi {
  readonly kpi: Kpi;
  /** Those that were chosen, in their order. */
  readonly numbers: readonly MemberNumber[];
  /** All of the kind together. */
  readonly all: MemberNumber;
}

export interface KpiComparison extends Members {
  /** In the order of the page; those that take long have no numbers until everything is asked for. */
  readonly cards: readonly ComparedCard[];
  readonly marks: readonly Mark[];
  /** What it is compared with, in words: "the 90 days before". */
  readonly against: string;
  readonly table: { readonly csv: string; readonly json: string };
}

export interface ComparedCard {
  readonly kpi: Kpi;
  readonly shown:
    | { readonly compared: ComparedKpi; readonly chart: MembersChartData; readonly csv: string }
    | undefined;
}

/** What the KPIs page shows of topics, places, touchpoints or segments side by side. */
export async function readKpiComparison(
  db: Db,
  asked: { readonly query: KpiQuery; readonly members: Members },
  { timeZone, now, all }: { timeZone: string; now: Date; all: boolean },
): Promise<KpiComparison> {
  const { query, members } = asked;
  const to = dayOf(now, timeZone);
  const { from, earlier } = spanOf(query, to);
  const ids = [SENTIMENT, ...query.ids];
  const { heavy, light } = byWeight(ids);
  const everybody = [...members.members, members.all];
  const cut = { ...cutOf(query, timeZone), from, to };
  const cutEarlier = { ...cut, ...earlier, by: 'whole' } as const;
  const heavyEarlier = { ids: heavy, members: everybody, cut: cutEarlier };
  const isWhole = all || areMembersRemembered(db, heavyEarlier, now) || !(await isLong(db, heavy));
  const readIds = isWhole ? ids : light;
  const read = async (of: KpiCut, which = readIds) => {
    const asked = [light, heavy].map((part) => part.filter((id) => which.includes(id)));
    const parts: ReadonlyMap<string, Series>[] = [];
    for (const part of asked.filter((some) => some.length > 0)) {
      parts.push(await rememberedMembers(db, { ids: part, members: everybody, cut: of }, now));
    }
    return joined(everybody, parts);
  };
  const lines = await readLines(query, { ids: readIds, members }, (by, which) => read({ ...cut, by }, which));
  const compared = compareMembers(
    { ids: readIds, members },
    { now: await read({ ...cut, by: 'whole' }), before: await read(cutEarlier) },
  );
  const targets = await listTargets(db);
  const annotations = await listAnnotations(db, { from: addDays(from, -6), to });
  const marks = annotations.map((annotation, at) => ({ figure: at + 1, annotation }));
  const addressOf = (more: Readonly<Record<string, string>>, kpis: readonly string[]) =>
    `/api/v1/kpi-comparison?${parametersOf(query, members, kpis, { from, to, ...more })}`;
  return {
    ...members,
    cards: ids.map((id) => {
      const [one, drawn] = [compared.get(id), lines.get(id)];
      const target = targets.find((set) => set.kpi === id)?.value;
      return {
        kpi: one?.kpi ?? { ...kpiOf(id), id },
        shown: one &&
          drawn && {
            compared: one,
            chart: { kpi: one.kpi, ...drawn, target, marks },
            csv: addressOf({ by: drawn.step, format: 'csv' }, [id]),
          },
      };
    }),
    marks,
    against: query.compare === 'year' ? 'the same days a year earlier' : `the ${query.period} days before`,
    table: { csv: addressOf({ format: 'csv' }, ids), json: addressOf({}, ids) },
  };
}

type Drawn = Pick<MembersChartData, 'step' | 'lines'>;

/** The line of every member by the shortest step in which most of its points have a number, by id of the number. */
async function readLines(
  query: KpiQuery,
  { ids, members: { members, all } }: { ids: readonly string[]; members: Members },
  read: (by: Drawn['step'], ids: readonly string[]) => Promise<ReadonlyMap<string, Series>>,
): Promise<ReadonlyMap<string, Drawn>> {
  const drawn = new Map<string, Drawn>();
  for (const step of comparisonSteps(query)) {
    const sparse = ids.filter((id) => isSparse(id, drawn.get(id)));
    if (sparse.length === 0) break;
    const series = await read(step, sparse);
    for (const id of sparse) {
      const lines = [...members, all].map(({ key, name }) => {
        return { name, isAll: key === all.key, points: series.get(key)?.get(id) ?? [] };
      });
      drawn.set(id, { step, lines });
    }
  }
  return drawn;
}

function isSparse(id: string, drawn: Drawn | undefined): boolean {
  if (!drawn) return true;
  const points = drawn.lines.flatMap((line) => (line.isAll ? [] : line.points));
  return points.filter((point) => isEnough(kpiOf(id), point)).length < points.length / 2;
}

/** Each member's number now beside the one before, by the id of the number. */
export function compareMembers(
  { ids, members: { members, all } }: { ids: readonly string[]; members: Members },
  read: { now: ReadonlyMap<string, Series>; before: ReadonlyMap<string, Series> },
): ReadonlyMap<string, ComparedKpi> {
  const numberOf = (id: string, member: KpiMember): MemberNumber => {
    const now = read.now.get(member.key)?.get(id)?.[0] ?? NOTHING;
    const before = read.before.get(member.key)?.get(id)?.[0] ?? NOTHING;
    // Two currencies have no difference.
    const change = now.currency === before.currency ? changeOf(now, before) : undefined;
    return { member, now, before, change };
  };
  return new Map(
    ids.map((id) => [
      id,
      {
        kpi: { ...kpiOf(id), id },
        numbers: members.map((member) => numberOf(id, member)),
        all: numberOf(id, all),
      },
    ]),
  );
}

function parametersOf(
  query: KpiQuery,
  { kind }: Members,
  kpis: readonly string[],
  more: Readonly<Record<string, string>>,
): URLSearchParams {
  const search = withAll(cutParameters(query), { ...more, compare: query.compare });
  for (const kpi of kpis) search.append('kpi', kpi);
  for (const member of query.members[kind.name]) search.append(kind.name, member);
  return search;
}

const NOTHING: KpiPoint = { period: '', value: undefined, n: 0, parts: {} };

function joined(
  members: readonly KpiMember[],
  parts: readonly ReadonlyMap<string, Series>[],
): ReadonlyMap<string, Series> {
  return new Map(
    members.map(({ key }) => [key, new Map(parts.flatMap((part) => [...(part.get(key) ?? [])]))]),
  );
}
