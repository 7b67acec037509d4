import type { z } from 'zod';
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
    { name: 'host', label: 'Mail server' },
    { name: 'port', label: 'Port', hint: '465 for tls, 587 for starttls' },
    { name: 'security', label: 'Encryption', choices: ['starttls', 'tls', 'none'] },
    { name: 'user', label: 'User', isOptional: true },
    { name: 'password', label: 'Password', isSecret: true, isOptional: true },
  ],
  async send({ to, from, host, port, security, user, password }, { message, idempotencyKey }, ways) {
    const { leave, chart, severity, title } = message;
    const cid = `chart-${idempotencyKey}@earshot`;
    await ways.mail.send(
      { host, port, security, user, password },
      {
        from,
        to,
        subject: shortened(`${severity === 'critical' ? 'Critical: ' : ''}${title}`, 200),
        text: leave ? `${plainText(message)}\n\nNo more of these mails: ${leave}` : plainText(message),
        html: mailHtml(message, chart ? cid : undefined),
        messageId: `<${idempotencyKey}@earshot>`,
        headers: leave
          ? // RFC 8058
            { 'List-Unsubscribe': `<${leave}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
          : {},
        picture: chart ? { png: chart.png, cid } : undefined,
      },
    );
  },
} satisfies Channel<z.output<typeof MailSettings>>;
