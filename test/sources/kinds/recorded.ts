import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { contextOf, PAGES_A_RUN, readOnce } from '../../../src/sources/context.ts';
import { createHttp } from '../../../src/sources/http.ts';
import { sources } from '../../../src/sources/index.ts';
import type { Source } from '../../../src/sources/source.ts';
import { type ApiServer, startApi } from '../servers/api-server.ts';

/** Answers as the service gives them, and what they have to become. `{url}` in a setting is the server's address. */
const Recorded = z.object({
  settings: z.record(z.string(), z.unknown()),
  now: z.iso.datetime(),
  answers: z.array(
    z.object({
      /** The path, with the query as far as it tells answers apart. */
      path: z.string(),
      method: z.string().default('GET'),
      status: z.number().default(200),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.unknown(),
    }),
  ),
  skipped: z.number().default(0),
  mentions: z.array(z.record(z.string(), z.unknown())),
  /** Answers, customers and orders, for kinds that bring them. */
  facts: z.record(z.string(), z.array(z.unknown())).optional(),
  /** What looking again at these mentions finds, for kinds that do. */
  recheck: z
    .object({
      ids: z.array(z.string()),
      mentions: z.array(z.record(z.string(), z.unknown())),
      removed: z.array(z.string()),
      facts: z.record(z.string(), z.array(z.unknown())).optional(),
    })
    .optional(),
});

/** Reads test/sources/answers/<kind>.json through the kind and compares. */
export function recordedAnswers(name: string, { hosts = [] }: ApiServer): void {
  const kind = sources.get(name) as Source;

  async function serve() {
    const file = new URL(`../answers/${name}.json`, import.meta.url);
    const recorded = Recorded.parse(JSON.parse(readFileSync(file, 'utf8')));
    const server = await startApi({ settings: () => ({}), pageSize: 0, waitMs: 0, tokens: 'none', answer });
    function answer(asked: { method: string; url: URL }) {
      const fits = recorded.answers.filter(
        ({ method, path }) =>
          method === asked.method && isAskedFor(new URL(path, 'http://service'), asked.url),
      );
      return fits[0] ?? { status: 404, body: { message: `nothing is recorded for ${asked.url}` } };
    }
    const gateways = Object.fromEntries(hosts.map((host) => [host, server.url]));
    const http = createHttp({ userAgent: 'Earshot tests', allowPrivate: [server.host], gateways });
    const settings = kind.settings.parse(
      Object.fromEntries(
        Object.entries(recorded.settings).map(([key, value]) => [
          key,
          typeof value === 'string' ? value.replace('{url}', server.url) : value,
        ]),
      ),
    );
    const given = { settings, http, now: () => new Date(recorded.now), mostPages: PAGES_A_RUN };
    return { recorded, given, close: () => Promise.all([http.close(), server.close()]) };
  }

  test('recorded answers become the mentions they should', async () => {
    const { recorded, given, close } = await serve();
    const fetched = await readOnce(kind, given).finally(close);
    expect(JSON.parse(JSON.stringify(fetched.mentions))).toMatchObject(recorded.mentions);
    expect(fetched.mentions.length).toBe(recorded.mentions.length);
    if (recorded.facts) expect(JSON.parse(JSON.stringify(fetched.facts))).toEqual(recorded.facts);
    expect(fetched.skipped).toBe(recorded.skipped);
  });

  if (kind.recheck) {
    test('recorded answers to a second look become edits and removals', async () => {
      const { recorded, given, close } = await serve();
      if (!recorded.recheck || !kind.recheck) throw new Error(`answers/${name}.json has no recheck`);
      const { ids, mentions, removed, facts } = recorded.recheck;
      const known = ids.map((externalId) => ({ externalId, parentId: undefined, url: undefined }));
      const found = await kind.recheck.ask(contextOf(given), known).finally(close);
      expect(JSON.parse(JSON.stringify(found.mentions))).toMatchObject(mentions);
      expect(found.removed).toEqual(removed);
      if (facts) expect(JSON.parse(JSON.stringify(found.facts))).toEqual(facts);
    });
  }
}

/** The same path, and every parameter that is recorded. */
function isAskedFor(recorded: URL, asked: URL): boolean {
  const isSamePath = recorded.pathname === asked.pathname;
  return (
    isSamePath &&
    [...recorded.searchParams].every(([name, value]) => asked.searchParams.getAll(name).includes(value))
  );
}
