import type { AlertKind, Severity } from './alert.ts';

/** What a message says, about an alert or as a digest, before a channel gives it its form. Plain text everywhere; addresses are ours and absolute. */
export interface AlertMessage {
  readonly purpose: 'alert' | 'escalation' | 'resolved' | 'test' | 'digest';
  /** Undefined for a test or a digest. */
  readonly alertId: number | undefined;
  readonly kind: AlertKind | 'digest';
  readonly severity: Severity;
  readonly workspace: string;
  /** One line: what, where. */
  readonly title: string;
  /** One or two sentences: how much, against what, since when. */
  readonly summary: string;
  /** What drives it: "Words", ["refund (7, usually 0.3)", …]. */
  readonly drivers: readonly { readonly name: string; readonly lines: readonly string[] }[];
  readonly examples: readonly MessageExample[];
  /** The topics of a digest; none in a message about one thing. */
  readonly sections: readonly MessageSection[];
  readonly links: readonly MessageLink[];
  /** A picture of the numbers; the same in words beside it. */
  readonly chart: MessageChart | undefined;
  /** Ends these messages to this destination; without an address of our own there is none. */
  readonly leave: string | undefined;
}

export interface MessageChart {
  readonly png: Uint8Array;
  readonly alt: string;
}

/** A part of a message with a heading of its own. */
export interface MessageSection {
  readonly title: string;
  /** "Net sentiment": "+12 (95 % interval +5 to +19, n 240)". */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly chart: MessageChart | undefined;
  readonly drivers: readonly { readonly name: string; readonly lines: readonly string[] }[];
  readonly said: readonly { readonly name: string; readonly examples: readonly MessageExample[] }[];
  readonly links: readonly MessageLink[];
}

export interface MessageExample {
  readonly text: string;
  /** Who, where, when. */
  readonly from: string;
  readonly url: string | undefined;
}

export interface MessageLink {
  readonly name: string;
  readonly url: string;
}
