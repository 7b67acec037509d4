import { sendOne } from '../../src/replying/send-one.ts';
import { createHttp } from '../../src/sources/http.ts';
import { openPostgres } from '../../src/store/open.ts';
import { listDueReplies } from '../../src/store/reply-sending.ts';
import { vault } from './place.ts';

/*
 * A process that sends what is due at the time it is told, and ends. The test kills it on the way.
 */

const { DATABASE_URL = '', GATEWAYS = '{}', ALLOW = '', NOW = '0' } = process.env;
const db = openPostgres(DATABASE_URL, { max: 4 });
const http = createHttp({
  userAgent: 'Earshot tests',
  allowPrivate: ALLOW.split(','),
  gateways: JSON.parse(GATEWAYS),
  totalTimeoutMs: 5_000,
});
const now = () => new Date(Number(NOW));
const due = await listDueReplies(db, now(), 1_000);
process.stdout.write('ready\n');
const send = (id: number) => sendOne({ db, vault, http, now, random: Math.random }, id);
for (let start = 0; start < due.length; start += 2) await Promise.all(due.slice(start, start + 2).map(send));
await http.close();
await db.close();
