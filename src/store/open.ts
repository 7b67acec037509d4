import pg from 'pg';
import { type Db, type Row, sqlOver } from './db.ts';
import { PgliteSession } from './pglite-session.ts';

const INT8 = 20;
const INT8_ARRAY = 1016;
const NUMERIC = 1700;

/** Opens the embedded store in a folder, which is made when it is not there. */
export async function openPglite(folder: string): Promise<Db> {
  const session = await PgliteSession.open(folder);
  const held = sqlOver(async (text, values) => (await session.query(text, values)).rows);
  const waiting = sqlOver((text, values) =>
    session.run(async () => (await session.query(text, values)).rows),
  );
  return Object.assign(waiting, {
    kind: 'pglite' as const,
    session,
    transaction: <T>(work: (sql: typeof held) => Promise<T>) =>
      session.run(async () => {
        await session.query('begin', []);
        try {
          const result = await work(held);
          await session.query('commit', []);
          return result;
        } catch (error) {
          await session.query('rollback', []);
          throw error;
        }
      }),
    listen: (channel: string, listener: (payload: string) => void) => session.listen(channel, listener),
    exec: (script: string) => session.exec(script),
    close: () => session.close(),
  });
}

/** Opens a Postgres server. `max` is the number of connections this process may hold. */
export function openPostgres(url: string, { max }: { max: number }): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    // Statements here are short: compiling one that looks dear takes longer than running it, and on today's disks a few
    // rows are never dearer by an index than by reading the whole table.
    options: '-c jit=off -c random_page_cost=1.1',
    application_name: 'earshot',
    keepAlive: true,
  });
  // An idle connection that drops is replaced on the next query; without a listener it would end the process.
  pool.on('error', () => {});
  const run = async (client: pg.Pool | pg.PoolClient, text: string, values: readonly unknown[]) =>
    (await client.query(text, [...values])).rows as Row[];
  return Object.assign(
    sqlOver((text, values) => run(pool, text, values)),
    {
      kind: 'postgres' as const,
      session: undefined,
      transaction: async <T>(work: (sql: ReturnType<typeof sqlOver>) => Promise<T>) => {
        const client = await pool.connect();
        try {
          await client.query('begin');
          const result = await work(sqlOver((text, values) => run(client, text, values)));
          await client.query('commit');
          client.release();
          return result;
        } catch (error) {
          await client.query('rollback').then(
            () => client.release(),
            (broken: Error) => client.release(broken),
          );
          throw error;
        }
      },
      listen: (channel: string, listener: (payload: string) => void) => listenOn(url, channel, listener),
      exec: async (script: string) => {
        await pool.query(script);
      },
      close: () => pool.end(),
    },
  );
}

/** Counts, ids and sums come back as numbers; everything else as the driver has it. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') => {
    if (oid === INT8 || oid === NUMERIC) return Number;
    if (oid === INT8_ARRAY) return (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(Number);
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** Connections for the queue's tables, which live in a schema of their own. */
export function openQueuePool(url: string, { max }: { max: number }): pg.Pool {
  const options = '-c search_path=bullmq';
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options,
    application_name: 'earshot queue',
    keepAlive: true,
  });
  pool.on('error', () => {});
  // Every queue and every worker of one listens to it.
  pool.setMaxListeners(0);
  return pool;
}

const RECONNECT_MS = 1_000;

/** A connection of its own, taken up again when it drops: notifications are a hint, never the record. */
async function listenOn(url: string, channel: string, listener: (payload: string) => void) {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const connect = async () => {
    const next = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: 'earshot listen',
    });
    client = next;
    next.on('notification', (message) => listener(message.payload ?? ''));
    next.on('error', () => {});
    next.on('end', retry);
    await next.connect();
    await next.query(`listen ${pg.escapeIdentifier(channel)}`);
  };
  const retry = () => {
    if (stopped || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      connect().catch(retry);
    }, RECONNECT_MS);
    timer.unref();
  };
  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end();
  };
}
