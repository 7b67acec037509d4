import type { z } from 'zod';
import type { AlertMessage, MessageChart } from '../../domain/alert-message.ts';
import type { Channel } from '../channel.ts';
import { mailHtml } from '../mail-html.ts';
import { MailSettings } from '../mail-settings.ts';
import { plainText, shortened } from '../plain-text.ts';

/** One person's mail, over any SMTP server. */
export default {
  title: 'Mail',
  settings: MailSettings,
  fields: [
    { name: 'to', label: 'To', hint: 'One address; it can leave with one click.' },
    { name: 'from', label: 'From' },
    { name: 'host', label: 'Mail server', isAddress: true },
    { name: 'port', label: 'Port', hint: '465 for tls, 587 for starttls', isAddress: true },
    { name: 'security', label: 'Encryption', choices: ['starttls', 'tls', 'none'], isAddress: true },
    { name: 'user', label: 'User', isOptional: true },
    { name: 'password', label: 'Password', isSecret: true, isOptional: true },
  ],
  async send({ to, from, host, port, security, user, password }, { message, idempotencyKey }, ways) {
    const { leave, severity, title } = message;
    const pictures = chartsOf(message).map(({ png }, at) => ({
      png,
      cid: `chart-${at}-${idempotencyKey}@earshot`,
    }));
    await ways.mail.send(
      { host, port, security, user, password },
      {
        from,
        to,
        subject: shortened(`${severity === 'critical' ? 'Critical: ' : ''}${title}`, 200),
        text: leave ? `${plainText(message)}\n\nNo more of these mails: ${leave}` : plainText(message),
        html: mailHtml(message, (png) => pictures.find((picture) => picture.png === png)?.cid ?? ''),
        messageId: `<${idempotencyKey}@earshot>`,
        headers: leave
          ? // RFC 8058
            { 'List-Unsubscribe': `<${leave}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
          : {},
        pictures,
      },
    );
  },
} satisfies Channel<z.output<typeof MailSettings>>;

const chartsOf = ({ chart, sections }: AlertMessage): MessageChart[] =>
  [chart, ...sections.map((section) => section.chart)].filter((one) => one !== undefined);
