import { sampleCompany } from './demo/company.ts';
import { FACT_KINDS, factLines } from './demo/facts/fact-lines.ts';
import { type SampleFeedServer, startSampleFeeds } from './demo/feed-server.ts';
import { HISTORY_DAYS } from './demo/mentions.ts';
import { SAMPLE_NOTES } from './demo/notes.ts';
import { SAMPLE_PROMISES } from './demo/promises.ts';
import { SAMPLE_SAVED_REPLIES } from './demo/saved-replies.ts';
import { addDays, dayOf } from './domain/day.ts';
import { Refused } from './domain/errors.ts';
import { deleteNotesBy } from './store/kpi-notes.ts';
import { countMentions } from './store/mentions.ts';
import { deletePromisesBy } from './store/promises.ts';
import { deleteSavedRepliesBy } from './store/saved-replies.ts';
import { listSources, readdressSource } from './store/sources.ts';
import { deleteTopic, insertTopic, listTopics } from './store/topics.ts';
import {
  getWorkspace,
  listLocations,
  nameWorkspace,
  removeLocations,
  saveLocation,
} from './store/workspace.ts';
import { addAlertRule } from './web/deeds/alert-rules.ts';
import { importFacts } from './web/deeds/import-facts.ts';
import { addAnnotation, addBenchmark, setTarget } from './web/deeds/kpi-notes.ts';
import { addPromise, assessPromise } from './web/deeds/promises.ts';
import { keepSavedReply } from './web/deeds/saved-replies.ts';
import { addSource, removeSource } from './web/deeds/sources.ts';
import type { Sample, WebDeps } from './web/deps.ts';
import { LOCAL_OPERATOR } from './web/principal.ts';

const DAY_MS = 86_400_000;
/** What the shop system and the survey tool of the sample company know, brought in as files. */
const FACTS_SOURCE = 'Shop system and surveys';

/** The sample company of this house: its feeds are served on this machine and read like any others. */
export interface OpenedSample extends Sample {
  /** Serves the feeds again where a sample company was loaded before. */
  resume(deps: WebDeps): Promise<void>;
  close(): Promise<void>;
}

/** `allowHosts` is the list of private hosts that may be fetched; the feeds' own address joins it. */
export function openSample(allowHosts: string[]): OpenedSample {
  let feeds: SampleFeedServer | undefined;
  // Thousands of rows: nobody waits for them before the first page.
  let facts = Promise.resolve();
  const bring = (deps: WebDeps) => {
    facts = facts
      .then(() => bringFacts(deps))
      .catch((error: Error) =>
        deps.log.warn({ error: error.message }, 'the facts of the sample company could not be brought in'),
      );
  };
  const serve = async (deps: WebDeps, port: number) => {
    const since = await beginOf(deps);
    const start = (wanted: number) =>
      startSampleFeeds({ since, now: deps.now, port: wanted, pace: 'natural' });
    // The address of last time, unless somebody else has taken its port since.
    feeds = await start(port).catch(() => start(0));
    allowHosts.push(new URL(feeds.url).host);
    return feeds.url;
  };
  return {
    load: async (deps) => {
      if ((await countMentions(deps.db)) > 0 || (await listSources(deps.db)).length > 0) {
        throw new Refused(
          'The sample company can be loaded into an empty workspace only. There are sources already.',
        );
      }
      await load(deps, await serve(deps, 0));
      bring(deps);
    },
    remove: async (deps) => {
      await facts;
      await remove(deps);
      await feeds?.close();
      feeds = undefined;
    },
    resume: async (deps) => {
      if (!(await getWorkspace(deps.db)).isSample) return;
      const before = (await sampleFeeds(deps))[0]?.url;
      const origin = await serve(deps, before ? Number(new URL(before).port) : 0);
      bring(deps);
      for (const source of await sampleFeeds(deps)) {
        const url = `${origin}${new URL(source.url).pathname}`;
        if (url !== source.url) await readdressSource(deps.db, source.id, url);
      }
    },
    close: async () => {
      await facts;
      await feeds?.close();
    },
  };
}

async function load(deps: WebDeps, origin: string): Promise<void> {
  const { name, timeZone, locations, topics } = sampleCompany;
  await nameWorkspace(deps.db, { name, timeZone, isSample: true });
  for (const location of locations) await saveLocation(deps.db, location);
  for (const topic of topics) await insertTopic(deps.db, topic);
  for (const feed of sampleCompany.feeds) {
    const settings = { ...feed.settings, url: `${origin}${feed.path}` };
    await addSource(deps, LOCAL_OPERATOR, { name: feed.name, kind: 'feed', settings });
  }
  await addSampleAlertRules(deps);
  await addSampleNotes(deps, timeZone);
  await addSamplePromises(deps);
  for (const reply of SAMPLE_SAVED_REPLIES) await keepSavedReply(deps, SAMPLE_AUTHOR, reply, undefined);
}

/** The history never moves: it ends on the day the company was first looked at. */
async function beginOf({ db }: WebDeps): Promise<Date> {
  const { createdAt } = await getWorkspace(db);
  return new Date(createdAt.getTime() - HISTORY_DAYS * DAY_MS);
}

