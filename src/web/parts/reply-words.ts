import type { ReplyOrigin, ReplyState } from '../../domain/reply.ts';
import type { ReplyRow } from '../../store/reply-row.ts';

export const REPLY_STATE_WORD: Readonly<Record<ReplyState, string>> = {
  draft: 'Draft',
  waiting: 'Waits for approval',
  queued: 'On its way',
  sending: 'On its way',
  sent: 'Sent; the place has not shown it yet',
  published: 'Sent',
  rejected: 'Rejected by the place',
  removed: 'No longer there',
  parked: 'Could not be sent',
  dropped: 'Dropped',
};

export const REPLY_ORIGIN_WORD: Readonly<Record<ReplyOrigin, string>> = {
  own: 'own words',
  suggestion: 'a suggestion',
  saved: 'a saved reply',
  generated: 'a generated draft',
};

/** Where a reply stands, with what its author would ask next. */
export function stateInWords(reply: ReplyRow): string {
  if (reply.way === 'copied') return 'Answered at the original';
  if (reply.state === 'queued' && reply.attempts > reply.attemptsBefore)
    return 'Not sent yet; it is tried again';
  return REPLY_STATE_WORD[reply.state];
}

const ON_THE_WAY: readonly ReplyState[] = ['waiting', 'queued', 'sending', 'parked'];
export const isOnItsWay = ({ state }: Pick<ReplyRow, 'state'>): boolean => ON_THE_WAY.includes(state);
