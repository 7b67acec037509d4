import { z } from 'zod';
import { FetchFailed } from '../domain/errors.ts';
import { contextOf } from '../sources/context.ts';
import type { Http } from '../sources/http.ts';
import type { SourceContext } from '../sources/source.ts';

/** A place where other people take care of an item: one file in `desks/`, whose name is its id. */
export interface Desk<Settings = unknown> {
  /** As people know it. */
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  readonly fields: readonly DeskField[];
  /** Makes a ticket. @throws FetchFailed */
  open(settings: Settings, handed: Handed, way: DeskWay): Promise<Ticket>;
  /** The ticket that an earlier attempt has made. Left out where the place recognises the key by itself. */
  find?(settings: Settings, handed: Handed, way: DeskWay): Promise<Ticket | undefined>;
  /** Whether it is solved there. Left out where the place tells us. @throws FetchFailed */
  isSolved?(settings: Settings, ticket: Ticket, way: DeskWay): Promise<boolean>;
}

export interface DeskField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isSecret?: boolean;
}

export interface Ticket {
  readonly externalId: string;
  readonly url?: string;
}

/** What the other side is told: what somebody said in public, and what the person handing it over adds. */
export interface Handed {
  readonly key: string;
  readonly subject: string;
  /** Plain text. */
  readonly body: string;
  readonly author: string;
  readonly requester: Requester;
  readonly mention: {
    readonly id: number;
    readonly text: string;
    readonly url: string | null;
    readonly source: string;
    readonly language: string;
    readonly label: string;
    readonly stars: number | null;
    readonly publishedAt: string | null;
  };
}

/** Whose request it is, for a desk that keeps people. */
export interface Requester {
  /**
   * The same for everything the same account writes at a source. Of whom only a name is known, or nothing, each item
   * has its own: people share names, and one must not be shown what another has written.
   */
  readonly key: string;
  readonly name: string;
}

/** The way there, through the guarded connection. */
export interface DeskWay {
  readonly http: Http;
  readonly now: () => Date;
}

/** For the client that sources ask their interfaces with: no budget is spent on handing over. */
export const contextFor = ({ http, now }: DeskWay): SourceContext => contextOf({ settings: {}, http, now });

export const deskAddress = z
  .url({ protocol: /^https?$/, error: 'Expected an address that starts with https:// or http://.' })
  .max(300)
  .transform((url) => url.replace(/\/+$/, ''));

export const someText = (what: string) =>
  z
    .string()
    .trim()
    .min(1, { error: `${what}: expected some text.` })
    .max(2_000);

/** What the place no longer has was taken care of, as far as we can tell. */
export async function goneIsSolved(asking: Promise<boolean>): Promise<boolean> {
  return asking.catch((error: unknown) => {
    if (error instanceof FetchFailed && (error.status === 404 || error.status === 410)) return true;
    throw error;
  });
}
