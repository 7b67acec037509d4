import type { AlertKind, Severity } from './alert.ts';

/** What a message says, before a channel gives it its form. Plain text everywhere; addresses are ours and absolute. */
export interface AlertMessage {
  readonly purpose: 'alert' | 'escalation' | 'resolved' | 'test';
  /** Undefined for a test. */
  readonly alertId: number | undefined;
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly workspace: string;
  /** One line: what, where. */
  readonly title: string;
  /** One or two sentences: how much, against what, since when. */
  readonly summary: string;
  /** What drives it: "Words", ["refund (7, usually 0.3)", …]. */
  readonly drivers: readonly { readonly name: string; readonly lines: readonly string[] }[];
  readonly examples: readonly MessageExample[];
  readonly links: readonly MessageLink[];
  /** A picture of the numbers; the same in words beside it. */
  readonly chart: { readonly png: Uint8Array; readonly alt: string } | undefined;
  /** Switches this destination off; without an address of our own there is none. */
  readonly leave: string | undefined;
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
