import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Quote, quoteAsHtml, quoteAsText } from '../../../src/domain/quote.ts';
import { saveFacts } from '../../../src/store/facts.ts';
import { insertSource } from '../../../src/store/sources.ts';
import { count, hear } from '../../support/listening.ts';
import { json } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const DAY_MS = 86_400_000;
let house: WebHouse;
let reviews: number;
let surveys: number;

const said = (howMany: number, text: string, daysAgo: number) =>
  Array.from({ length: howMany }, (_, at) => ({
    externalId: `${text} ${daysAgo} ${at}`,
    text,
    kind: 'review' as const,
    author: { name: `Writer ${at} of ${text}` },
    publishedAt: new Date(NOW.getTime() - daysAgo * DAY_MS - at * 1000),
  }));

beforeAll(async () => {
  house = await openWebHouse({ now: () => NOW });
  const { db, vault } = house.deps;
  const source = (name: string, kind: string) =>
    insertSource(db, {
      name,
      kind,
      settings: { url: 'https://reviews.example/feed.xml' },
      intervalSeconds: 900,
      now: NOW,
    });
  reviews = (await source('Reviews', 'feed')).id;
  surveys = (await source('Surveys', 'webhook')).id;
  await hear(db, { sourceId: reviews, now: NOW }, [
    ...said(9, 'good tea on the terrace', 3),
    ...said(7, 'bad parking', 4),
    ...said(6, 'bad parking', 100),
    ...said(6, 'good tea on the terrace', 101),
    ...said(12, 'bad elevator', 5),
    ...said(2, 'Is the terrace open in winter?', 6),
    { externalId: 'own', text: '<b>good</b> & "honest" bread', kind: 'mention', publishedAt: NOW },
  ]);
  const answers = [10, 9, 9, 3].map((score, at) => ({
    externalId: `answer ${at}`,
    kind: 'nps' as const,
    score,
    scale: { min: 0, max: 10 },
    comment: score > 6 ? 'good tea and a fine terrace' : 'bad parking again',
    answeredAt: new Date(NOW.getTime() - DAY_MS),
    mayQuote: at === 0,
    email: `guest${at}@example.com`,
  }));
  const { pending } = await db.transaction((sql) =>
    saveFacts(sql, { sourceId: surveys, now: NOW, isBackfill: false, vault }, { answers }),
  );
  await count(db, pending);
});

afterAll(() => house.close());

interface Theme {
  name: string;
  voices: number;
  isNew: boolean;
  before: { voices: number } | null;
  promoters: number;
  detractors: number;
}
interface Side {
  voices: number;
  aspects: Theme[];
  phrases: Theme[];
}
interface Answer {
  now: { total: number; read: number };
  before: { total: number; read: number };
  praised: Side;
  complained: Side;
  questions: { voices: number; themes: { name: string; voices: number; examples: { sentence: string }[] }[] };
}

test('themes are told by side, with what is new and who says it', async () => {
  const { now, before, praised, complained, questions } = await json<Answer>(
    house.call('GET', '/api/v1/themes'),
  );
  expect([now, before]).toEqual([
    { total: 35, read: 35 },
    { total: 12, read: 12 },
  ]);
  const tea = praised.aspects.find(({ name }) => name === 'tea');
  // Three comments in the same short words are three people's.
  expect(tea).toMatchObject({ voices: 12, promoters: 3, detractors: 0, before: { voices: 6 }, isNew: false });
  const find = (name: string) => complained.phrases.find((theme) => theme.name === name);
  expect(find('elevator') ?? find('bad elevator')).toMatchObject({
    voices: 12,
    isNew: true,
    before: { voices: 0 },
  });
  expect(find('parking') ?? find('bad parking')).toMatchObject({ voices: 8, isNew: false, detractors: 1 });
  expect(questions.voices).toBe(2);
  expect(questions.themes[0]?.examples[0]?.sentence).toBe('Is the terrace open in winter?');
});

test('they leave as CSV', async () => {
  const answer = await house.call('GET', '/api/v1/themes?format=csv&from=2026-03-01&to=2026-03-20');
  const lines = (await answer.text()).trim().split('\r\n');
  expect(lines[0]).toBe(
    'side,kind,name,voices,share,voices_before,share_before,is_new,promoters,detractors,example',
  );
  expect(lines.some((line) => line.startsWith('praised,aspect,tea,12,'))).toBe(true);
  expect(lines.some((line) => line.startsWith('asked,question,'))).toBe(true);
});

