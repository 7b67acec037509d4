import type { z } from 'zod';
import type { NewMention } from '../domain/mention.ts';
import type { QuietTimes } from '../domain/schedule.ts';
import type { HubLinks } from './feed/hub-links.ts';
import type { Http } from './http.ts';

/** What a source remembers between two runs; all of it comes from the previous answer. */
export interface SourceState {
  readonly etag?: string;
  readonly lastModified?: string;
  /** Kind-specific bookmark, kept as JSON. */
  readonly cursor?: unknown;
  /** Where the last run said the address has moved for good. Kept by the caller, not by the kind. */
  readonly movedTo?: string;
}

/** What one run brought. */
export interface Fetched {
  readonly status: 'ok' | 'not-modified';
  readonly mentions: readonly NewMention[];
  readonly state: SourceState;
  /** Address that answered after redirects. */
  readonly finalUrl?: string;
  /** Address the source has moved to for good; adopt it after it was seen on more than one run. */
  readonly movedTo?: string;
  /** Address of the feed, where the one in the settings is a page that only names it; adopt it at once. */
  readonly foundUrl?: string;
  readonly feedTitle?: string;
  readonly siteUrl?: string;
  readonly bytes: number;
  /** Items the answer held that could not be made a mention (no id and no text, for instance). */
  readonly skipped: number;
  /** What the feed itself asks for, in milliseconds between fetches (ttl, Cache-Control, sy:updatePeriod). */
  readonly intervalHintMs?: number;
  /** When the feed asks not to be asked. */
  readonly quietTimes?: QuietTimes;
  /** The hub that announces its news, where it has one (WebSub). */
  readonly hub?: HubLinks;
  /** Plain sentences for the person who owns the source. */
  readonly warnings: readonly string[];
}

/** A kind of source: one file per connector, the file name is the kind. */
export interface Source<Settings = unknown> {
  readonly label: string;
  readonly help: string;
  /** Outside settings are parsed with this once, at the door. */
  readonly settings: z.ZodType<Settings>;
  /** Host that politeness limits are kept for; undefined for kinds that make no request. */
  host(settings: Settings): string | undefined;
  /** @throws FetchFailed when the source cannot be read. */
  fetch(settings: Settings, state: SourceState, http: Http): Promise<Fetched>;
}
