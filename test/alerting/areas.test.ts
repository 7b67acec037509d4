import { afterEach, beforeEach, expect, test } from 'vitest';
import { backTest } from '../../src/alerting/back-test.ts';
import { judgeTopic } from '../../src/alerting/judge-topic.ts';
import { judgeMetrics } from '../../src/alerting/metric-rules.ts';
import { partOf, settingsOf } from '../../src/alerting/replay.ts';
import { headline } from '../../src/domain/alert-words.ts';
import { areaInWords, areasFrom, areasOf } from '../../src/domain/area.ts';
import { placeTree, walk } from '../../src/places/place-tree.ts';
import { type AlertRuleInput, insertAlertRule } from '../../src/store/alert-rules.ts';
import { listAlerts } from '../../src/store/alerts.ts';
import { locationIdsIn } from '../../src/store/areas.ts';
import type { Db } from '../../src/store/db.ts';
import { listDeliveries } from '../../src/store/deliveries.ts';
import { insertDestination } from '../../src/store/destinations.ts';
import { saveBusinessHours } from '../../src/store/inbox-settings.ts';
import { listLocations, saveLocation } from '../../src/store/workspace.ts';
import { addReadSource, hear, type Said } from '../support/listening.ts';
import { openTestStore } from '../support/test-store.ts';
import { DESTINATION, SPIKE_RULE } from '../support/watching.ts';
import { ordinaryTalk, outcry } from './stream.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = new Date('2026-03-02T00:00:00Z');
const NOW = new Date('2026-03-30T12:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

const PLACES = [
  { code: 'hamburg', name: 'Hamburg', region: 'North', country: 'DE' },
  { code: 'kiel', name: 'Kiel', region: 'North', country: 'DE' },
  { code: 'munich', name: 'Munich', region: 'South', country: 'DE' },
  { code: 'vienna', name: 'Vienna', country: 'AT' },
];
const NET = { metric: 'net_sentiment', direction: 'falls', changeAtLeast: 10, windowDays: 1 } as const;

let db: Db;
let sourceId: number;

beforeEach(async () => {
  db = await openTestStore();
  for (const place of PLACES) await saveLocation(db, place);
  sourceId = await addReadSource(db, 'A forum', START);
  const talk = ordinaryTalk({ from: START, to: NOW, seed: 7 });
  await hear(db, { sourceId, now: NOW, isBackfill: true }, atPlaces(talk, PLACES));
});
afterEach(() => db.close());

/** Said at these places in turn. */
function atPlaces(said: readonly Said[], places: readonly { readonly code: string }[]): Said[] {
  return said.map((one, index) => ({ ...one, location: places[index % places.length]?.code ?? '' }));
}

const addRule = (rule: Partial<AlertRuleInput>) =>
  insertAlertRule(db, { ...SPIKE_RULE, name: 'A rule', ...rule }, { by: 'Ann', at: NOW });
const route = (name: string, areas: readonly string[], locationIds: readonly number[] = []) =>
  insertDestination(
    db,
    { ...DESTINATION, name, locationIds, areas },
    { sealed: { keyId: 'k', sealed: 's' }, now: NOW },
  );
const raised = async () =>
  (await listAlerts(db, { isOpen: true, limit: 100 })).map(({ ruleName }) => ruleName).toSorted();
const told = async () =>
  (await listDeliveries(db, { limit: 100 })).map(({ destinationName }) => destinationName).toSorted();
const idOf = async (code: string) => (await listLocations(db)).find((one) => one.code === code)?.id ?? 0;

async function judgeUntil(from: Date, to: Date): Promise<void> {
  for (let at = from.getTime(); at <= to.getTime(); at += HOUR / 4) await judgeTopic(db, 1, new Date(at));
}

test('an area holds the same places in the store as in the tree of places', async () => {
  await saveLocation(db, { code: 'nowhere', name: 'Nowhere', region: 'Sea/West' });
  await saveLocation(db, { code: 'anywhere', name: 'Anywhere' });
  const areas = walk(placeTree(await listLocations(db))).filter(({ level }) => /country|region/.test(level));
  expect(areas.map(({ key }) => key).toSorted()).toEqual([
    'AT',
    'DE',
    'DE/North',
    'DE/South',
    '–',
    '–/Sea/West',
  ]);
  for (const { key, locationIds } of areas) {
    const stored = await locationIdsIn(db, { locationId: undefined, area: key });
    expect(stored).toEqual(locationIds.toSorted((a, b) => a - b));
  }
});

test('an area has words, and those above it', () => {
  expect(['DE/North', 'DE', '–/Sea/West'].map(areaInWords)).toEqual([
    'North, Germany',
    'Germany',
    'Sea/West',
  ]);
  expect(areasFrom('DE/Sea/West')).toEqual(['DE/Sea/West', 'DE']);
  expect(areasOf({ country: 'DE', region: 'Sea/West' })).toEqual(['DE/Sea/West', 'DE']);
});

test('a spike in two towns of a region is one of the region and of its country, and of no other', async () => {
  await addRule({ name: 'North', area: 'DE/North' });
  await addRule({ name: 'Germany', area: 'DE' });
  await addRule({ name: 'South', area: 'DE/South' });
  await addRule({ name: 'Austria', area: 'AT' });
  await judgeTopic(db, 1, NOW);
  await hear(db, { sourceId, now: later(HOUR) }, atPlaces(outcry(NOW, 25), PLACES.slice(0, 2)));
  await judgeUntil(later(HOUR / 4), later(2 * HOUR));
  expect(await raised()).toEqual(['Germany', 'North']);
  const north = (await listAlerts(db, { isOpen: true, limit: 9 })).find(
    ({ ruleName }) => ruleName === 'North',
  );
  expect(north && headline(north)).toBe('Everything, North, Germany: far more unhappy people than usual');
  expect(north?.why.locations.map(({ name }) => name).toSorted()).toEqual(['Hamburg', 'Kiel']);
  expect(north?.mentionIds.length).toBeGreaterThan(4);
});

test('who asks for a country is told of its regions and places, and not the other way round', async () => {
  await route('Of Germany', ['DE']);
  await route('Of the North', ['DE/North']);
  await route('Of Austria', ['AT']);
  await route('Of Kiel', [], [await idOf('kiel')]);
  await route('Of Kiel and Austria', ['AT'], [await idOf('kiel')]);
  await route('Of everywhere', []);
  await addRule({ name: 'Court', kind: 'mention', phrases: ['lawsuit'], area: 'DE', coolDownMinutes: 0 });
  await addRule({ name: 'Germany', area: 'DE' });
  await judgeTopic(db, 1, NOW);
  const lawsuit = { externalId: 'court', text: 'bad lawsuit', publishedAt: NOW, location: 'kiel' };
  const abroad = { externalId: 'abroad', text: 'bad lawsuit abroad', publishedAt: NOW, location: 'vienna' };
  await hear(db, { sourceId, now: NOW }, [lawsuit, abroad]);
  await judgeTopic(db, 1, later(1));
  expect(await raised()).toEqual(['Court']);
  expect(await told()).toEqual([
    'Of Germany',
    'Of Kiel',
    'Of Kiel and Austria',
    'Of everywhere',
    'Of the North',
  ]);
  await db`delete from deliveries`;
  await hear(db, { sourceId, now: later(HOUR) }, atPlaces(outcry(NOW, 30), PLACES.slice(0, 3)));
  await judgeUntil(later(HOUR / 4), later(2 * HOUR));
  expect(await raised()).toEqual(['Court', 'Germany']);
  expect(await told()).toEqual(['Of Germany', 'Of everywhere']);
});

test('a place that is opened in a region is heard by the rules of the region from then on', async () => {
  await addRule({ name: 'South', area: 'DE/South' });
  await judgeTopic(db, 1, NOW);
  await saveLocation(db, { code: 'ulm', name: 'Ulm', region: 'South', country: 'DE' });
  await hear(db, { sourceId, now: later(HOUR) }, atPlaces(outcry(NOW, 25), [{ code: 'ulm' }]));
  await judgeUntil(later(HOUR / 4), later(2 * HOUR));
  expect(await raised()).toEqual(['South']);
});

test('holidays are those of the places that a rule is about, by their clocks, or of the workspace', async () => {
  const vienna = await idOf('vienna');
  const week = Array.from({ length: 7 }, () => []);
  const save = (
    locationId: number,
    timeZone: string | undefined,
    holidays: string[],
    holidayRegion?: string,
  ) => saveBusinessHours(db, { locationId, timeZone, week, holidays, holidayRegion });
  await save(0, undefined, ['2026-03-20']);
  await save(vienna, 'Europe/Vienna', ['2026-03-19']);
  const holidaysOf = async (area: string | undefined) => {
    const part = await partOf(db, { locationId: undefined, area, sourceId: undefined, aspects: [] });
    const { holidays = [] } = await settingsOf(db, {
      part,
      sensitivity: 'balanced',
      since: START,
      now: START,
    });
    return holidays.map(({ from, to }) => [new Date(from).toISOString(), (to - from) / HOUR]);
  };
  const ours = ['2026-03-20T00:00:00.000Z', 24];
  expect(await holidaysOf(undefined)).toEqual([ours]);
  expect(await holidaysOf('DE')).toEqual([ours]);
  expect(await holidaysOf('AT')).toEqual([['2026-03-18T23:00:00.000Z', 24]]);
  await save(vienna, 'Europe/Vienna', ['2026-03-19'], 'AT');
  const withPublic = await holidaysOf('AT');
  expect(withPublic).toContainEqual(['2026-03-18T23:00:00.000Z', 24]);
  expect(withPublic).toContainEqual(['2026-05-13T22:00:00.000Z', 24]);
});

test('a number of a region is that of its places, and a try on the past knows regions too', async () => {
  await db`
    insert into source_runs (source_id, started_at, finished_at, status, covers_from)
    values (${sourceId}, ${later(2 * DAY)}, ${later(2 * DAY)}, 'ok', ${START})`;
  const about = (name: string, area: string) => addRule({ name, kind: 'metric', condition: NET, area });
  await about('North', 'DE/North');
  await about('South', 'DE/South');
  const bad = outcry(NOW, 60).map((one, index) => ({ ...one, publishedAt: later((index * 20 * HOUR) / 60) }));
  const said = atPlaces(bad, PLACES.slice(0, 2));
  for (let part = 0; part < 5; part++) {
    await hear(db, { sourceId, now: later((part + 1) * 4 * HOUR) }, said.slice(part * 12, part * 12 + 12));
  }
  for (let hour = 1; hour <= 24; hour++) await judgeMetrics(db, 1, later(hour * HOUR));
  expect(await raised()).toEqual(['North']);
  const found = async (rule: Partial<AlertRuleInput>) => {
    const tried = await backTest(
      db,
      { ...SPIKE_RULE, name: 'A rule', ...rule },
      { topicId: 1, now: later(DAY), days: 3 },
    );
    return tried.found.length;
  };
  expect(await found({ kind: 'metric', condition: NET, area: 'DE/North' })).toBe(1);
  expect(await found({ kind: 'metric', condition: NET, area: 'DE/South' })).toBe(0);
  expect(await found({ area: 'DE/North' })).toBe(1);
  expect(await found({ area: 'AT' })).toBe(0);
  expect(await found({ kind: 'mention', phrases: ['refund'], area: 'DE', coolDownMinutes: 0 })).toBe(60);
  expect(await found({ kind: 'mention', phrases: ['refund'], area: 'AT', coolDownMinutes: 0 })).toBe(0);
});
