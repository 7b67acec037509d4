import type { AlertMessage, MessageLink } from '../domain/alert-message.ts';
import { chartInWords, driversInWords, headline, momentIn, summary } from '../domain/alert-words.ts';
import type { AlertRow } from '../store/alerts.ts';
import type { DeliveryPurpose } from '../store/deliveries.ts';
import type { Workspace } from '../store/workspace.ts';
import { chartPicture } from './chart-picture.ts';

/** Addresses that a message may carry; undefined where nobody could reach them. */
export interface MessageAddresses {
  /** Of this Earshot, without a slash at the end. */
  readonly origin: string | undefined;
  /** Lets who has it handle the alert without signing in. */
  readonly handle: string | undefined;
  readonly leave: string | undefined;
}

export function messageOf(
  alert: AlertRow,
  purpose: Exclude<DeliveryPurpose, 'test' | 'digest'>,
  { workspace, addresses }: { workspace: Workspace; addresses: MessageAddresses },
): AlertMessage {
  const { origin, handle, leave } = addresses;
  const { timeZone } = workspace;
  const png = chartPicture(alert.why);
  const page = origin && `${origin}/alerts/${alert.id}`;
  return {
    purpose,
    alertId: alert.id,
    kind: alert.kind,
    severity: alert.severity,
    workspace: workspace.name,
    title: `${PREFIX[purpose]}${headline(alert)}`,
    summary: summary(alert, timeZone),
    drivers: driversInWords(alert.why),
    examples: alert.why.examples.map(({ mentionId, text, source, author, at }) => ({
      text,
      from: [author, source, momentIn(new Date(at), timeZone)].filter(Boolean).join(', '),
      url: origin && `${origin}/mentions/${mentionId}`,
    })),
    sections: [],
    links: [...linkOf('Open the alert', page), ...linkOf('Acknowledge, resolve or mark as false', handle)],
    chart: png && { png, alt: chartInWords(alert.why) },
    leave,
  };
}

const PREFIX = { alert: '', escalation: 'Nobody has taken this yet. ', resolved: 'Resolved. ' } as const;

export function testMessage(workspace: Workspace, { origin, leave }: MessageAddresses): AlertMessage {
  return {
    purpose: 'test',
    alertId: undefined,
    kind: 'mention',
    severity: 'info',
    workspace: workspace.name,
    title: 'A test from Earshot',
    summary: 'Alerts will arrive here like this message. There is nothing to do.',
    drivers: [],
    examples: [],
    sections: [],
    links: linkOf('Open Earshot', origin),
    chart: undefined,
    leave,
  };
}

const linkOf = (name: string, url: string | undefined): MessageLink[] => (url ? [{ name, url }] : []);
