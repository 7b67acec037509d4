import { z } from 'zod';
import type { NewMention } from '../../../domain/mention.ts';
import { Id, Instant } from '../../api/items.ts';
import { htmlToText } from '../../html-to-text.ts';

export const Account = z.object({
  acct: z.string(),
  display_name: z.string().nullish(),
  url: z.string().nullish(),
});
export const Status = z.object({
  id: Id,
  url: z.string().nullish(),
  uri: z.string(),
  created_at: Instant,
  content: z.string(),
  spoiler_text: z.string().nullish(),
  visibility: z.string(),
  language: z.string().nullish(),
  in_reply_to_id: Id.nullish(),
  reblog: z.unknown().optional(),
  replies_count: z.number().catch(0),
  reblogs_count: z.number().catch(0),
  favourites_count: z.number().catch(0),
  account: Account,
  tags: z.array(z.object({ name: z.string() })).catch([]),
});
export type Status = z.output<typeof Status>;

/** What is for followers or for one person only is not for us; a boost is somebody else's post. */
export function isPublic({ visibility, reblog }: Status): boolean {
  return (visibility === 'public' || visibility === 'unlisted') && (reblog === null || reblog === undefined);
}

export function mentionOf(status: Status): NewMention {
  const { account, spoiler_text: warning, language, in_reply_to_id: parent, url, uri } = status;
  const name = account.display_name || undefined;
  return {
    externalId: status.id,
    kind: parent ? 'comment' : 'mention',
    url: url ?? uri,
    text: htmlToText(status.content),
    publishedAt: status.created_at,
    author: {
      handle: account.acct,
      ...(name === undefined ? {} : { name }),
      ...(account.url ? { url: account.url } : {}),
    },
    engagement: status.replies_count + status.reblogs_count + status.favourites_count,
    tags: status.tags.map((tag) => tag.name),
    ...(warning ? { title: warning } : {}),
    ...(language ? { language } : {}),
    ...(parent ? { parentId: parent } : {}),
  };
}
