import { z } from 'zod';
import { openApi } from '../../sources/api/api-client.ts';
import { basic } from '../../sources/api/auth.ts';
import { Id } from '../../sources/api/items.ts';
import { contextFor, type Desk, type DeskWay, deskAddress, goneIsSolved, someText } from '../desk.ts';

const Settings = z.object({
  address: deskAddress,
  email: z.email({ error: 'E-mail address: expected that of the agent the token belongs to.' }).max(254),
  token: someText('API token'),
});
type Settings = z.output<typeof Settings>;

const TicketAnswer = z.object({ id: Id, status: z.string() });

export default {
  title: 'Zendesk',
  settings: Settings,
  fields: [
    { name: 'address', label: 'Address', hint: 'https://acme.zendesk.com' },
    { name: 'email', label: 'E-mail address of the agent' },
    { name: 'token', label: 'API token', isSecret: true },
  ],
  async open(settings, { key, subject, body }, way) {
    const ticket = { subject, comment: { body, public: false }, external_id: key, tags: ['earshot'] };
    const call = {
      method: 'POST',
      path: '/tickets',
      json: { ticket },
      headers: { 'idempotency-key': key },
    } as const;
    const { body: made } = await apiOf(settings, way).call(call, z.object({ ticket: TicketAnswer }));
    return ticketOf(settings, made.ticket.id);
  },
  async find(settings, { key }, way) {
    const call = { path: '/tickets', query: { external_id: key } };
    const { body } = await apiOf(settings, way).call(call, z.object({ tickets: z.array(TicketAnswer) }));
    const [found] = body.tickets;
    return found && ticketOf(settings, found.id);
  },
  isSolved: (settings, { externalId }, way) =>
    goneIsSolved(
      apiOf(settings, way)
        .call({ path: `/tickets/${encodeURIComponent(externalId)}` }, z.object({ ticket: TicketAnswer }))
        .then(({ body }) => body.ticket.status === 'solved' || body.ticket.status === 'closed'),
    ),
} satisfies Desk<Settings>;

const apiOf = ({ address, email, token }: Settings, way: DeskWay) =>
  openApi(contextFor(way), { base: `${address}/api/v2`, auth: basic(`${email}/token`, token) });

const ticketOf = ({ address }: Settings, id: string) => ({
  externalId: id,
  url: `${address}/agent/tickets/${encodeURIComponent(id)}`,
});
