import type { KnownMention } from '../../source.ts';

/** Ids say what they are: issue-12, comment-991, discussion-…, reply-…. */
export const numberIn = (id: string) => id.slice(id.indexOf('-') + 1);

/** The issue that a comment belongs to, or the issue itself. */
export const issueOf = ({ externalId, parentId }: KnownMention) =>
  numberIn(externalId.startsWith('issue-') ? externalId : (parentId ?? externalId));

export function discussionOf({ externalId, parentId }: KnownMention): string | undefined {
  const id = [externalId, parentId].find((one) => one?.startsWith('discussion-'));
  return id && numberIn(id);
}
