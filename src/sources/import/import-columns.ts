/** Column names that mean the same; the first of each list is the one we write in help and messages. */
const ALIASES = {
  id: ['id', 'external_id', 'externalid', 'review_id', 'mention_id', 'comment_id', 'post_id', 'guid'],
  text: [
    'text',
    'body',
    'review',
    'comment',
    'review_text',
    'review_body',
    'content',
    'message',
    'review_content',
    'overall_comments',
  ],
  /** Places where businesses judge software ask for what is good and what is bad apart. */
  pros: ['pros', 'advantages', 'likes_most', 'what_do_you_like_most', 'what_do_you_like_best'],
  cons: ['cons', 'disadvantages', 'dislikes_most', 'what_do_you_dislike_most', 'what_do_you_dislike'],
  ownerReply: ['owner_reply', 'vendor_response', 'company_reply', 'company_response'],
  title: ['title', 'headline', 'review_headline', 'subject', 'review_title', 'summary'],
  rating: [
    'rating',
    'stars',
    'score',
    'star_rating',
    'review_rating',
    'overall_rating',
    'overall_user_rating',
    'overall',
  ],
  ratingMin: ['rating_min', 'min_rating', 'ratingmin'],
  ratingMax: ['rating_max', 'max_rating', 'scale', 'out_of', 'ratingmax'],
  author: ['author', 'author_name', 'user', 'username', 'user_name', 'reviewer', 'reviewer_name', 'name'],
  authorUrl: ['author_url', 'profile', 'profile_url'],
  date: [
    'date',
    'published_at',
    'publishedat',
    'created_at',
    'createdat',
    'published',
    'review_date',
    'published_date',
    'date_published',
    'submitted_at',
    'date_submitted',
    'submitted_date',
    'date_of_review',
    'timestamp',
    'time',
  ],
  url: ['url', 'link', 'permalink', 'review_url'],
  language: ['language', 'lang', 'locale'],
  location: ['location', 'store', 'branch', 'location_id', 'store_id', 'store_code'],
  product: ['product', 'product_id', 'product_name', 'item', 'sku'],
  touchpoint: ['touchpoint', 'stage'],
  country: ['country', 'country_code'],
  tags: ['tags', 'tag', 'categories', 'category', 'labels'],
  kind: ['kind', 'type'],
  engagement: ['engagement', 'likes', 'helpful', 'helpful_votes', 'interactions'],
  reach: ['reach', 'impressions', 'views', 'followers'],
  parentId: ['parent_id', 'parentid', 'in_reply_to', 'reply_to'],
} as const satisfies Record<string, readonly string[]>;

type Column = keyof typeof ALIASES;

/** One row or object in our words. */
export type ImportRow = Readonly<Partial<Record<Column, unknown>>>;

const columns = new Map<string, Column>(
  Object.entries(ALIASES).flatMap(([column, names]) =>
    names.map((name) => [name, column as Column] as const),
  ),
);

/** Our word for a column, whatever its case and separators ("Review Text", "review-text"); undefined for an unknown one. */
function columnOf(name: string): Column | undefined {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
  return columns.get(plain);
}

/** Of several columns that mean the same, the first that is not empty counts. */
export function rowOf(cells: Iterable<readonly [string, unknown]>): ImportRow {
  const row: Partial<Record<Column, unknown>> = {};
  for (const [name, value] of cells) {
    const column = columnOf(name);
    if (column && !isEmpty(value) && isEmpty(row[column])) row[column] = value;
  }
  return row;
}

/** One sentence about columns that are not used, or undefined when there are none. */
export function unknownColumns(names: readonly string[]): string | undefined {
  const unknown = names.filter((name) => name.trim() !== '' && !columnOf(name));
  if (unknown.length === 0) return undefined;
  return `these columns are not known and were not read: ${unknown.join(', ')}`;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
