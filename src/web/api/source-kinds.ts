import { z } from '@hono/zod-openapi';
import { sources } from '../../sources/index.ts';
import { propertiesOf } from '../../sources/settings-fields.ts';

export const SourceKind = z
  .object({
    kind: z.string(),
    label: z.string(),
    help: z.string(),
    fields: z.array(
      z.object({
        name: z.string(),
        title: z.string().nullable(),
        description: z.string().nullable(),
        required: z.boolean(),
        secret: z.boolean(),
        choices: z.array(z.string()),
      }),
    ),
    terms: z.string(),
    cost: z.string(),
    unit: z.string(),
    canReply: z.boolean(),
  })
  .openapi('SourceKind');

export function listKinds(): z.input<typeof SourceKind>[] {
  return [...sources].map(([kind, source]) => ({
    kind,
    label: source.label,
    help: source.help,
    fields: propertiesOf(source.settings).map(
      ({ name, title, description, isRequired, secret, choices }) => ({
        name,
        title: title ?? null,
        description: description ?? null,
        required: isRequired,
        secret: secret === true,
        choices: [...choices],
      }),
    ),
    terms: typeof source.terms === 'function' ? '' : source.terms.note,
    cost: source.cost.note,
    unit: source.cost.unit,
    canReply: source.replies !== undefined,
  }));
}
