import { createHash } from 'node:crypto';
import { Refused } from '../domain/errors.ts';
import type { Http } from '../sources/http.ts';
import type { Db, Sql } from '../store/db.ts';
import { type DeskRow, deskPlace, getDesk } from '../store/desks.ts';
import { type FeedMention, getMention } from '../store/feed.ts';
import {
  askAgainAt,
  type HandOverRow,
  saveHandOver,
  saveSolved,
  takeHandOver,
  takeOpen,
} from '../store/hand-overs.ts';
import { saveInboxEvent, setStatus } from '../store/inbox.ts';
import type { Vault } from '../store/vault.ts';
import type { Desk, Handed, Requester, Ticket } from './desk.ts';
import { desks } from './desks.ts';
import { failureOf } from './failure.ts';

export interface HandOverDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly http: Http;
  readonly now: () => Date;
  readonly random: () => number;
}

const LEASE_MS = 5 * 60_000;
const MOST_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 15_000;
const DOUBT_PAUSE_MS = 90_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
const ASK_EVERY_MS = 10 * 60_000;
const LONGEST_SUBJECT = 100;

/**
 * Hands over one item that is due, or asks whether one that was handed over is solved. A crash in between is asked
 * after before anything is sent again. Returns what went wrong.
 */
export async function handOver(deps: HandOverDeps, id: number): Promise<{ error: string } | undefined> {
  const handed = await takeHandOver(deps.db, id, { now: deps.now(), leaseMs: LEASE_MS });
  if (!handed) return askWhetherSolved(deps, id);
  try {
    await record(deps, handed, await openTicket(deps, handed));
    return undefined;
  } catch (error) {
    return recordFailure(deps, handed, error);
  }
}

async function openTicket(deps: HandOverDeps, handed: HandOverRow): Promise<Ticket & { isTold: boolean }> {
  const { desk, settings } = openDesk(deps.vault, await getDesk(deps.db, handed.deskId));
  const what = await whatIsHanded(deps.db, handed);
  const known = handed.mayHaveArrived ? await desk.find?.(settings, what, deps) : undefined;
  const ticket = known ?? (await desk.open(settings, what, deps));
  return { ...ticket, isTold: desk.isSolved === undefined };
}

/** @throws Refused when its settings cannot be used (any more). */
export function openDesk(vault: Vault, row: DeskRow): { desk: Desk; settings: unknown } {
  const desk = desks.get(row.kind);
  if (!desk) throw new Refused(`There is no help desk of the kind "${row.kind}" in this version.`);
  const secrets = JSON.parse(vault.open(row.sealed, deskPlace(row.name))) as object;
  const parsed = desk.settings.safeParse({ ...row.settings, ...secrets });
  if (parsed.success) return { desk, settings: parsed.data };
  const what = parsed.error.issues.map(({ message }) => message).join(' ');
  throw new Refused(`The settings of “${row.name}” cannot be used: ${what} Remove it and add it again.`);
}

async function whatIsHanded(sql: Sql, handed: HandOverRow): Promise<Handed> {
  const mention = await getMention(sql, handed.mentionId);
  const { title, text, url, source, language, label, stars, publishedAt } = mention;
  const author = mention.author.name ?? mention.author.handle ?? 'somebody';
  const words = [title, text].filter(Boolean).join('\n\n');
  const facts = [
    `From ${source.name}, by ${author}${stars === undefined ? '' : `, ${Math.round(stars)} of 5 stars`}.`,
    ...(url ? [url] : []),
    ...(handed.note ? ['', `${handed.author}: ${handed.note}`] : []),
  ];
  const first = words.replace(/\s+/g, ' ').trim();
  return {
    key: handed.key,
    subject:
      first.length > LONGEST_SUBJECT ? `${first.slice(0, LONGEST_SUBJECT)}…` : first || `From ${source.name}`,
    body: `${words}\n\n${facts.join('\n')}`,
    author,
    requester: requesterOf(mention, handed.key),
    mention: {
      id: mention.id,
      text: words,
      url: url ?? null,
      source: source.name,
      language,
      label,
      stars: stars ?? null,
      publishedAt: publishedAt?.toISOString() ?? null,
    },
  };
}

