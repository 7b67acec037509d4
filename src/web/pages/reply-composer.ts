import { fillIn, missingIn, type VariableValues } from '../../domain/reply-variables.ts';
import { fittingReplies, nextVariant, type ToAnswer } from '../../domain/saved-reply.ts';
import { hasDraftEndpoint } from '../../replying/generate.ts';
import { canReply } from '../../replying/open-source.ts';
import { limitFor } from '../../replying/reply-limit.ts';
import { suggest } from '../../replying/suggest.ts';
import { type ToneRemark, toneOf } from '../../replying/tone.ts';
import { lengthOf } from '../../sources/reply.ts';
import type { ReplyLimit } from '../../sources/source.ts';
import { getMention, type MentionDetail } from '../../store/feed.ts';
import { type Begun, listRepliesTo, type ReplyRow } from '../../store/replies.ts';
import { getReplySettings, type ReplySettings } from '../../store/reply-settings.ts';
import {
  getSavedReply,
  lastVariant,
  listSavedReplies,
  type SavedReplyRow,
  turnOf,
} from '../../store/saved-replies.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** What is shown where a mention is answered. */
export interface ReplyComposer {
  readonly mention: MentionDetail;
  /** False where the source takes no replies: then a person answers there and says so. */
  readonly canSend: boolean;
  readonly limit: ReplyLimit | undefined;
  readonly draft: ReplyRow | undefined;
  readonly check: ReplyCheck;
  /** Others than the draft, the latest first. */
  readonly replies: readonly ReplyRow[];
  readonly saved: readonly SavedReplyRow[];
  readonly hasGenerator: boolean;
  readonly settings: ReplySettings;
  /** A reply of this person goes out without another one's word. */
  readonly goesOutAtOnce: boolean;
}

/** What can be said about a text before it goes out. */
export interface ReplyCheck {
  readonly length: number;
  readonly remarks: readonly ToneRemark[];
  /** Variables that are not filled in. */
  readonly missing: readonly string[];
}

export async function readComposer(deps: WebDeps, by: Principal, mentionId: number): Promise<ReplyComposer> {
  const { db } = deps;
  const [mention, replies, saved, settings, limit, hasGenerator] = await Promise.all([
    getMention(db, mentionId),
    listRepliesTo(db, mentionId, by.name),
    listSavedReplies(db),
    getReplySettings(db),
    limitFor(deps, mentionId),
    hasDraftEndpoint(db),
  ]);
  const draft = replies.find(({ state }) => state === 'draft');
  return {
    mention,
    canSend: canReply(mention.source.kind),
    limit,
    draft,
    check: await checkText(deps, { text: draft?.text ?? '', language: mention.language, limit }),
    replies: replies.filter((reply) => reply !== draft),
    saved: fittingReplies(saved, toAnswer(mention)),
    hasGenerator,
    settings,
    goesOutAtOnce: !settings.needsApproval || (by.scopes.has('approve') && settings.mayApproveOwn),
  };
}

export async function checkText(
  deps: WebDeps,
  { text, language, limit }: { text: string; language: string; limit: ReplyLimit | undefined },
): Promise<ReplyCheck> {
  const { classifier } = await deps.lexicons.current(deps.db);
  return {
    length: lengthOf(text, limit?.unit ?? 'characters'),
    remarks: toneOf(text, { classifier, language }),
    missing: missingIn(text),
  };
}

export function toAnswer({ language, label, aspects, stars, source }: MentionDetail): ToAnswer {
  return { language, label, aspects, stars, sourceId: source.id };
}

/** Words to begin with, from a suggestion or a saved reply. @throws NotFound */
export async function beginWith(
  deps: WebDeps,
  by: Principal,
  mention: MentionDetail,
  from: { suggestion: true } | { savedReplyId: number },
): Promise<{ text: string; begun: Begun }> {
  const values = await valuesFor(deps, by, mention);
  if ('savedReplyId' in from) {
    const saved = await getSavedReply(deps.db, from.savedReplyId);
    const variant = nextVariant(saved, await lastVariant(deps.db, saved.id));
    const text = fillIn(saved.variants[variant] ?? '', values);
    return { text, begun: { origin: 'saved', basis: text, savedReplyId: saved.id, variant } };
  }
  const { signature } = await getReplySettings(deps.db);
  const limit = await limitFor(deps, mention.id);
  const { text } = suggest(mention, {
    values,
    signature: signedBy(signature, values),
    limit,
    turn: await turnOf(deps.db, mention.source.id),
  });
  return { text, begun: { origin: 'suggestion', basis: text, savedReplyId: undefined, variant: undefined } };
}

/** A signature that lacks something is better left out. */
function signedBy(signature: string, values: VariableValues): string {
  const text = fillIn(signature === '' ? '{{agent}}\n{{company}}' : signature, values);
  return missingIn(text).length > 0 ? '' : text;
}

/** What the variables of a reply to this mention stand for. */
export async function valuesFor(
  deps: WebDeps,
  by: Principal,
  mention: MentionDetail,
): Promise<VariableValues> {
  const [{ company }, workspace] = await Promise.all([getReplySettings(deps.db), getWorkspace(deps.db)]);
  const { author, product, location, source } = mention;
  const name = author.name ?? author.handle;
  return {
    ...(name ? { author: name } : {}),
    ...(product ? { product } : {}),
    ...(location ? { location: location.name } : {}),
    source: source.name,
    agent: by.name,
    company: company || workspace.name,
  };
}
