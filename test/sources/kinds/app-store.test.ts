import { expect, onTestFinished, test } from 'vitest';
import { readOnce } from '../../../src/sources/context.ts';
import { createHttp } from '../../../src/sources/http.ts';
import { sources } from '../../../src/sources/index.ts';
import type { Source, SourceState } from '../../../src/sources/source.ts';
import { startApi } from '../servers/api-server.ts';
import api from '../servers/app-store.ts';

const kind = sources.get('app-store') as Source;
const NOW = Date.parse('2026-11-23T10:00:00Z');
const HOUR = 3_600_000;

test('a page that comes empty now and then vouches for nothing', async () => {
  const server = await startApi(api);
  const gateways = Object.fromEntries(api.hosts.map((host) => [host, server.url]));
  const http = createHttp({ userAgent: 'Earshot tests', allowPrivate: [server.host], gateways });
  onTestFinished(async () => {
    await http.close();
    await server.close();
  });
  const read = (state: SourceState) =>
    readOnce(kind, { settings: kind.settings.parse(api.settings()), http, state, now: () => new Date(NOW) });
  for (const [id, hours] of [
    ['2', 1],
    ['1', 2],
  ] as const) {
    const at = NOW - hours * HOUR;
    server.world.posts.push({ id, text: 'Fine', at, editedAt: at, author: 'mia', stars: 4 });
  }
  const first = await read({});
  expect(first).toMatchObject({ wholeSince: new Date(NOW - 2 * HOUR) });
  server.world.posts.splice(0);
  const empty = await read(first.state);
  expect(empty).toMatchObject({ status: 'ok', mentions: [] });
  expect(empty.wholeSince).toBeUndefined();
});
