import { z } from 'zod';

const optional = z
  .string()
  .optional()
  .transform((text) => text || undefined);

/** A mail server, who writes, and to whom. */
export const MailSettings = z.object({
  to: z.email({ error: 'Expected one mail address as receiver.' }),
  from: z.email({ error: 'Expected a mail address as sender.' }),
  host: z
    .string({ error: 'Expected the name of a mail server.' })
    .trim()
    .min(1, { error: 'Expected the name of a mail server.' }),
  port: z.coerce.number({ error: 'Expected a port, such as 587.' }).int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: optional,
  password: optional,
});
