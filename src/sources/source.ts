import type { z } from 'zod';
import type { NewFacts } from '../domain/facts.ts';
import type { NewMention } from '../domain/mention.ts';
import type { QuietTimes } from '../domain/schedule.ts';
import type { Choices } from './api/choices.ts';
import type { Consent } from './api/consent.ts';
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

/** What a kind gets for every piece of its work. */
export interface SourceContext<Settings = unknown> {
  /** With the secrets in their places. */
  readonly settings: Settings;
  readonly http: Http;
  readonly now: () => Date;
  /** Short-lived tokens that are asked for with the secrets; kept encrypted beside them. */
  readonly credentials: Credentials;
  /**
   * Takes from the source's budget, in the unit of its kind, before it is used; a negative amount gives back what was
   * not used. @throws FetchFailed 'budget' when there is not enough left; nothing is taken then.
   */
  spend(amount: number): Promise<void>;
}

export interface FetchContext<Settings = unknown> extends SourceContext<Settings> {
  readonly state: SourceState;
  /** How far back the first run reads. */
  readonly since: Date;
  /** Pages to read at most in this run. */
  readonly mostPages: number;
}

export interface Credentials {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

/** What one run brought. */
export interface Fetched {
  readonly status: 'ok' | 'not-modified';
  readonly mentions: readonly NewMention[];
  /** Survey answers, customers and orders, for kinds that have them. */
  readonly facts?: NewFacts;
  /** External ids the source says are gone. */
  readonly removed?: readonly string[];
  /**
   * `mentions` is all there is that was published since this instant: what is stored and missing here is gone, once
   * it is missing in two answers in a row.
   */
  readonly wholeSince?: Date;
  readonly state: SourceState;
  /** Everything published since this instant has been seen; left out, it is worked out from the dates. */
  readonly coversFrom?: Date;
  /** There is more to read than one run may: the next run comes soon. */
  readonly hasMore?: boolean;
  /** The source asks to be left alone for so long. */
  readonly restMs?: number;
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

/** What the operator of the other side allows; the store holds to it. */
export interface Terms {
  /** False: only ids are kept. */
  readonly mayStore: boolean;
  /** False: shown, but neither classified nor counted by its words. */
  readonly mayAnalyse: boolean;
  /** Days a text may be kept at most, from its collection. */
  readonly keepDays?: number;
  /** Days after which a text that was not seen again must go. */
  readonly refreshDays?: number;
  /** To be shown beside each mention. */
  readonly attribution?: string;
  /** What the terms forbid or ask for, in a plain sentence. Empty: nothing that we know of. */
  readonly note: string;
}

/** What reading and replying use, and what is free. */
export interface Cost {
  /** One of what is counted: "call", "post", "unit". */
  readonly unit: string;
  /** Plain words: "free", "$0.005 a post". */
  readonly note: string;
  /** What a new source may use unless a person says otherwise. */
  readonly perDay?: number;
  readonly perMonth?: number;
}

/** Looks again at what is known: finds edits and removals that the list of new ones does not show. */
export interface Recheck<Settings = unknown> {
  /** Days between two looks at the same mention. */
  readonly everyDays: number;
  /** For how many days after its publication. */
  readonly forDays: number;
  /** Mentions to ask about at once. */
  readonly batch: number;
  ask(
    context: SourceContext<Settings>,
    known: readonly KnownMention[],
  ): Promise<{ mentions: readonly NewMention[]; removed: readonly string[]; facts?: NewFacts }>;
}

export interface KnownMention {
  readonly externalId: string;
  readonly parentId: string | undefined;
  readonly url: string | undefined;
}

/** Whom a reply answers. */
export interface ReplyTarget extends KnownMention {
  readonly authorHandle: string | undefined;
}

export interface SentReply {
  readonly externalId: string;
  readonly url?: string;
  /** Some places look at a reply before they show it. */
  readonly state: 'published' | 'pending' | 'rejected';
}

export interface ReplyRequest {
  readonly target: ReplyTarget;
  readonly text: string;
  /** The same for every attempt to send the same reply. */
  readonly key: string;
  /** When the first attempt was made: what is looked for is not older. */
  readonly firstTriedAt?: Date;
}

export interface ReplyLimit {
  readonly most: number;
  readonly unit: 'characters' | 'graphemes' | 'bytes';
  readonly least?: number;
}

/** How mentions of a kind are answered. */
export interface Replies<Settings = unknown> {
  /** For a reply to anybody, or to this one: a name that has to be in the text takes room. */
  limit(context: SourceContext<Settings>, target?: ReplyTarget): Promise<ReplyLimit>;
  /** @throws FetchFailed */
  send(context: SourceContext<Settings>, request: ReplyRequest): Promise<SentReply>;
  /** The reply as it stands there already: asked before a second attempt, so that nobody is answered twice. */
  find(context: SourceContext<Settings>, request: ReplyRequest): Promise<SentReply | undefined>;
  edit?(
    context: SourceContext<Settings>,
    reply: { target: ReplyTarget; externalId: string; text: string },
  ): Promise<void>;
  remove?(
    context: SourceContext<Settings>,
    reply: { target: ReplyTarget; externalId: string },
  ): Promise<void>;
}

/** A delivery to a source that is sent to. */
export interface Delivery {
  readonly headers: Headers;
  /** The bytes as they came: signatures are made over them. */
  readonly body: Uint8Array;
  readonly query: URLSearchParams;
}

export interface Received {
  /** The sender's own id of this delivery; undefined when it has none. */
  readonly deliveryId?: string;
  readonly mentions: readonly NewMention[];
  readonly facts?: NewFacts;
  readonly removed: readonly string[];
  readonly skipped: number;
  /** The delivery says that there is news, not what: the source is read at once. */
  readonly readNow?: boolean;
}

/** What the words of one delivery are made into. */
export type Read = Pick<Received, 'mentions' | 'removed' | 'skipped'> & {
  /** Names of the places at which its items hold something. */
  readonly places: readonly string[];
};

/** A kind of source: one file per connector, the file name is the kind. */
export interface Source<Settings = unknown> {
  readonly label: string;
  readonly group: 'anything' | 'mentions' | 'reviews' | 'surveys' | 'customers';
  readonly help: string;
  /** False: it brings customers and orders only. */
  readonly hasMentions?: false;
  /** The page on which sources of this kind are made, where the form of sources is not the place. */
  readonly madeAt?: string;
  /** How to get what the form asks for, one step a line. */
  readonly setup?: readonly string[];
  /** Outside settings are parsed with this once, at the door. Its fields draw the form (`settings-fields.ts`). */
  readonly settings: z.ZodType<Settings>;
  readonly terms: Terms | ((settings: Settings) => Terms);
  readonly cost: Cost;
  /** How many days back a new source reads; left out, only what its address shows. */
  readonly backfill?: { readonly days: number; readonly most: number };
  /** Host that politeness limits are kept for; undefined for kinds that make no request. */
  host(settings: Settings): string | undefined;
  /** Each run listens for a while: of the runs of a process at one time, half may be of such kinds. */
  readonly isStream?: true;
  /** Left out for a kind that is only sent to. @throws FetchFailed when the source cannot be read. */
  fetch?(context: FetchContext<Settings>): Promise<Fetched>;
  /** Says in a sentence what the settings lead to. Left out, one page is read. @throws FetchFailed */
  testConnection?(context: SourceContext<Settings>): Promise<string>;
  readonly recheck?: Recheck<Settings>;
  readonly replies?: Replies<Settings>;
  /** How a person lets it read and answer in their name; pasting tokens stays possible. */
  readonly consent?: Consent;
  /** What the account that has signed in holds, of which the settings name one. */
  readonly choices?: Choices<Settings>;
  /** What the words of a delivery are made into, whoever signed it. @throws Refused when they cannot be read. */
  readBody?(body: string, settings: Settings): Read;
  /** Takes what is sent to the source. @throws Refused when it is not signed as agreed, Unreadable when it cannot be read. */
  receive?(delivery: Delivery, settings: Settings, now: Date): Received;
}
