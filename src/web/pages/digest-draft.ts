import { z } from 'zod';
import { CADENCES } from '../../domain/digest.ts';
import type { DigestInput } from '../../store/digests.ts';
import { placeOf } from '../parts/place-choice.ts';
import { manyIds } from './form-fields.ts';

const Form = z.object({
  name: z.string().trim().min(1, { error: 'The digest needs a name.' }).max(120),
  cadence: z.enum(CADENCES).default('daily'),
  weekday: z.coerce.number().int().min(1).max(7).default(1),
  sendAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Expected a time like 08:00.' })
    .transform((clock) => {
      const [hours = 0, minutes = 0] = clock.split(':').map(Number);
      return hours * 60 + minutes;
    }),
  topics: manyIds,
  location: z.string().max(200).default(''),
  destinations: manyIds,
});

/** A digest as a form sends it. @throws ZodError */
export function readDigestForm(fields: Record<string, unknown>): DigestInput {
  const { name, cadence, weekday, sendAt, topics, location, destinations } = Form.parse(fields);
  return {
    name,
    cadence,
    weekday: cadence === 'weekly' ? weekday : undefined,
    sendAt,
    topicIds: topics,
    ...placeOf(location),
    destinationIds: destinations,
    enabled: true,
  };
}

/** What a new digest begins with. */
export function newDigest(): DigestInput {
  return {
    name: '',
    cadence: 'daily',
    weekday: undefined,
    sendAt: 8 * 60,
    topicIds: [],
    locationId: undefined,
    area: undefined,
    destinationIds: [],
    enabled: true,
  };
}
