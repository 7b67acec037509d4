import type { Label, Risk } from '../domain/classification.ts';
import { type QueryDocument, TopicIndex } from '../domain/query/matcher.ts';
import { parseQuery } from '../domain/query/parse.ts';
import type { MentionToClassify } from './classifications.ts';
import type { Sql } from './db.ts';
import { listTopics } from './topics.ts';

/** What the classification says of a mention, as far as queries ask: the label that counts, the language and the risks found. */
export interface Counted {
  readonly label: Label;
  readonly lang: string;
  readonly risks: readonly Risk[];
}

/** The topics of one revision, ready to match. */
export interface Topics {
  readonly revision: number;
  /** Ids of all topics a mention belongs to, the topic of everything among them. */
  match(mention: MentionToClassify, counted: Counted): number[];
}

/** Keeps the topics of the latest revision compiled; asks the store for the revision before each use. */
export class TopicCatalog {
  #topics: Topics | undefined;

  async current(sql: Sql): Promise<Topics> {
    const [workspace] = await sql<{ topics_revision: number }>`select topics_revision from workspace`;
    const revision = workspace?.topics_revision ?? 0;
    if (this.#topics?.revision !== revision) this.#topics = await load(sql, revision);
    return this.#topics;
  }
}

async function load(sql: Sql, revision: number): Promise<Topics> {
  const topics = await listTopics(sql);
  const always = topics.filter((topic) => topic.kind === 'everything').map((topic) => topic.id);
  const index = new TopicIndex(
    topics
      .filter((topic) => topic.kind !== 'everything')
      .map((topic) => ({ id: topic.id, query: parseQuery(topic.query) })),
  );
  return {
    revision,
    match: (mention, counted) => [...always, ...index.match(documentOf(mention, counted))],
  };
}

/** A mention as queries see it. */
export function documentOf(mention: MentionToClassify, counted: Counted): QueryDocument {
  const { title, url, author, country, location, product, stars } = mention;
  return {
    text: mention.text,
    label: counted.label,
    lang: counted.lang,
    risks: counted.risks,
    sourceName: mention.sourceName,
    sourceKind: mention.sourceKind,
    tags: mention.tags,
    ...(title === undefined ? {} : { title }),
    ...(url === undefined ? {} : { url }),
    ...(author === undefined ? {} : { author }),
    ...(country === undefined ? {} : { country }),
    ...(location === undefined ? {} : { location }),
    ...(product === undefined ? {} : { product }),
    ...(stars === undefined ? {} : { stars }),
  };
}
