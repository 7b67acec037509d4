/** One page of a list, as a connector has read it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Whatever leads to the next page: a cursor, a number, an address. Undefined on the last one. */
  readonly next: string | undefined;
  /** Items that could not be read. */
  readonly skipped: number;
}

export interface PagesRead<Item> {
  readonly items: readonly Item[];
  /** Why it ended: the last page, a page with nothing new, as many as one run may read, or pages that lead round. */
  readonly end: 'last' | 'known' | 'limit' | 'circle';
  /** Where to go on, after `limit`. */
  readonly next: string | undefined;
  /** Items of all pages that could not be read. */
  readonly skipped: number;
}

/**
 * Reads page after page. A cursor that comes again, or a page that brings nothing but what this run has read already,
 * is a circle: it ends there, with what came before.
 */
export async function readPages<Item>(options: {
  /** What leads to the first page. */
  first: string;
  read: (at: string) => Promise<Page<Item>>;
  idOf: (item: Item) => string;
  /** A page of which every item is known is the last one needed. */
  isKnown?: (item: Item) => boolean;
  most: number;
}): Promise<PagesRead<Item>> {
  const visited = new Set<string>();
  const items = new Map<string, Item>();
  let at = options.first;
  let skipped = 0;
  for (;;) {
    visited.add(at);
    const page = await options.read(at);
    skipped += page.skipped;
    const fresh = page.items.filter((item) => !items.has(options.idOf(item)));
    for (const item of fresh) items.set(options.idOf(item), item);
    const found = { items: [...items.values()], next: page.next, skipped };
    const { isKnown } = options;
    if (page.next === undefined) return { ...found, end: 'last' };
    if (isKnown && page.items.length > 0 && page.items.every(isKnown)) return { ...found, end: 'known' };
    const isRound = visited.has(page.next) || (page.items.length > 0 && fresh.length === 0);
    if (isRound) return { ...found, end: 'circle', next: undefined };
    if (visited.size >= options.most) return { ...found, end: 'limit' };
    at = page.next;
  }
}

export const CIRCLE_WARNING =
  'Its pages lead round in a circle; what came before was kept, the rest is asked for again.';

/** The address of the next page in a Link header (RFC 8288). */
export function nextLink(headers: Headers): string | undefined {
  return linkOf(headers, 'next');
}

function linkOf(headers: Headers, relation: string): string | undefined {
  const links = (headers.get('link') ?? '').split(/,(?=\s*<)/);
  for (const link of links) {
    const [, target, parameters = ''] = /^\s*<([^>]*)>(.*)$/s.exec(link) ?? [];
    const relations = /;\s*rel\s*=\s*"?([^";]+)"?/i.exec(parameters)?.[1]?.split(/\s+/) ?? [];
    if (target !== undefined && relations.includes(relation)) return target;
  }
  return undefined;
}
