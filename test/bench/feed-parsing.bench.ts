/**
 * How many feeds of a collection are read as expected. Run by hand:
 * `node test/bench/feed-parsing.bench.ts CASES.json [--failures]`, where the file is an array of
 * `{ id, tier, headers, url, feedBase64, checks: [{ field, item?, expect }] }`.
 */
import { readFileSync } from 'node:fs';
import type { NewMention } from '../../src/domain/mention.ts';
import { type ParsedFeed, parseFeedDocument } from '../../src/sources/feed/feed-document.ts';
import { htmlToText } from '../../src/sources/html-to-text.ts';

interface Check {
  readonly field: string;
  readonly item?: number;
  readonly expect: unknown;
}

interface Case {
  readonly id: string;
  readonly tier: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string | null;
  readonly feedBase64: string;
  readonly checks: readonly Check[];
}

const [, , path, flag] = process.argv;
if (!path) throw new Error('expected the path of a file of cases');
const cases: readonly Case[] = JSON.parse(readFileSync(path, 'utf8'));
const tally = new Map<string, { passed: number; all: number }>();
for (const one of cases) {
  const problems = await problemsOf(one);
  for (const tier of [one.tier, 'all']) {
    const { passed, all } = tally.get(tier) ?? { passed: 0, all: 0 };
    tally.set(tier, { passed: passed + (problems.length === 0 ? 1 : 0), all: all + 1 });
  }
  if (flag === '--failures' && problems.length > 0) console.log(one.tier, one.id, ...problems);
}
for (const [tier, { passed, all }] of tally) {
  console.log(`${tier}: ${passed} of ${all} (${((100 * passed) / all).toFixed(1)} %)`);
}

async function problemsOf(one: Case): Promise<string[]> {
  const bytes = Buffer.from(one.feedBase64, 'base64');
  const headers = new Headers(one.headers);
  try {
    const feed = await parseFeedDocument({
      bytes,
      contentType: headers.get('content-type') ?? undefined,
      url: one.url ?? headers.get('content-location') ?? 'http://127.0.0.1:8097/',
    });
    return one.checks.flatMap((check) => {
      const got = foundIn(feed, check);
      return matches(check, got)
        ? []
        : [`${check.field}: ${JSON.stringify(got)} instead of ${JSON.stringify(check.expect)}`];
    });
  } catch (error) {
    return [String(error)];
  }
}

function foundIn(feed: ParsedFeed, { field, item = 0 }: Check): unknown {
  const mention: NewMention | undefined = feed.mentions[item];
  const values: Record<string, () => unknown> = {
    count: () => feed.mentions.length + feed.skipped,
    'feed.title': () => feed.title,
    'feed.link': () => feed.siteUrl,
    title: () => mention?.title,
    link: () => mention?.url,
    id: () => mention?.externalId,
    date: () => mention?.publishedAt?.toISOString(),
    content: () => mention?.text,
    author: () => mention?.author?.name,
  };
  return values[field]?.();
}

/** Texts are compared as plain text, addresses as addresses, dates as instants. */
function matches({ field, expect }: Check, got: unknown): boolean {
  if (field === 'count') return got === Number(expect);
  const expected = String(expect ?? '');
  const value = String(got ?? '');
  if (field === 'date') return Date.parse(value) === Date.parse(expected);
  if (field.endsWith('link'))
    return (URL.parse(value)?.href ?? value) === (URL.parse(expected)?.href ?? expected);
  const folded = (text: string) => text.replace(/\s+/g, ' ').trim();
  return [expected, htmlToText(expected), htmlToText(htmlToText(expected))].some(
    (form) => folded(form) === folded(value),
  );
}
