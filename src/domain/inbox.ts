/** Words of the inbox that everybody shares. */

export const INBOX_STATUSES = ['new', 'claimed', 'replied', 'archived'] as const;
export type InboxStatus = (typeof INBOX_STATUSES)[number];

/** Still to be dealt with. */
export const isOpen = (status: InboxStatus): boolean => status === 'new' || status === 'claimed';

/**
 * How an item was answered: sent through Earshot by a person, marked by one who answered elsewhere, seen at its source,
 * or by a rule. All but the last are human.
 */
export const ANSWER_WAYS = ['sent', 'marked', 'elsewhere', 'automatic'] as const;
export type AnswerWay = (typeof ANSWER_WAYS)[number];

/** Who has an item open, as far as others need to know. */
export interface ClaimState {
  readonly userId: number;
  readonly until: Date;
  /** Rises each time the item changes hands: a sender has to hold the latest one. */
  readonly number: number;
}

/** A claim counts until its very instant; the next moment the item is free. */
export function holderAt(claim: ClaimState | undefined, now: Date): ClaimState | undefined {
  return claim && claim.until > now ? claim : undefined;
}

export const NOTICE_KINDS = ['taken-over', 'assigned', 'named'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** The people a note names with "@": by the part of their address before the @, or their name without spaces. */
export function namedIn<P extends { readonly email: string; readonly name: string }>(
  note: string,
  people: readonly P[],
): P[] {
  const named = new Set(
    [...note.matchAll(/(?<![\p{L}\p{N}._-])@([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu)].map(([, word = '']) =>
      plain(word),
    ),
  );
  return people.filter(({ email, name }) => named.has(plain(handleOf(email))) || named.has(plain(name)));
}

/** What to type after the @ to name somebody. */
export const handleOf = (email: string): string => email.split('@')[0] ?? email;

const plain = (word: string) =>
  word
    .toLowerCase()
    .replace(/\s+/gu, '')
    .replace(/[._-]+$/u, '');

/** The team's own words for items: short, without commas, in small letters, so that two spellings are one tag. */
export function tagOf(text: string): string | undefined {
  const tag = text.normalize('NFC').replaceAll(',', ' ').trim().replace(/\s+/gu, ' ').toLowerCase();
  return tag.length > 0 && tag.length <= LONGEST_TAG ? tag : undefined;
}

const LONGEST_TAG = 40;
