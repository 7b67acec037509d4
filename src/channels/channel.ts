import type { z } from 'zod';
import type { AlertMessage } from '../domain/alert-message.ts';

/** A way to tell people: one file in `kinds/`, whose name is its id. */
export interface Channel<Settings = unknown> {
  /** As people know it. */
  readonly title: string;
  /** What a person has to enter; names in `secrets` are kept encrypted and never shown again. */
  readonly settings: z.ZodType<Settings>;
  readonly fields: readonly ChannelField[];
  /** It wakes people up: no place for what comes every day. */
  readonly isForAlertsOnly?: boolean;
  /** Sends once. @throws NotSent, FetchFailed */
  send(settings: Settings, outgoing: Outgoing, ways: Ways): Promise<void>;
}

export interface ChannelField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isSecret?: boolean;
  readonly isOptional?: boolean;
  /** Says where secrets are sent: who changes it has to know them. */
  readonly isAddress?: boolean;
  readonly choices?: readonly string[];
}

export interface Outgoing {
  readonly message: AlertMessage;
  /** The same for every attempt at the same message, so that a receiver can tell a repetition. */
  readonly idempotencyKey: string;
  readonly now: Date;
}

/** The ways out of the house: each vets where it connects to. */
export interface Ways {
  readonly http: {
    send(request: {
      url: string;
      method: 'POST';
      headers: Readonly<Record<string, string>>;
      body: string;
    }): Promise<{ readonly status: number; readonly headers: Headers; readonly body: Uint8Array }>;
  };
  readonly mail: MailWay;
}

export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string | undefined;
  readonly password: string | undefined;
}

export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pictures: readonly { readonly png: Uint8Array; readonly cid: string }[];
}

export interface MailWay {
  send(server: MailServer, mail: Mail): Promise<void>;
}

/** The receiver did not take a message. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
  /** Asking again would change nothing until a person does something. */
  readonly isFinal: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: { isFinal: boolean; retryAfterMs?: number | undefined; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.isFinal = options.isFinal;
    this.retryAfterMs = options.retryAfterMs;
  }
}
