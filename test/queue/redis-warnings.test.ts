import { describe, expect, inject, test } from 'vitest';
import { connectRedis } from '../../src/queue/connection.ts';
import { startRedis } from '../support/servers.ts';

describe.skipIf(!inject('redisUrl'))('a Redis at the start', () => {
  test('that keeps every job raises no warning', async () => {
    const connection = await connectRedis(inject('redisUrl') ?? '');
    expect(await connection.warnings()).toEqual([]);
    await connection.close();
  });

  test('that may lose jobs is warned about in plain words', async () => {
    const server = await startRedis(['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru']);
    const connection = await connectRedis(server?.url ?? '');
    const warnings = await connection.warnings();
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(/allkeys-lru.*drop jobs.*noeviction/);
    expect(warnings[1]).toMatch(/append-only.*crash.*appendonly yes/);
    await connection.close();
    await server?.stop();
  });

  test('that is not there is an error, not a wait', async () => {
    await expect(connectRedis('redis://127.0.0.1:1')).rejects.toThrow(/ECONNREFUSED|closed/i);
  });
});
