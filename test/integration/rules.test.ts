import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { type Earshot, openEarshot } from '../../src/main.ts';
import { findDifferences } from '../../src/store/cells.ts';
import { modes } from '../support/modes.ts';

/*
 * What words mean changes while workers run: nobody restarts, the past follows, and the cells stay equal to it. On
 * servers the web that changes the rule is another process's than the workers that apply it.
 */

const PATIENCE = { timeout: 30_000, interval: 100 };
const TEXTS = ['The lesson was sick', 'Sick, I will come again', 'Opens at nine'];

for (const mode of modes()) {
  describe.skipIf(!mode.isThere)(`on ${mode.name}`, () => {
    let remove: () => void;
    let workers: Earshot;
    let web: Earshot;

    beforeAll(async () => {
      const prepared = await mode.prepare();
      remove = prepared.remove;
      const config = readConfig({ ...prepared.env, EARSHOT_TIME_ZONE: 'UTC', PORT: '0' });
      workers = await openEarshot(config, openLog('error'));
      await workers.startWorkers();
      // An embedded store has one owner.
      web = mode.name === 'embedded' ? workers : await openEarshot(config, openLog('error'));
    });
    afterAll(async () => {
      if (web !== workers) await web?.close();
      await workers?.close();
      remove?.();
    });

    async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const isText = typeof body === 'string';
      const init = body === undefined ? {} : { body: isText ? body : JSON.stringify(body) };
      const headers = isText ? {} : { 'content-type': 'application/json' };
      const request = new Request(`http://localhost/api/v1${path}`, { method, headers, ...init });
      const response = await web.fetch(request);
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
      return (isText || text === '' ? undefined : JSON.parse(text)) as T;
    }

    async function labels(): Promise<string[]> {
      const rows = await web.deps.db<{ label: string | null }>`
        select case when counted_revision = revision then label end as label from mentions order by id`;
      return rows.map(({ label }) => label ?? 'waiting');
    }

    test('a rule made while workers run moves the past and what comes after, and removing it moves it back', async () => {
      const rows = TEXTS.map((text, at) => `${at},2026-03-01,"${text}"`).join('\n');
      await call('POST', '/imports/mentions?source=Letters', `id,date,text\n${rows}\n`);
      await vi.waitFor(
        async () => expect(await labels()).toEqual(['negative', 'negative', 'neutral']),
        PATIENCE,
      );
      const { id } = await call<{ id: number }>('POST', '/rules', { pattern: 'sick', valence: 3 });
      await vi.waitFor(
        async () => expect(await labels()).toEqual(['positive', 'positive', 'neutral']),
        PATIENCE,
      );
      const late = 'id,date,text\n9,2026-03-02,"A sick teacher, sick room"\n';
      await call('POST', '/imports/mentions?source=Letters', late);
      await vi.waitFor(async () => expect((await labels())[3]).toBe('positive'), PATIENCE);
      const { rules, recount } = await call<{
        rules: { effect: { touched: number } }[];
        recount: { left: number };
      }>('GET', '/rules');
      expect([rules[0]?.effect.touched, recount.left]).toEqual([3, 0]);
      await call('DELETE', `/rules/${id}`);
      const back = ['negative', 'negative', 'neutral', 'negative'];
      await vi.waitFor(async () => expect(await labels()).toEqual(back), PATIENCE);
      expect(await findDifferences(web.deps.db)).toEqual([]);
    });
  });
}
