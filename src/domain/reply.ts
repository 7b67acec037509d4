/** Where a reply stands; see the migration that makes the table. */
export const REPLY_STATES = [
  'draft',
  'waiting',
  'queued',
  'sending',
  'sent',
  'published',
  'rejected',
  'removed',
  'parked',
  'dropped',
] as const;
export type ReplyState = (typeof REPLY_STATES)[number];

/** What a text was begun from. */
export const REPLY_ORIGINS = ['own', 'suggestion', 'saved', 'generated'] as const;
export type ReplyOrigin = (typeof REPLY_ORIGINS)[number];

/** Some are limited in characters, some in what a reader sees as one, some in bytes of UTF-8. */
export type LengthUnit = 'characters' | 'graphemes' | 'bytes';

/** No place that we know takes more; it keeps a mistake out of the store. */
export const LONGEST_REPLY = 65_536;
