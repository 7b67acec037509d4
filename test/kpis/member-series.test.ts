import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewAnswer, NewCustomer, NewOrder } from '../../src/domain/facts.ts';
import type { KpiCut } from '../../src/domain/kpi.ts';
import { randomOf } from '../../src/domain/random.ts';
import { kpis } from '../../src/kpis/index.ts';
import { type KpiMember, type Series, seriesOfMembers } from '../../src/kpis/reading/member-series.ts';
import { kpiSeries } from '../../src/kpis/reading/read-kpis.ts';
import { insertTopic } from '../../src/store/topics.ts';
import { listLocations, saveLocation } from '../../src/store/workspace.ts';
import { answersOf, openKpiHouse } from '../support/kpi-house.ts';
import { openTestStore } from '../support/test-store.ts';

/*
 * Members are read together where that is quicker; whatever is read, each has the numbers it has alone. Held against
 * a random company: answers with words, stays that end, orders in two currencies, at four places and at none.
 */

const IDS = [...kpis.keys()];
const SPAN = { from: '2026-02-01', to: '2026-04-30', timeZone: 'Europe/Berlin' } as const;
const CODES = ['mill', 'dock', 'hill', 'shop', ''] as const;
const store = await openTestStore();
let places: readonly number[];
let topicId: number;

beforeAll(async () => {
  const random = randomOf(11);
  for (const code of CODES) if (code) await saveLocation(store, { code, name: code });
  topicId = (await insertTopic(store, { name: 'Parcels', kind: 'brand', query: 'parcel' })).id;
  await insertTopic(store, { name: 'Rival', kind: 'competitor', query: 'rival' });
  const house = await openKpiHouse(store, SPAN.timeZone);
  const at = () =>
    new Date(Date.UTC(2026, random.between(0, 4), random.between(1, 28), random.between(0, 23)));
  const place = () => {
    const code = random.pick(CODES);
    return code ? { location: code } : {};
  };
  const answers = Array.from({ length: 400 }, (): readonly NewAnswer[] => {
    const kind = random.pick(['nps', 'csat', 'ces'] as const);
    const score = { nps: random.between(0, 10), csat: random.between(1, 5), ces: random.between(1, 7) }[kind];
    return answersOf(kind, [random.chance(0.1) ? undefined : score], {
      answeredAt: at(),
      touchpoint: random.pick(['buy', 'use']),
      segment: random.pick(['new', 'old']),
      ...(random.chance(0.6)
        ? { comment: `${random.pick(['good', 'bad', 'some'])} ${random.pick(['parcel', 'rival', 'till'])}` }
        : {}),
      ...place(),
    });
  }).flat();
  const customers = Array.from({ length: 150 }, (_, index): NewCustomer => {
    const startedAt = new Date(Date.UTC(2025, random.between(0, 14), 5));
    const endedAt = new Date(startedAt.getTime() + random.between(20, 500) * 86_400_000);
    return {
      externalId: `c${index}`,
      startedAt,
      segment: random.pick(['new', 'old']),
      ...(random.chance(0.5) ? { endedAt } : {}),
      ...(random.chance(0.2) ? { referredBy: 'a friend' } : {}),
      ...place(),
    };
  });
  const orders = Array.from({ length: 500 }, (_, index): NewOrder => {
    const own = place();
    return {
      externalId: `o${index}`,
      customer: `c${random.between(0, 149)}`,
      amount: random.between(5, 200),
      // One place sells in another currency than the others.
      currency: own.location === 'dock' ? 'GBP' : 'EUR',
      orderedAt: at(),
      ...own,
    };
  });
  await house.save({ answers, customers, orders });
  places = (await listLocations(store)).map(({ id }) => id);
}, 120_000);
afterAll(() => store.close());

for (const by of ['whole', 'week', 'month'] as const) {
  test(`members have the numbers by ${by} that each has alone`, async () => {
    const [first = 0, second = 0, third = 0] = places;
    const cut: KpiCut = { ...SPAN, by };
    const groups: readonly (readonly KpiMember[])[] = [
      [
        ...places.map((id) => placeMember(`place-${id}`, [id])),
        placeMember('an area', [first, second, third]),
        placeMember('another', [second, third]),
        placeMember('all', undefined),
      ],
      [memberOf('topic', { topicId }), memberOf('topic', {})],
      ['buy', 'use'].map((touchpoint) => memberOf('touchpoint', { touchpoint })),
      ['new', 'old', 'nobody'].map((segment) => memberOf('segment', { segment })),
    ];
    for (const members of groups) {
      const read = await seriesOfMembers(store, { ids: IDS, members, cut });
      expect([...read.keys()].toSorted()).toEqual(members.map(({ key }) => key).toSorted());
      for (const { key, cut: own } of members) {
        const alone = await kpiSeries(store, IDS, { ...cut, ...own });
        for (const id of IDS) expect(told(read.get(key), id), `${id}, ${key}`).toEqual(told(alone, id));
      }
    }
  });
}

test('most numbers have a value at every place, so that the comparison above says something', async () => {
  const members = places.map((id) => placeMember(`place-${id}`, [id]));
  const read = await seriesOfMembers(store, { ids: IDS, members, cut: { ...SPAN, by: 'whole' } });
  for (const { key } of members) {
    const known = IDS.filter((id) => read.get(key)?.get(id)?.[0]?.value !== undefined);
    expect(known, key).toEqual(
      expect.arrayContaining(['nps', 'csat', 'ces', 'net-sentiment-all', 'retention']),
    );
    expect(known, key).toEqual(
      expect.arrayContaining(['repeat-purchase', 'referral-rate', 'share-of-voice']),
    );
  }
});

test('a member takes the place of what the cut says about its part, and keeps the rest', async () => {
  const [first = 0, second = 0] = places;
  const members = [placeMember('one', [first]), placeMember('two', [second])];
  const cut: KpiCut = { ...SPAN, by: 'whole', locationId: second, segment: 'new' };
  const read = await seriesOfMembers(store, { ids: ['nps', 'retention'], members, cut });
  for (const { key, cut: own } of members) {
    const alone = await kpiSeries(store, ['nps', 'retention'], {
      ...SPAN,
      by: 'whole',
      segment: 'new',
      ...own,
    });
    expect(read.get(key)).toEqual(alone);
  }
});

/** The points of a number; sums of hundredths differ in their last bits with the order they are added in. */
function told(series: Series | undefined, id: string): unknown {
  const points = series?.get(id) ?? [];
  return JSON.parse(
    JSON.stringify(points, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(10)) : value)),
  );
}

function placeMember(key: string, locationIds: readonly number[] | undefined): KpiMember {
  return { key, part: 'location', name: key, cut: locationIds ? { locationIds } : {} };
}

function memberOf(part: KpiMember['part'], cut: KpiMember['cut']): KpiMember {
  return { key: `${part} ${Object.values(cut)}`, part, name: part, cut };
}
