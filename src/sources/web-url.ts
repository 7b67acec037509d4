const LONGEST_URL = 4_000;
/** Parameters that tell where a reader came from; they differ from one answer to the next. */
const TRACKING = /^(?:utm_.+|fbclid|gclid|mc_cid|mc_eid|igshid|_hsenc|_hsmi)$/i;

/** An absolute http or https address, or undefined; relative ones are resolved against the first base that works. */
export function webUrl(
  address: string | undefined,
  bases: readonly (string | undefined)[],
): string | undefined {
  const text = address?.trim();
  if (!text) return undefined;
  const base = bases.reduceRight<string | undefined>(
    (outer, inner) => (inner ? (URL.parse(inner, outer)?.href ?? outer) : outer),
    undefined,
  );
  const url = URL.parse(text) ?? URL.parse(text, base);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.href.length > LONGEST_URL)
    return undefined;
  return url.href;
}

/** `to` with the user and password of `from`, where both are at the same origin. */
export function withCredentialsOf(from: string, to: string): string {
  const source = URL.parse(from);
  const target = URL.parse(to);
  if (!source || !target || source.origin !== target.origin) return to;
  target.username = source.username;
  target.password = source.password;
  return target.href;
}

/** The address as an identity: without the parameters that only track its readers. */
export function withoutTracking(address: string | undefined): string | undefined {
  const url = address === undefined ? null : URL.parse(address);
  const tracking = [...(url?.searchParams.keys() ?? [])].filter((name) => TRACKING.test(name));
  if (!url || tracking.length === 0) return address;
  for (const name of tracking) url.searchParams.delete(name);
  return url.href;
}
