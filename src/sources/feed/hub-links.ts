import { webUrl } from '../web-url.ts';

/** Where news of a feed is announced (WebSub), and under which address the hub knows the feed. */
export interface HubLinks {
  readonly hub: string;
  readonly topic: string;
}

type Link = { readonly rel?: string | undefined; readonly href?: string | undefined };

const LONGEST_HEADER = 10_000;
const LINK_VALUE = /<([^<>]{1,2000})>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]+))?)*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))/i;

/** The links of a `Link` header (RFC 8288). */
export function linksOfHeader(header: string | null): readonly Link[] {
  const values = (header ?? '').slice(0, LONGEST_HEADER).matchAll(LINK_VALUE);
  return Array.from(values, ([, href, parameters = '']) => {
    const [, quoted, plain] = REL.exec(parameters) ?? [];
    return { href, rel: quoted ?? plain };
  });
}

/** The first hub that is named; the header's word comes before the document's. Undefined where there is none. */
export function hubOf(links: readonly Link[], feedUrl: string): HubLinks | undefined {
  const find = (rel: string) =>
    links
      .filter((link) => link.rel?.toLowerCase().split(/\s+/).includes(rel))
      .map((link) => webUrl(link.href, [feedUrl]))
      .find((url) => url !== undefined);
  const hub = find('hub');
  return hub === undefined ? undefined : { hub, topic: find('self') ?? feedUrl };
}
