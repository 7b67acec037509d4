import { z } from 'zod';
import { FetchFailed } from '../../../domain/errors.ts';
import type { Api } from '../../api/api-client.ts';
import { type Choice, readAll } from '../../api/choices.ts';
import { List, readItems } from '../../api/items.ts';

const ITEMS_A_PAGE = 100;
const NAMED_AT_ONCE = 50;
const URN = /^urn:li:organization(?:Brand)?:(\d+)$/;

// The field was renamed between versions.
const Role = z
  .object({ organization: z.string().optional(), organizationTarget: z.string().optional() })
  .transform(({ organization, organizationTarget }, context) => {
    const [, id] = URN.exec(organization ?? organizationTarget ?? '') ?? [];
    if (id !== undefined) return id;
    context.addIssue({ code: 'custom', message: 'expected the number of an organisation' });
    return z.NEVER;
  });
const Roles = z.object({ elements: List });

/** The organisations that somebody administers, by their names where LinkedIn tells them. */
export async function listOrganizations(api: Api): Promise<readonly Choice[]> {
  const ids = await readAll({
    read: async (at) => {
      const start = Number(at);
      const query = {
        q: 'roleAssignee',
        role: 'ADMINISTRATOR',
        state: 'APPROVED',
        start,
        count: ITEMS_A_PAGE,
      };
      const { elements } = (await api.call({ path: '/organizationAcls', query }, Roles)).body;
      const isFull = elements.length >= ITEMS_A_PAGE;
      return { ...readItems(elements, Role), next: isFull ? String(start + ITEMS_A_PAGE) : undefined };
    },
    idOf: (id) => id,
  });
  const names = await namesOf(api, ids);
  return ids.map((id) => ({
    name: names.get(id) ?? `Organisation ${id}`,
    detail: id,
    settings: { organization: id },
  }));
}

const Named = z.object({ localizedName: z.string() });
const Organizations = z.object({ results: z.record(z.string(), z.unknown()).catch({}) });

async function namesOf(api: Api, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (let start = 0; start < ids.length; start += NAMED_AT_ONCE) {
    const path = `/organizations?ids=List(${ids.slice(start, start + NAMED_AT_ONCE).join(',')})`;
    const answer = await api.call({ path }, Organizations).catch((error: unknown) => {
      // Without names they can still be told apart by their numbers.
      if (error instanceof FetchFailed && error.code === 'http') return undefined;
      throw error;
    });
    for (const [id, one] of Object.entries(answer?.body.results ?? {})) {
      const named = Named.safeParse(one);
      if (named.success) names.set(id, named.data.localizedName);
    }
  }
  return names;
}
