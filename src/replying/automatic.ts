import { asksForAnswer } from '../asking/questions.ts';
import { holderAt } from '../domain/inbox.ts';
import { fillIn, missingIn } from '../domain/reply-variables.ts';
import { nextVariant } from '../domain/saved-reply.ts';
import {
  type Answerable,
  type AutomaticRule,
  countAutomatic,
  listAnswerable,
  listAutomaticRules,
} from '../store/automatic-replies.ts';
import type { Db, Sql } from '../store/db.ts';
import { findItem } from '../store/inbox.ts';
import { saveReplyEvent } from '../store/replies.ts';
import { insertAutomatic } from '../store/reply-inserts.ts';
import type { ReplyRow } from '../store/reply-row.ts';
import { getReplySettings } from '../store/reply-settings.ts';
import { getSavedReply, lastVariant } from '../store/saved-replies.ts';
import { getWorkspace } from '../store/workspace.ts';
import { NotWanted } from './failure.ts';

/** Places whose operator wants a person's agreement before a program answers. */
const CONSENT_KINDS = new Set(['google-business-profile', 'google-play']);
export const needsConsent = (kind: string): boolean => CONSENT_KINDS.has(kind);

const LOOKED_AT = 200;
const DAY_MS = 86_400_000;

/**
 * Writes what the rules that are on would answer; each waits for its delay, and anybody can drop it meanwhile.
 * Returns how many were written.
 */
export async function writeAutomatic(db: Db, now: Date): Promise<number> {
  const { isAutomaticOn } = await getReplySettings(db);
  if (!isAutomaticOn) return 0;
  let written = 0;
  for (const rule of await listAutomaticRules(db)) {
    if (rule.enabledAt && mayAnswer(rule)) written += await writeBy(db, rule, now);
  }
  return written;
}

const mayAnswer = ({ sourceKind, consent }: AutomaticRule) =>
  !needsConsent(sourceKind) || consent !== undefined;

async function writeBy(db: Db, rule: AutomaticRule, now: Date): Promise<number> {
  const found = await listAnswerable(db, rule, { now, limit: LOOKED_AT });
  let written = 0;
  for (const mention of found) {
    if (asksForAnswer(mention)) continue;
    const isWritten = await db.transaction((sql) => writeOne(sql, { rule, mention, now }));
    if (isWritten === 'enough') break;
    if (isWritten === 'written') written += 1;
  }
  return written;
}

/** In one transaction with the count: two processes at once must not write more than may be. */
async function writeOne(
  sql: Sql,
  { rule, mention, now }: { rule: AutomaticRule; mention: Answerable; now: Date },
): Promise<'written' | 'left' | 'enough'> {
  await sql`select id from reply_settings for update`;
  const settings = await getReplySettings(sql);
  if (!settings.isAutomaticOn) return 'enough';
  const { byRule, byAll } = await countAutomatic(sql, new Date(now.getTime() - DAY_MS), rule.id);
  if (byRule >= rule.perDay || byAll >= settings.automaticPerDay) return 'enough';
  const saved = await getSavedReply(sql, rule.savedReplyId);
  const variant = nextVariant(saved, await lastVariant(sql, saved.id));
  const company = settings.company || (await getWorkspace(sql)).name;
  const text = fillIn(saved.variants[variant] ?? '', {
    author: mention.author,
    product: mention.product,
    location: mention.location,
    source: rule.sourceName,
    agent: company,
    company,
  });
  if (!saved.enabled || missingIn(text).length > 0) return 'left';
  const dueAt = new Date(now.getTime() + rule.delayMinutes * 60_000);
  const id = await insertAutomatic(sql, {
    mentionId: mention.mentionId,
    mentionRevision: mention.revision,
    text,
    savedReplyId: saved.id,
    variant,
    rule,
    dueAt,
    now,
  });
  if (id === undefined) return 'left';
  await saveReplyEvent(sql, id, { at: now, actor: `rule ${rule.name}`, deed: 'wrote it', text });
  return 'written';
}

/** @throws NotWanted when a person has stopped it or taken care of the item before it went out. */
export async function refuseUnwanted(sql: Sql, reply: ReplyRow, now: Date): Promise<void> {
  const { isAutomaticOn } = await getReplySettings(sql);
  const rule = (await listAutomaticRules(sql)).find(({ id }) => id === reply.automaticRuleId);
  if (!isAutomaticOn || !rule?.enabledAt || !mayAnswer(rule)) {
    throw new NotWanted('Automatic replies were switched off before it went out.');
  }
  const item = await findItem(sql, reply.mentionId);
  if (item && (item.status !== 'new' || holderAt(item.claim, now))) {
    throw new NotWanted('A person has taken care of it before it went out.');
  }
}
