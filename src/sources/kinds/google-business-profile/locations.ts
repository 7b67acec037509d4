import { z } from 'zod';
import type { Api } from '../../api/api-client.ts';
import { type Choice, readAll } from '../../api/choices.ts';
import { List, readItems } from '../../api/items.ts';

const ACCOUNTS = 'mybusinessaccountmanagement.googleapis.com';
const LOCATIONS = 'mybusinessbusinessinformation.googleapis.com';
const ACCOUNTS_A_PAGE = 20;
const LOCATIONS_A_PAGE = 100;

const Account = z.object({ name: z.string().regex(/^accounts\/\d+$/) });
const Accounts = z.object({ accounts: List.optional(), nextPageToken: z.string().nullish() });

const Location = z.object({
  name: z.string().regex(/^locations\/\d+$/),
  title: z.string().catch(''),
  storeCode: z.string().nullish().catch(undefined),
  storefrontAddress: z
    .object({
      addressLines: z.array(z.string()).catch([]),
      postalCode: z.string().nullish(),
      locality: z.string().nullish(),
    })
    .nullish()
    .catch(undefined),
});
type Location = z.output<typeof Location>;
const Locations = z.object({ locations: List.optional(), nextPageToken: z.string().nullish() });

/** Every location of every account that somebody manages; one that several accounts show, once. */
export async function listLocations(open: (host: string) => Api): Promise<readonly Choice[]> {
  const accounts = await listAccounts(open(ACCOUNTS));
  const api = open(LOCATIONS);
  const found = new Map<string, Choice>();
  for (const account of accounts) {
    for (const location of await locationsOf(api, account)) {
      if (!found.has(location.name)) found.set(location.name, choiceOf(account, location));
    }
  }
  return [...found.values()];
}

async function listAccounts(api: Api): Promise<readonly string[]> {
  const accounts = await readAll({
    read: async (at) => {
      const query = { pageSize: ACCOUNTS_A_PAGE, pageToken: at || undefined };
      const { body } = await api.call({ path: '/accounts', query }, Accounts);
      return { ...readItems(body.accounts ?? [], Account), next: body.nextPageToken || undefined };
    },
    idOf: ({ name }) => name,
  });
  return accounts.map(({ name }) => name);
}

function locationsOf(api: Api, account: string): Promise<readonly Location[]> {
  return readAll({
    read: async (at) => {
      const query = {
        readMask: 'name,title,storeCode,storefrontAddress',
        orderBy: 'title',
        pageSize: LOCATIONS_A_PAGE,
        pageToken: at || undefined,
      };
      const { body } = await api.call({ path: `/${account}/locations`, query }, Locations);
      return { ...readItems(body.locations ?? [], Location), next: body.nextPageToken || undefined };
    },
    idOf: ({ name }) => name,
  });
}

function choiceOf(account: string, { name, title, storeCode, storefrontAddress }: Location): Choice {
  const { addressLines = [], postalCode, locality } = storefrontAddress ?? {};
  const town = [postalCode, locality].filter(Boolean).join(' ');
  const detail = [...addressLines, town, storeCode].filter(Boolean).join(', ');
  return {
    name: title || name,
    settings: { account: account.replace('accounts/', ''), place: name.replace('locations/', '') },
    ...(detail === '' ? {} : { detail }),
    ...(storeCode ? { location: storeCode } : {}),
  };
}
