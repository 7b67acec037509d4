import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Db } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { gatewaysTo, openPlace, type Place, queueReply } from '../replying/place.ts';
import type { ApiServer } from '../sources/servers/api-server.ts';
import github from '../sources/servers/github.ts';
import google from '../sources/servers/google-business-profile.ts';
import judgeMe from '../sources/servers/judge-me.ts';
import mastodon from '../sources/servers/mastodon.ts';
import { createDatabase } from '../support/servers.ts';

/*
 * Senders are killed without warning: before they ask, when a reply has arrived and the answer has not, and a moment
 * after the answer. In the end every reply is there once; where the place cannot tell, a person is asked instead.
 * EARSHOT_KILLS sets how many times; 200 take a few minutes.
 */

const KILLS = Number(process.env['EARSHOT_KILLS'] ?? 20);
const SERVERS = { github, mastodon, 'google-business-profile': google, 'judge-me': judgeMe };
const ROUND_MS = 60 * 60_000;

const postgres = inject('postgresUrl');

describe.skipIf(!postgres)('senders that are killed', () => {
  let db: Db;
  let databaseUrl = '';
  let victim: ChildProcess | undefined;
  let killOn: 'ask' | 'arrival' | 'answer' | undefined;
  let clock = Date.parse('2026-11-23T10:00:00Z');
  const places: Place[] = [];
  const servers: ApiServer[] = [];

  beforeAll(async () => {
    databaseUrl = await createDatabase(postgres ?? '');
    db = openPostgres(databaseUrl, { max: 4 });
    await migrate(db);
    for (const [kind, server] of Object.entries(SERVERS)) {
      const deadly = withKills(server);
      servers.push(deadly);
      places.push(await openPlace(db, kind, deadly, new Date(clock)));
    }
  });
  afterAll(async () => {
    for (const { api } of places) await api.close();
    await db?.close();
  });

  /** The same server; while it works, the asking process may die. */
  function withKills(server: ApiServer): ApiServer {
    return {
      ...server,
      answer(asked, world) {
        const before = world.replies.length;
        const answer = server.answer(asked, world);
        const hasArrived = world.replies.length > before;
        if (killOn === 'ask' || (killOn === 'arrival' && hasArrived)) kill();
        if (killOn === 'answer' && hasArrived) setTimeout(kill, Math.random() * 12);
        return answer;
      },
    };
  }

  function kill(): void {
    killOn = undefined;
    victim?.kill('SIGKILL');
  }

  /** One process over all that is due; true when it was killed. */
  async function send(killed: typeof killOn): Promise<boolean> {
    clock += ROUND_MS;
    killOn = killed;
    const pairs = places.map((place, index) => [servers[index] as ApiServer, place.api] as const);
    const child = spawn(
      process.execPath,
      [path.resolve(import.meta.dirname, '../replying/sender-process.ts')],
      {
        env: {
          PATH: process.env['PATH'] ?? '',
          DATABASE_URL: databaseUrl,
          GATEWAYS: JSON.stringify(gatewaysTo(pairs)),
          ALLOW: places.map(({ api }) => api.host).join(','),
          NOW: String(clock),
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    victim = child;
    const signal = await new Promise<NodeJS.Signals | null>((resolve) =>
      child.once('exit', (_, by) => resolve(by)),
    );
    killOn = undefined;
    return signal === 'SIGKILL';
  }

  test(`${KILLS} kills lose nothing and send nothing twice`, {
    timeout: 60_000 + KILLS * 5_000,
  }, async () => {
    const moments = ['arrival', 'answer', 'ask', 'answer'] as const;
    const ids = new Map<number, { place: Place; text: string }>();
    let kills = 0;
    let rounds = 0;
    while (kills < KILLS) {
      for (const place of places) {
        const text = `Reply ${ids.size}, we are sorry.`;
        const mentionId = await place.say(`Bad thing ${ids.size}`);
        ids.set(await queueReply(db, mentionId, text, new Date(clock)), { place, text });
      }
      rounds += 1;
      if (await send(moments[rounds % moments.length])) kills += 1;
    }
    for (let round = 0; round < 40; round += 1) {
      const [left] = await db<{ n: number }>`
        select count(*) as n from replies where state in ('queued', 'sending')`;
      if (left?.n === 0) break;
      expect(await send(undefined)).toBe(false);
    }
    const states = await db<{ id: number; state: string; may_have_arrived: boolean }>`
      select id, state, may_have_arrived from replies order by id`;
    expect(states.length).toBe(ids.size);
    const counts = { once: 0, asked: 0 };
    const wrong: string[] = [];
    for (const { id, state, may_have_arrived: isInDoubt } of states) {
      const { place, text } = ids.get(id) as { place: Place; text: string };
      const there = place.api.world.replies.filter((reply) => reply.text.endsWith(text)).length;
      const isDone = state === 'published' || state === 'sent';
      const isAsked = place.kind === 'judge-me' && state === 'parked' && isInDoubt && there <= 1;
      if (isDone && there === 1) counts.once += 1;
      else if (isAsked) counts.asked += 1;
      else wrong.push(`${place.kind} reply ${id}: ${state}, ${there} times there`);
    }
    console.log(
      `${kills} kills over ${ids.size} replies: ${counts.once} are there once, ${counts.asked} wait for a person to look, ${wrong.length} lost or double.`,
    );
    expect(wrong).toEqual([]);
    expect(counts.once).toBeGreaterThan(ids.size / 2);
  });
});