function requesterOf({ author, source }: FeedMention, itemKey: string): Requester {
  const name = author.name ?? author.handle ?? `Somebody on ${source.name}`;
  if (author.handle === undefined) return { key: itemKey, name };
  const account = JSON.stringify([source.id, author.handle.toLowerCase()]);
  return { key: `earshot-${createHash('sha256').update(account).digest('hex').slice(0, 32)}`, name };
}

async function record(
  deps: HandOverDeps,
  handed: HandOverRow,
  ticket: Ticket & { isTold: boolean },
): Promise<void> {
  const now = deps.now();
  await deps.db.transaction(async (sql) => {
    const isOurs = await saveHandOver(sql, handed, {
      state: 'open',
      externalId: ticket.externalId,
      url: ticket.url,
      mayHaveArrived: true,
      error: undefined,
      dueAt: ticket.isTold ? undefined : new Date(now.getTime() + ASK_EVERY_MS),
      now,
    });
    if (!isOurs) return;
    const detail = { deskId: handed.deskId, desk: handed.deskName };
    const { mentionId, author: actor } = handed;
    await saveInboxEvent(sql, mentionId, {
      at: now,
      actor,
      deed: `handed it over to ${handed.deskName}`,
      detail,
    });
    await setStatus(sql, { mentionId, status: 'archived', actor, now, detail });
  });
}

async function recordFailure(deps: HandOverDeps, handed: HandOverRow, error: unknown) {
  const now = deps.now();
  const failure = failureOf(error);
  const tries = handed.attempts + 1;
  const isParked = failure.isFinal || tries >= MOST_ATTEMPTS;
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)) * (0.75 + deps.random() / 2);
  const waitMs = Math.max(failure.retryAfterMs ?? 0, failure.mayHaveArrived ? DOUBT_PAUSE_MS : 0, pause);
  await saveHandOver(deps.db, handed, {
    state: isParked ? 'parked' : 'queued',
    externalId: undefined,
    url: undefined,
    mayHaveArrived: failure.mayHaveArrived || handed.mayHaveArrived,
    error: failure.message,
    dueAt: isParked ? undefined : new Date(now.getTime() + waitMs),
    now,
  });
  return { error: failure.message };
}

async function askWhetherSolved(deps: HandOverDeps, id: number): Promise<{ error: string } | undefined> {
  const handed = await takeOpen(deps.db, id, { now: deps.now(), leaseMs: ASK_EVERY_MS });
  if (!handed) return undefined;
  try {
    const { desk, settings } = openDesk(deps.vault, await getDesk(deps.db, handed.deskId));
    const isSolved = await desk.isSolved?.(settings, { externalId: handed.externalId ?? '' }, deps);
    if (isSolved) await bringBack(deps.db, handed, deps.now());
    return undefined;
  } catch (error) {
    const { message, retryAfterMs = 0 } = failureOf(error);
    await askAgainAt(deps.db, id, new Date(deps.now().getTime() + Math.max(ASK_EVERY_MS * 6, retryAfterMs)));
    return { error: message };
  }
}

/** Solved there: the item comes back, for whoever tells the customer. Told twice, it comes back once. */
export async function bringBack(db: Db, handed: HandOverRow, now: Date): Promise<boolean> {
  return db.transaction(async (sql) => {
    if (!(await saveSolved(sql, handed.id, now))) return false;
    const { mentionId, deskName: actor } = handed;
    await saveInboxEvent(sql, mentionId, { at: now, actor, deed: 'solved it', detail: {} });
    await setStatus(sql, { mentionId, status: 'new', actor, now, detail: { why: `solved at ${actor}` } });
    return true;
  });
}