type QuoteAnswer = Quote & { asHtml: string; asText: string };
const quotes = async () =>
  (await json<{ quotes: QuoteAnswer[] }>(house.call('GET', '/api/v1/quotes'))).quotes;

test('quotes are what a customer allowed and what stands in public, without the name of a respondent', async () => {
  const found = await quotes();
  expect(found[0]).toMatchObject({ basis: 'customer', author: null, text: 'good tea and a fine terrace' });
  const open = found.filter(({ basis }) => basis === 'public');
  expect(open).toHaveLength(9);
  expect(open[0]?.author).toMatch(/^Writer/);
  expect(found.filter(({ source }) => source === 'Surveys')).toHaveLength(1);
});

test('a permission that a person noted opens a mention, one they refused closes it, and an edit makes both lapse', async () => {
  const { id } = (
    await house.deps.db<{ id: number }>`select id from mentions where external_id = 'own'`
  )[0] ?? {
    id: 0,
  };
  const permission = `/api/v1/mentions/${id}/quote-permission`;
  expect((await house.call('PUT', permission, { isAllowed: true, note: 'by mail, 12 March' })).status).toBe(
    204,
  );
  const [first] = await quotes();
  expect(first).toMatchObject({ mentionId: id, basis: 'person', note: 'by mail, 12 March' });
  expect(first?.asHtml).toContain('<p>&lt;b&gt;good&lt;/b&gt; &amp; &quot;honest&quot; bread</p>');
  await house.call('PUT', permission, { isAllowed: false });
  expect((await quotes()).map(({ mentionId }) => mentionId)).not.toContain(id);
  await house.call('PUT', permission, { isAllowed: true });
  await hear(house.deps.db, { sourceId: reviews, now: NOW }, [
    {
      externalId: 'own',
      text: 'good bread, they say, and I was paid for it',
      kind: 'mention',
      publishedAt: NOW,
    },
  ]);
  expect((await quotes()).map(({ mentionId }) => mentionId)).not.toContain(id);
  expect(
    (await house.call('PUT', '/api/v1/mentions/999999/quote-permission', { isAllowed: true })).status,
  ).toBe(404);
});

test('a forbidden public review is not offered any more', async () => {
  const open = (await quotes()).find(({ basis }) => basis === 'public');
  await house.call('PUT', `/api/v1/mentions/${open?.mentionId}/quote-permission`, { isAllowed: false });
  expect((await quotes()).map(({ mentionId }) => mentionId)).not.toContain(open?.mentionId);
  await house.call('DELETE', `/api/v1/mentions/${open?.mentionId}/quote-permission`);
  expect((await quotes()).map(({ mentionId }) => mentionId)).toContain(open?.mentionId);
});

test('a copied quote names who said it where, once, and links only to the web', () => {
  const quote: Quote = {
    mentionId: 1,
    text: ' The best <bread> ',
    author: 'Ada "A" L.',
    source: 'Trustpilot',
    attribution: 'Trustpilot',
    url: 'https://t.example/1?a=1&b=2',
    stars: 5,
    day: '2026-03-02',
    basis: 'public',
    note: '',
  };
  expect(quoteAsText(quote)).toBe('“The best <bread>” — Ada "A" L., Trustpilot, 2026-03-02');
  expect(quoteAsHtml(quote)).toBe(
    '<blockquote cite="https://t.example/1?a=1&amp;b=2"><p>The best &lt;bread&gt;</p><footer><a href="https://t.example/1?a=1&amp;b=2">Ada &quot;A&quot; L., Trustpilot, 2026-03-02</a></footer></blockquote>',
  );
});

test('the page shows themes, questions and quotes, escaped, also to who may only read', async () => {
  await house.addUser('eye@example.com', 'viewer');
  const cookie = await house.signIn('eye@example.com');
  const answer = await house.ask('/themes', { headers: { cookie, accept: 'text/html' } });
  const page = await answer.text();
  expect(answer.status).toBe(200);
  expect(page).toContain('Complained about');
  expect(page).toContain('Is the terrace open in winter?');
  expect(page).not.toContain('Never quote this');
  expect(page).toContain('&lt;blockquote');
});
