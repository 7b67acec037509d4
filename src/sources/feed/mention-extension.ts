import { z } from 'zod';
import { MENTION_KINDS, type NewMention } from '../../domain/mention.ts';
import { oneLine } from '../clean-text.ts';

const Text = z.string().max(500).transform(oneLine);

/** What a JSON Feed item may say about itself beyond the standard, in an object named `_earshot`. */
const Extension = z.object({
  rating: z
    .object({ value: z.number(), min: z.number(), max: z.number() })
    .refine(({ value, min, max }) => min < max && value >= min && value <= max)
    .optional(),
  kind: z.enum(MENTION_KINDS).optional(),
  parentId: Text.optional(),
  location: Text.optional(),
  product: Text.optional(),
  touchpoint: Text.optional(),
  country: z
    .string()
    .regex(/^[a-z]{2}$/i)
    .transform((code) => code.toUpperCase())
    .optional(),
  engagement: z.number().int().nonnegative().optional(),
  reach: z.number().int().nonnegative().optional(),
  /** What the owner of the place or product has answered below it. */
  ownerReply: z
    .object({
      text: z.string().min(1).max(20_000),
      at: z.iso
        .datetime({ offset: true })
        .transform((at) => new Date(at))
        .optional(),
    })
    .optional(),
});

type Extras = Pick<
  NewMention,
  | 'rating'
  | 'parentId'
  | 'location'
  | 'product'
  | 'touchpoint'
  | 'country'
  | 'engagement'
  | 'reach'
  | 'ownerReply'
> & { kind?: NewMention['kind'] };

/** Undefined when there is none or it is invalid; an invalid one adds a warning and the item goes without. */
export function parseExtension(value: unknown, warnings: string[]): Extras | undefined {
  if (value === undefined || value === null) return undefined;
  const parsed = Extension.safeParse(value);
  if (parsed.success) return withoutUndefined(parsed.data);
  const [issue] = parsed.error.issues;
  warnings.push(
    `an item's _earshot object was ignored: ${issue?.path.join('.') || 'it'} is not as described`,
  );
  return undefined;
}

function withoutUndefined(extras: z.infer<typeof Extension>): Extras {
  return Object.fromEntries(Object.entries(extras).filter(([, value]) => value !== undefined));
}
