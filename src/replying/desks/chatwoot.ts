import { z } from 'zod';
import { type Api, openApi } from '../../sources/api/api-client.ts';
import { header } from '../../sources/api/auth.ts';
import { Id } from '../../sources/api/items.ts';
import { contextFor, type Desk, type DeskWay, deskAddress, goneIsSolved, someText } from '../desk.ts';

const Settings = z.object({
  address: deskAddress,
  account: z
    .string()
    .trim()
    .regex(/^\d{1,12}$/, { error: 'Account: expected its number.' }),
  inbox: z
    .string()
    .trim()
    .regex(/^\d{1,12}$/, { error: 'Inbox: expected the number of an API inbox.' }),
  token: someText('Access token'),
});
type Settings = z.output<typeof Settings>;

const Contact = z.object({ id: Id, identifier: z.string().nullish() });
const Conversation = z.object({ id: Id, status: z.string() });

export default {
  title: 'Chatwoot',
  settings: Settings,
  fields: [
    { name: 'address', label: 'Address', hint: 'https://app.chatwoot.com, or that of your own' },
    { name: 'account', label: 'Number of the account' },
    { name: 'inbox', label: 'Number of the API inbox' },
    { name: 'token', label: 'Access token', isSecret: true },
  ],
  async open(settings, { key, body, requester }, way) {
    const api = apiOf(settings, way);
    const contact =
      (await contactOf(api, key)) ?? (await addContact(api, settings, { key, author: requester.name }));
    const json = {
      source_id: key,
      inbox_id: Number(settings.inbox),
      contact_id: Number(contact.id),
      status: 'open',
      message: { content: body },
    };
    const { body: made } = await api.call({ method: 'POST', path: '/conversations', json }, Conversation);
    return ticketOf(settings, made.id);
  },
  async find(settings, { key }, way) {
    const api = apiOf(settings, way);
    const contact = await contactOf(api, key);
    if (!contact) return undefined;
    const path = `/contacts/${encodeURIComponent(contact.id)}/conversations`;
    const { body } = await api.call({ path }, z.object({ payload: z.array(Conversation) }));
    const [found] = body.payload;
    return found && ticketOf(settings, found.id);
  },
  isSolved: (settings, { externalId }, way) =>
    goneIsSolved(
      apiOf(settings, way)
        .call({ path: `/conversations/${encodeURIComponent(externalId)}` }, Conversation)
        .then(({ body }) => body.status === 'resolved'),
    ),
} satisfies Desk<Settings>;

const apiOf = ({ address, account, token }: Settings, way: DeskWay): Api =>
  openApi(contextFor(way), {
    base: `${address}/api/v1/accounts/${account}`,
    auth: header('api_access_token', token),
  });

/** A contact of its own for each item: its identifier is how the conversation is found again. */
async function contactOf(api: Api, key: string): Promise<z.output<typeof Contact> | undefined> {
  const { body } = await api.call(
    { path: '/contacts/search', query: { q: key } },
    z.object({ payload: z.array(Contact) }),
  );
  return body.payload.find(({ identifier }) => identifier === key);
}

async function addContact(api: Api, { inbox }: Settings, { key, author }: { key: string; author: string }) {
  const json = { inbox_id: Number(inbox), name: author, identifier: key };
  const Made = z.object({ payload: z.object({ contact: Contact }) });
  return (await api.call({ method: 'POST', path: '/contacts', json }, Made)).body.payload.contact;
}

const ticketOf = ({ address, account }: Settings, id: string) => ({
  externalId: id,
  url: `${address}/app/accounts/${account}/conversations/${encodeURIComponent(id)}`,
});
