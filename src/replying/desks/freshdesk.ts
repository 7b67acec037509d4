import { z } from 'zod';
import { type Api, openApi } from '../../sources/api/api-client.ts';
import { basic } from '../../sources/api/auth.ts';
import { Id } from '../../sources/api/items.ts';
import { contextFor, type Desk, type DeskWay, deskAddress, goneIsSolved, someText } from '../desk.ts';

const Settings = z.object({ address: deskAddress, key: someText('API key') });
type Settings = z.output<typeof Settings>;

const TicketAnswer = z.object({ id: Id, status: z.number(), tags: z.array(z.string()).optional() });
const OPEN = 2;
const SOLVED = new Set([4, 5]);
const LOW = 1;
/** The newest come first, and what is looked for is minutes old. */
const MOST_LISTED = 100;

export default {
  title: 'Freshdesk',
  settings: Settings,
  fields: [
    { name: 'address', label: 'Address', hint: 'https://acme.freshdesk.com' },
    { name: 'key', label: 'API key', isSecret: true },
  ],
  // Tickets have no key of ours, so a tag carries it; their search for tags lags behind, the requester's list does not.
  async open(settings, { key, subject, body, requester }, way) {
    const json = {
      subject,
      description: htmlOf(body),
      unique_external_id: requester.key,
      name: requester.name,
      status: OPEN,
      priority: LOW,
      tags: ['earshot', tagOf(key)],
    };
    const { body: made } = await apiOf(settings, way).call(
      { method: 'POST', path: '/tickets', json },
      TicketAnswer,
    );
    return ticketOf(settings, made.id);
  },
  async find(settings, { key, requester }, way) {
    const api = apiOf(settings, way);
    const known = { path: '/contacts', query: { unique_external_id: requester.key } };
    const [contact] = (await api.call(known, z.array(z.object({ id: Id })))).body;
    if (!contact) return undefined;
    const theirs = { path: '/tickets', query: { requester_id: contact.id, per_page: MOST_LISTED } };
    for (const { id, tags } of (await api.call(theirs, z.array(TicketAnswer))).body) {
      if ((tags ?? (await tagsOf(api, id))).includes(tagOf(key))) return ticketOf(settings, id);
    }
    return undefined;
  },
  isSolved: (settings, { externalId }, way) =>
    goneIsSolved(
      apiOf(settings, way)
        .call({ path: `/tickets/${encodeURIComponent(externalId)}` }, TicketAnswer)
        .then(({ body }) => SOLVED.has(body.status)),
    ),
} satisfies Desk<Settings>;

const apiOf = ({ address, key }: Settings, way: DeskWay) =>
  openApi(contextFor(way), { base: `${address}/api/v2`, auth: basic(key, 'X') });

/** A tag has 32 characters at most: those of the key that differ. */
const tagOf = (key: string) => key.replace(/^earshot-/, '').slice(0, 32);

/** Where a list leaves them out. */
async function tagsOf(api: Api, id: string): Promise<readonly string[]> {
  const { body } = await api.call({ path: `/tickets/${encodeURIComponent(id)}` }, TicketAnswer);
  return body.tags ?? [];
}

const ticketOf = ({ address }: Settings, id: string) => ({
  externalId: id,
  url: `${address}/a/tickets/${encodeURIComponent(id)}`,
});

/** Their descriptions are HTML; what strangers wrote stays text. */
const htmlOf = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