/** Customers, orders and answers up to now. What is there already stays as it is, so each start adds what is new. */
async function bringFacts(deps: WebDeps): Promise<void> {
  const span = { since: await beginOf(deps), until: deps.now() };
  for (const kind of FACT_KINDS) {
    const stream = ReadableStream.from(encoded(factLines(kind, span)));
    const input = { stream, format: 'jsonl', kind, sourceName: FACTS_SOURCE, choices: {} } as const;
    for await (const line of importFacts(deps, LOCAL_OPERATOR, input)) {
      if ('rejectedTotal' in line && line.rejectedTotal > 0)
        throw new Error(`The sample's own ${kind} cannot be read: ${line.rejected[0]?.reason}`);
    }
  }
}

function* encoded(lines: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const line of lines) yield encoder.encode(line);
}

/** By this name the sample's own notes, promises and saved replies are known again when it is removed. */
const SAMPLE_AUTHOR = { ...LOCAL_OPERATOR, name: 'sample company' };

async function addSampleNotes(deps: WebDeps, timeZone: string): Promise<void> {
  const begin = dayOf(await beginOf(deps), timeZone);
  const { targets, benchmarks, annotations } = SAMPLE_NOTES;
  for (const target of targets) await setTarget(deps, SAMPLE_AUTHOR, target);
  for (const benchmark of benchmarks) {
    await addBenchmark(deps, SAMPLE_AUTHOR, { ...benchmark, publishedOn: begin });
  }
  for (const { firstDay, lastDay, ...annotation } of annotations) {
    const days = { firstDay: addDays(begin, firstDay), lastDay: addDays(begin, lastDay) };
    await addAnnotation(deps, SAMPLE_AUTHOR, { ...annotation, ...days });
  }
}

async function addSamplePromises(deps: WebDeps): Promise<void> {
  for (const { assessments, ...promise } of SAMPLE_PROMISES) {
    const { id } = await addPromise(deps, SAMPLE_AUTHOR, { ...promise, topicId: undefined });
    for (const { by, ...view } of assessments) {
      await assessPromise(deps, { ...SAMPLE_AUTHOR, name: by }, id, view);
    }
  }
}

/** Rules that find the sample's stories in its past: the parcels that got stuck, the login that broke. */
async function addSampleAlertRules(deps: WebDeps): Promise<void> {
  const topics = new Map((await listTopics(deps.db)).map(({ name, id }) => [name, id]));
  for (const { topic, ...rule } of sampleCompany.alertRules) {
    await addAlertRule(deps, LOCAL_OPERATOR, { ...NO_NARROWING, ...rule, topicId: topics.get(topic) });
  }
}

const NO_NARROWING = {
  locationId: undefined,
  sourceId: undefined,
  minimumN: 3,
  condition: undefined,
  risks: [],
  aspects: [],
  starsAtMost: undefined,
  reachAtLeast: undefined,
  quietFrom: undefined,
  quietTo: undefined,
  coolDownMinutes: 60,
  escalateMinutes: undefined,
  looksBack: true,
  enabled: true,
} as const;

async function remove(deps: WebDeps): Promise<void> {
  if (!(await getWorkspace(deps.db)).isSample) throw new Refused('There is no sample company to remove.');
  for (const id of await sampleSources(deps)) await removeSource(deps, LOCAL_OPERATOR, id);
  await deleteNotesBy(deps.db, SAMPLE_AUTHOR.name);
  await deletePromisesBy(deps.db, SAMPLE_AUTHOR.name);
  await deleteSavedRepliesBy(deps.db, SAMPLE_AUTHOR.name);
  const names = new Set(sampleCompany.topics.map((topic) => topic.name));
  for (const topic of await listTopics(deps.db))
    if (names.has(topic.name)) await deleteTopic(deps.db, topic.id);
  const codes = sampleCompany.locations.map((location) => location.code);
  const known = (await listLocations(deps.db)).map((location) => location.code);
  await removeLocations(
    deps.db,
    known.filter((code) => codes.includes(code)),
  );
  await nameWorkspace(deps.db, {
    name: 'My company',
    timeZone: deps.config.EARSHOT_TIME_ZONE,
    isSample: false,
  });
}

/** The sample's own sources; those a person added stay out. */
async function sampleSources(deps: WebDeps): Promise<number[]> {
  const facts = (await listSources(deps.db)).filter(
    ({ name, kind }) => name === FACTS_SOURCE && kind === 'import',
  );
  return [...(await sampleFeeds(deps)), ...facts].map(({ id }) => id);
}

/** Told by name and by an address on this machine. */
async function sampleFeeds(deps: WebDeps): Promise<{ id: number; url: string }[]> {
  const names = new Set(sampleCompany.feeds.map((feed) => feed.name));
  return (await listSources(deps.db)).flatMap(({ id, name, settings }) => {
    const url = typeof settings === 'object' && settings && 'url' in settings ? String(settings.url) : '';
    return names.has(name) && url.startsWith('http://127.0.0.1:') ? [{ id, url }] : [];
  });
}
