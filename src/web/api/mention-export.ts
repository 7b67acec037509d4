import type { Db } from '../../store/db.ts';
import { type FeedFilter, type FeedMention, listFeed } from '../../store/feed.ts';
import { type CsvValue, csvLine } from './csv.ts';

const MENTIONS_A_STEP = 500;

const HEADER = [
  'id',
  'source',
  'kind',
  'published_at',
  'collected_at',
  'title',
  'text',
  'url',
  'author',
  'stars',
  'location',
  'country',
  'product',
  'touchpoint',
  'tags',
  'lang',
  'label',
  'computed_label',
  'intensity',
  'confidence',
  'conflict',
  'risks',
];

/** Every mention of a filter as CSV, read and sent page by page: memory stays the same however many there are. */
export function exportAnswer(db: Db, filter: FeedFilter): Response {
  const body = ReadableStream.from(linesOf(db, filter)).pipeThrough(new TextEncoderStream());
  return new Response(body as unknown as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="earshot-mentions.csv"',
    },
  });
}

async function* linesOf(db: Db, filter: FeedFilter): AsyncGenerator<string> {
  yield csvLine(HEADER);
  let before: string | undefined;
  do {
    const page = await listFeed(db, filter, { limit: MENTIONS_A_STEP, before });
    yield page.mentions.map((mention) => csvLine(cellsOf(mention))).join('');
    before = page.older;
  } while (before !== undefined);
}

function cellsOf(mention: FeedMention): readonly CsvValue[] {
  return [
    mention.id,
    mention.source.name,
    mention.kind,
    mention.publishedAt?.toISOString(),
    mention.collectedAt.toISOString(),
    mention.title,
    mention.text,
    mention.url,
    mention.author.name ?? mention.author.handle,
    mention.stars,
    mention.location?.code,
    mention.country,
    mention.product,
    mention.touchpoint,
    mention.tags.join(' '),
    mention.language,
    mention.label,
    mention.computedLabel,
    // The label says which way; a cell that begins with a minus is a formula to some spreadsheets.
    Math.abs(mention.compound),
    mention.confidence,
    mention.isConflict,
    mention.risks.join(' '),
  ];
}
