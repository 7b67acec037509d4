import { z } from 'zod';
import { openApi } from '../../sources/api/api-client.ts';
import { basic } from '../../sources/api/auth.ts';
import { Id } from '../../sources/api/items.ts';
import { contextFor, type Desk, type DeskWay, deskAddress, goneIsSolved, someText } from '../desk.ts';

const Settings = z.object({ address: deskAddress, key: someText('API key') });
type Settings = z.output<typeof Settings>;

const TicketAnswer = z.object({ id: Id, status: z.number() });
const OPEN = 2;
const SOLVED = new Set([4, 5]);
const LOW = 1;

export default {
  title: 'Freshdesk',
  settings: Settings,
  fields: [
    { name: 'address', label: 'Address', hint: 'https://acme.freshdesk.com' },
    { name: 'key', label: 'API key', isSecret: true },
  ],
  // A requester of its own for each item, so that its ticket is found again at once; their search lags behind.
  async open(settings, { key, subject, body, author }, way) {
    const json = {
      subject,
      description: htmlOf(body),
      unique_external_id: key,
      name: author,
      status: OPEN,
      priority: LOW,
      tags: ['earshot'],
    };
    const { body: made } = await apiOf(settings, way).call(
      { method: 'POST', path: '/tickets', json },
      TicketAnswer,
    );
    return ticketOf(settings, made.id);
  },
  async find(settings, { key }, way) {
    const call = { path: '/tickets', query: { unique_external_id: key } };
    const [found] = (await apiOf(settings, way).call(call, z.array(TicketAnswer))).body;
    return found && ticketOf(settings, found.id);
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

const ticketOf = ({ address }: Settings, id: string) => ({
  externalId: id,
  url: `${address}/a/tickets/${encodeURIComponent(id)}`,
});

/** Their descriptions are HTML; what strangers wrote stays text. */
const htmlOf = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
