import type { NewAnswer, NewFacts } from '../../src/domain/facts.ts';
import type { KpiCut, KpiPoint } from '../../src/domain/kpi.ts';
import { kpiSeries } from '../../src/kpis/reading/read-kpis.ts';
import type { Db } from '../../src/store/db.ts';
import { saveFacts } from '../../src/store/facts.ts';
import { insertSource } from '../../src/store/sources.ts';
import { openVault } from '../../src/store/vault.ts';
import { nameWorkspace } from '../../src/store/workspace.ts';
import { count } from './listening.ts';

const vault = openVault(['a key for tests of thirty-two characters']);

/** A store that facts are brought to and numbers read from, as if in March 2026. */
export interface KpiHouse {
  readonly db: Db;
  readonly sourceId: number;
  readonly timeZone: string;
  /** Stores facts, and classifies and counts the comments among them. */
  save(facts: NewFacts): Promise<void>;
  series(id: string, cut: Partial<KpiCut> & Pick<KpiCut, 'from' | 'to'>): Promise<readonly KpiPoint[]>;
  /** The number of the whole cut. */
  whole(id: string, cut: Partial<KpiCut> & Pick<KpiCut, 'from' | 'to'>): Promise<KpiPoint>;
}

export async function openKpiHouse(db: Db, timeZone = 'UTC'): Promise<KpiHouse> {
  await nameWorkspace(db, { name: 'Test', timeZone, isSample: false });
  const now = new Date('2026-12-31T12:00:00Z');
  const made = { name: 'Facts', kind: 'webhook', settings: {}, intervalSeconds: 900, now };
  const { id: sourceId } = await insertSource(db, made);
  const series: KpiHouse['series'] = async (id, cut) =>
    (await kpiSeries(db, [id], { by: 'whole', timeZone, ...cut })).get(id) ?? [];
  return {
    db,
    sourceId,
    timeZone,
    save: async (facts) => {
      const at = { sourceId, now, isBackfill: false, vault };
      const { pending } = await db.transaction((sql) => saveFacts(sql, at, facts));
      await count(db, pending);
    },
    series,
    whole: async (id, cut) => {
      const [point] = await series(id, { ...cut, by: 'whole' });
      if (!point) throw new Error('a whole cut has one period');
      return point;
    },
  };
}

let made = 0;

/** Answers of one kind with these scores, on the scale of that kind. */
export function answersOf(
  kind: NewAnswer['kind'],
  scores: readonly (number | undefined)[],
  more: Partial<NewAnswer> = {},
): NewAnswer[] {
  const scale = {
    nps: { min: 0, max: 10 },
    csat: { min: 1, max: 5 },
    ces: { min: 1, max: 7 },
    custom: { min: 0, max: 1 },
  };
  return scores.map((score) => {
    made += 1;
    return {
      externalId: `answer ${made}`,
      kind,
      ...(score === undefined ? {} : { score }),
      scale: scale[kind],
      answeredAt: new Date('2026-03-10T10:00:00Z'),
      ...more,
    };
  });
}
