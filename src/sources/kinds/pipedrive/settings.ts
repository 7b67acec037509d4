import { z } from 'zod';
import { itemDefaults } from '../../item-defaults.ts';
import { choice, secret, text } from '../../settings-fields.ts';
import { deliverySecret } from '../../survey/nudge.ts';

const { location, product } = itemDefaults;
const fieldKey = (title: string, description: string) =>
  text(title, description)
    .regex(/^[\w-]+$/, `${title}: expected the key of a field`)
    .optional();

export const Settings = z.object({
  token: secret('API token', 'Of a person who sees all deals.'),
  customerIs: choice(
    'A customer is',
    { person: 'the person of a deal', organization: 'the organisation of a deal' },
    'Deals without one are left out.',
  ).default('person'),
  referralField: fieldKey(
    'Referred by',
    'Key of a field of the deal that holds who sent the customer. Whatever stands there counts as a referral.',
  ),
  referralChannels: text(
    'Referral channels',
    'Ids of source channels that are referrals, with commas between: 52, 61.',
  )
    .regex(/^\d+(\s*,\s*\d+)*$/, 'Referral channels: expected numbers with commas between')
    .optional(),
  endField: fieldKey(
    'Customer until',
    'Key of a date field of the person or organisation; a date there ends the time as a customer.',
  ),
  segmentField: fieldKey('Segment', 'Key of a field of the deal.'),
  locationField: fieldKey('Location', 'Key of a field of the deal that holds the code of a point of sale.'),
  location,
  product,
  webhookToken: deliverySecret('Enter it as the password of the webhook; any name will do.'),
});
export type Settings = z.output<typeof Settings>;
