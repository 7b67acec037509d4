import { z } from 'zod';
import type { AlertMessage, MessageChart } from '../../domain/alert-message.ts';
import type { Channel } from '../channel.ts';
import { mailHtml } from '../mail-html.ts';
import { plainText, shortened } from '../plain-text.ts';

const optional = z
  .string()
  .optional()
  .transform((text) => text || undefined);

const Settings = z.object({
  to: z.email({ error: 'Expected one mail address as receiver.' }),
  from: z.email({ error: 'Expected a mail address as sender.' }),
  host: z.string().trim().min(1, { error: 'Expected the name of a mail server.' }),
  port: z.coerce.number({ error: 'Expected a port, such as 587.' }).int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: optional,
  password: optional,
});

/** One person's mail, over any SMTP server. */
export default {
  title: 'Mail',
  settings: Settings,
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
} satisfies Channel<z.output<typeof Settings>>;

const chartsOf = ({ chart, sections }: AlertMessage): MessageChart[] =>
  [chart, ...sections.map((section) => section.chart)].filter((one) => one !== undefined);
