import { z } from 'zod';
import { Refused, Unreadable } from '../../domain/errors.ts';
import { holdsIn, mentionsInJson, placesIn } from '../feed/mentions-in-json.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { JSON_PATHS } from '../json-paths.ts';
import { choice, secret, text } from '../settings-fields.ts';
import type { Read, Source } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { verifyDelivery } from '../webhook/signature.ts';

const Settings = z.object({
  signature: choice('Signed as', {
    standard: 'Standard Webhooks (webhook-signature)',
    hmac: 'HMAC-SHA256 of the body (as GitHub signs)',
    token: 'not signed: a shared token',
  }).default('standard'),
  secret: secret('Secret', 'The key of the signature, or the token. At least 16 characters.').refine(
    (value) => value.length >= 16,
    'expected at least 16 characters',
  ),
  header: text(
    'Header',
    'Where the signature or token stands, if it is not the usual one (x-hub-signature-256, Authorization).',
  )
    .regex(/^[\w-]+$/, 'expected the name of a header')
    .optional(),
  removedWhen: text(
    'Removed when',
    'A place and its value that say that the item is gone, as in "action=deleted". Left empty, nothing is removed.',
  )
    .regex(/^[^=]+=.+$/, 'expected a place and a value: action=deleted')
    .optional(),
  ...JSON_PATHS,
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

/** Anything that can send JSON to an address. */
export default {
  label: 'Webhook',
  group: 'anything',
  help: 'An address that other systems send mentions to, as JSON: a shop, a form, an automation.',
  setup: [
    'Add the source with a secret of your own.',
    'Let the other system POST to the address that is shown on the page of the source: one item, or a list of them.',
    'Where it cannot sign, choose the shared token and send it as "Authorization: Bearer …", or as ?token=… in the address.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  host: () => undefined,
  receive(delivery, settings, now) {
    const { signature, secret: key, header } = settings;
    const deliveryId = verifyDelivery(delivery, { choice: signature, secret: key, header }, now);
    const { mentions, removed, skipped } = readSigned(new TextDecoder().decode(delivery.body), settings);
    if (mentions.length + removed.length === 0 && skipped > 0) {
      throw new Unreadable(
        'Nothing in the delivery could be made a mention: an item needs a text, and an id or an address. Check where the settings say these stand.',
      );
    }
    return { ...(deliveryId === undefined ? {} : { deliveryId }), mentions, removed, skipped };
  },
  readBody,
} satisfies Source<Settings>;

function readSigned(json: string, settings: Settings): Read {
  try {
    return readBody(json, settings);
  } catch (error) {
    throw error instanceof Refused ? new Unreadable(error.message, { cause: error }) : error;
  }
}

function readBody(json: string, settings: Settings): Read {
  const { mentions, skipped } = mentionsInJson(json, settings);
  const own = mentions.map((mention) => withDefaults(mention, settings));
  const isRemoval = settings.removedWhen !== undefined && holdsIn(json, settings.removedWhen);
  return {
    mentions: isRemoval ? [] : own,
    removed: isRemoval ? own.map(({ externalId }) => externalId) : [],
    skipped,
    places: placesIn(json),
  };
}
