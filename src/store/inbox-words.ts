import { ALL_STEMMERS, indexedWords, stemmerOf, wantedWords } from '../domain/search-words.ts';
import { json, type Sql } from './db.ts';

/** A text as far as a search goes through it. */
export interface Searchable {
  readonly id: number;
  readonly language: string;
  readonly title: string;
  readonly text: string;
  readonly author: string;
}

/** Makes the words of items findable, in place of those they had. */
export async function writeWords(sql: Sql, items: readonly Searchable[]): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map(({ id, language, title, text, author }) => {
    const { spaced, pairs } = indexedWords(`${title}\n${text}`);
    const name = indexedWords(author);
    return {
      id,
      stemmer: stemmerOf(language),
      spaced,
      author: name.spaced,
      pairs: [...new Set([...pairs, ...name.pairs])],
    };
  });
  await sql`
    insert into inbox_words (mention_id, words)
    select n.id,
           to_tsvector(n.stemmer::regconfig, n.spaced) || to_tsvector('simple', n.author) || array_to_tsvector(n.pairs)
      from jsonb_to_recordset(${json(rows)}::jsonb) as n (
           id bigint, stemmer text, spaced text, author text, pairs text[])
     order by n.id
        on conflict (mention_id) do update set words = excluded.words`;
}

export async function forgetWords(sql: Sql, mentionIds: readonly number[]): Promise<void> {
  await sql`delete from inbox_words where mention_id = any(${mentionIds}::bigint[])`;
}

/** What more items hold than this is found by walking through them. */
const FOUND_AT_MOST = 20_000;

/** Items that hold what a query of `queryOf` asks for. */
export async function findWords(sql: Sql, query: string): Promise<number[]> {
  const rows = await sql<{ mention_id: number }>`
    select mention_id from inbox_words where words @@ ${query}::tsquery limit ${FOUND_AT_MOST}`;
  return rows.map((row) => row.mention_id);
}

/**
 * What somebody typed, as Postgres searches it: quotes, OR and a minus mean what they do in a search engine. A word may
 * stand in any language, so each way of stemming it counts; undefined when there is nothing to look for.
 */
export async function queryOf(
  sql: Sql,
  typed: string,
  language: string | undefined,
): Promise<string | undefined> {
  const stemmers = language === undefined ? ALL_STEMMERS : [...new Set([stemmerOf(language), 'simple'])];
  const unwanted = [...typed.matchAll(UNWANTED)].map(([, phrase, word]) => phrase ?? word ?? '');
  const wanted = await stemmed(sql, typed.replace(UNWANTED, ' '), stemmers);
  const refused = await Promise.all(unwanted.map((words) => stemmed(sql, words, stemmers)));
  if (wanted === undefined) return undefined;
  return [wanted, ...refused.flatMap((query) => (query === undefined ? [] : [`!(${query})`]))].join(' & ');
}

const UNWANTED = /(?<=^|\s)-(?:"([^"]+)"|(\S+))/gu;

async function stemmed(sql: Sql, typed: string, stemmers: readonly string[]): Promise<string | undefined> {
  const { spaced, pairs, beginnings } = wantedWords(typed);
  const [row] = await sql<{ query: string | null }>`
    select string_agg(distinct nullif(q::text, ''), ' | ') as query
      from unnest(${stemmers}::text[]) as stemmer
     cross join lateral websearch_to_tsquery(stemmer::regconfig, ${spaced}) as q`;
  const parts = [
    ...(row?.query ? [`(${row.query})`] : []),
    ...pairs.map(quoted),
    ...beginnings.map((one) => `${quoted(one)}:*`),
  ];
  return parts.length > 0 ? parts.join(' & ') : undefined;
}

const quoted = (word: string) => `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
