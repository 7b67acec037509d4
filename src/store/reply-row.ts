import type { ReplyOrigin, ReplyState } from '../domain/reply.ts';
import type { Row } from './db.ts';

/** Our answer to a mention. */
export interface ReplyRow {
  readonly id: number;
  readonly mentionId: number;
  readonly mentionRevision: number;
  /** Copied: a person has answered at the original. */
  readonly way: 'source' | 'copied';
  readonly state: ReplyState;
  readonly text: string;
  readonly origin: ReplyOrigin;
  /** The words it was begun from. */
  readonly basis: string | undefined;
  readonly savedReplyId: number | undefined;
  readonly variant: number | undefined;
  readonly authorId: number | undefined;
  readonly author: string;
  readonly approverId: number | undefined;
  readonly approver: string | undefined;
  readonly decidedAt: Date | undefined;
  /** What the approver had to say. */
  readonly remark: string;
  readonly isAutomated: boolean;
  readonly automaticRuleId: number | undefined;
  readonly claimNumber: number | undefined;
  readonly key: string;
  readonly attempts: number;
  /** Those before a person put it back in line. */
  readonly attemptsBefore: number;
  readonly firstTriedAt: Date | undefined;
  /** An attempt ended without an answer. */
  readonly mayHaveArrived: boolean;
  readonly dueAt: Date | undefined;
  readonly looks: number;
  readonly missedLooks: number;
  readonly lastError: string | undefined;
  readonly externalId: string | undefined;
  readonly url: string | undefined;
  readonly createdAt: Date;
  readonly submittedAt: Date | undefined;
  readonly sentAt: Date | undefined;
  readonly publishedAt: Date | undefined;
}

/** What a reply was begun from. */
export interface Begun {
  readonly origin: ReplyOrigin;
  readonly basis: string | undefined;
  readonly savedReplyId: number | undefined;
  readonly variant: number | undefined;
}

export const BEGUN_ANEW: Begun = {
  origin: 'own',
  basis: undefined,
  savedReplyId: undefined,
  variant: undefined,
};

export interface Stored extends Row {
  id: number;
  mention_id: number;
  mention_revision: number;
  way: ReplyRow['way'];
  state: ReplyState;
  text: string;
  origin: ReplyOrigin;
  basis: string | null;
  saved_reply_id: number | null;
  variant: number | null;
  author_id: number | null;
  author: string;
  approver_id: number | null;
  approver: string | null;
  decided_at: Date | null;
  remark: string;
  is_automated: boolean;
  automatic_rule_id: number | null;
  claim_number: number | null;
  key: string;
  attempts: number;
  attempts_before: number;
  first_tried_at: Date | null;
  may_have_arrived: boolean;
  due_at: Date | null;
  looks: number;
  missed_looks: number;
  last_error: string | null;
  external_id: string | null;
  url: string | null;
  created_at: Date;
  submitted_at: Date | null;
  sent_at: Date | null;
  published_at: Date | null;
}

export function replyOf(row: Stored): ReplyRow {
  return {
    id: row.id,
    mentionId: row.mention_id,
    mentionRevision: row.mention_revision,
    way: row.way,
    state: row.state,
    text: row.text,
    origin: row.origin,
    basis: row.basis ?? undefined,
    savedReplyId: row.saved_reply_id ?? undefined,
    variant: row.variant ?? undefined,
    authorId: row.author_id ?? undefined,
    author: row.author,
    approverId: row.approver_id ?? undefined,
    approver: row.approver ?? undefined,
    decidedAt: row.decided_at ?? undefined,
    remark: row.remark,
    isAutomated: row.is_automated,
    automaticRuleId: row.automatic_rule_id ?? undefined,
    claimNumber: row.claim_number ?? undefined,
    key: row.key,
    attempts: row.attempts,
    attemptsBefore: row.attempts_before,
    firstTriedAt: row.first_tried_at ?? undefined,
    mayHaveArrived: row.may_have_arrived,
    dueAt: row.due_at ?? undefined,
    looks: row.looks,
    missedLooks: row.missed_looks,
    lastError: row.last_error ?? undefined,
    externalId: row.external_id ?? undefined,
    url: row.url ?? undefined,
    createdAt: row.created_at,
    submittedAt: row.submitted_at ?? undefined,
    sentAt: row.sent_at ?? undefined,
    publishedAt: row.published_at ?? undefined,
  };
}
