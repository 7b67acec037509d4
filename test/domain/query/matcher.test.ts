import { describe, expect, test } from 'vitest';
import { compileQuery, matches, type QueryDocument, TopicIndex } from '../../../src/domain/query/matcher.ts';
import { parseQuery } from '../../../src/domain/query/parse.ts';

const found = (query: string, document: QueryDocument) => matches(compileQuery(parseQuery(query)), document);

describe('A text matches', () => {
  const cases: [query: string, text: string, expected: boolean][] = [
    ['acme', 'ACME is fine', true],
    ['acme', 'acmeist', false],
    ['acme', "Acme's app", true],
    ['acme', 'l’acme', true],
    ['acme', 'Acme™', true],
    ['acme', '_acme_', true],
    ['acme', 'ＡＣＭＥ', true],
    ['acme', 'ac\u00adme', true],
    ['acme phone', 'the phone by acme', true],
    ['acme phone', 'acme', false],
    ['acme OR phone', 'phone', true],
    ['acme -phone', 'acme phone', false],
    ['acme -phone', 'acme tablet', true],
    ['acme (phone OR tablet) NOT (old OR used)', 'acme tablet', true],
    ['acme (phone OR tablet) NOT (old OR used)', 'used acme tablet', false],
    ['NOT (old OR NOT acme)', 'acme', true],
    ['NOT (old OR NOT acme)', 'old acme', false],
    ['"slow delivery"', 'Slow, delivery', true],
    ['"slow delivery"', 'delivery slow', false],
    ['"slow delivery"', 'slow parcel delivery', false],
    ['"slow slow delivery"', 'slow slow slow delivery', true],
    ['wi-fi', 'wi fi and WI-FI', true],
    ['wi-fi', 'wifi', false],
    ['booking.com', 'on Booking.com', true],
    ['"at&t"', 'AT&T', true],
    ['deliver*', 'delivered', true],
    ['deliver*', 'deliver', true],
    ['deliver*', 'undelivered', false],
    ['"slow deliver*"', 'slow deliveries', true],
    ['"deliver* late"', 'fine but delivered late', true],
    ['"deliver* late"', 'late delivery', false],
    ['{Apple}', 'an Apple', true],
    ['{Apple}', 'an apple', false],
    ['{Apple}', 'APPLE', false],
    ['{Apple Store}', 'the Apple Store', true],
    ['{Apple Store}', 'the Apple store', false],
    ['{Deliver*}', 'Delivered', true],
    ['{Deliver*}', 'delivered', false],
    ['cafe', 'the café', true],
    ['café', 'the café', true],
    ['café', 'the cafe\u0301', true],
    ['café', 'the cafe', false],
    ['caf*', 'cafés', true],
    ['{Cafe}', 'Café', false],
    ['strasse', 'Straße', true],
    ['Straße', 'STRASSE', true],
    ['istanbul', 'İstanbul', true],
    ['οδος', 'ΟΔΟΣ', true],
    ['sostrene', 'Søstrene', true],
    ['елка', 'ёлка', true],
    ['мои', 'мой', false],
    ["don't", 'I don’t', true],
    ['don’t', "I don't", true],
    ['can', "I can't", false],
    ['#acme', 'so #Acme', true],
    ['acme', 'so #Acme', true],
    ['#acme', 'so acme', false],
    ['#acme', 'so @acme', false],
    ['@acme', 'hi @acme!', true],
    ['@acme', 'info@acme.com', false],
    ['acme', 'hi @acme!', true],
    ['acme', 'info@acme.com', true],
    ['@bob_x', 'by @Bob_X', true],
    ['C#', 'I write C# code', true],
    ['C#', 'I write C code', false],
    ['Disney+', 'Disney+ is down', true],
    ['Disney+', 'Disney is fun', false],
    ['disney', 'Disney+ is down', true],
    ['👍', 'great 👍🏽', true],
    ['👍', 'great', false],
    ['楽天', '私は楽天モバイルです', true],
    ['天楽', '私は楽天モバイルです', false],
    ['モバイル', '楽天ﾓﾊﾞｲﾙ', true],
    ['か', 'が', false],
    ['银行*', '我的银行卡', true],
    ['iPhone手机', '新iPhone手机很好', true],
    ['โรงแรม', 'ชอบโรงแรมนี้', true],
    ['삼성*', '삼성이 좋다', true],
    ['삼성', '삼성이 좋다', false],
    ['slow NEAR/2 delivery', 'slow but nice delivery', true],
    ['slow NEAR/2 delivery', 'slow but very nice delivery', false],
    ['slow NEAR/2 delivery', 'delivery was very slow', true],
    ['slow NEAR/2f delivery', 'delivery was very slow', false],
    ['slow NEAR/2f delivery', 'slow but nice delivery', true],
    ['slow NEAR/0 delivery', 'delivery slow', true],
    ['slow NEAR/0f delivery', 'delivery slow', false],
    ['slow NEAR/1 delivery', "slow Acme's delivery 📦", true],
    ['slow NEAR/0 slow', 'slow', false],
    ['slow NEAR/0 slow', 'slow slow', true],
    ['slow NEAR/3 "slow delivery"', 'slow delivery', false],
    ['(slow OR "too late") NEAR/1 (deliver* OR parcel)', 'delivered far too late', true],
    ['(slow OR "too late") NEAR/0 (deliver* OR parcel)', 'delivered far too late', false],
    ['{Acme} NEAR/1 #fail', 'Acme is #fail', true],
    ['{Acme} NEAR/1 #fail', 'acme is #fail', false],
    ['lang:en OR acme', 'acme', true],
  ];
  for (const [query, text, expected] of cases) {
    test(`${expected ? '' : 'not '}"${text}" with ${query}`, () => {
      expect(found(query, { text })).toBe(expected);
      const index = new TopicIndex([{ id: 'a', query: parseQuery(query) }]);
      expect(index.match({ text })).toEqual(expected ? ['a'] : []);
    });
  }
});

describe('A field matches', () => {
  const document: QueryDocument = {
    text: 'slow',
    sourceName: 'App Store, our app',
    sourceKind: 'app-store',
    url: 'https://news.example.co.uk/a?b#c',
    author: '@Bob Smíth',
    lang: 'en-GB',
    country: 'GB',
    stars: 3.67,
    label: 'negative',
    risks: ['legal', 'churn'],
    tags: ['VIP', 'second chance'],
    location: 'berlin-mitte',
    product: 'Acme Phone 3',
  };
  const cases: [query: string, expected: boolean][] = [
    ['source:app-store', true],
    ['risk:legal', true],
    ['risk:churn', true],
    ['risk:safety', false],
    ['source:"app store, OUR app"', true],
    ['source:"app store"', false],
    ['source:"app store*"', true],
    ['site:example.co.uk', true],
    ['site:news.example.co.uk', true],
    ['site:ample.co.uk', false],
    ['site:www.example.co.uk', false],
    ['author:"bob smith"', true],
    ['author:"bob smíth"', true],
    ['author:"böb smith"', false],
    ['author:bob', false],
    ['author:bob*', true],
    ['lang:en', true],
    ['lang:de', false],
    ['country:gb', true],
    ['country:uk', true],
    ['country:de', false],
    ['rating:4', true],
    ['rating:3', false],
    ['rating:3.67', true],
    ['rating:>3', true],
    ['rating:>=4', false],
    ['rating:<=4', true],
    ['rating:<3.5', false],
    ['rating:3..4', true],
    ['rating:1..3', false],
    ['sentiment:negative', true],
    ['sentiment:unknown', false],
    ['tag:vip', true],
    ['tag:"second chance"', true],
    ['tag:second', false],
    ['location:berlin-mitte', true],
    ['location:berlin*', true],
    ['product:"acme phone 3"', true],
    ['product:"acme phone"', false],
  ];
  for (const [query, expected] of cases) {
    test(`${expected ? '' : 'not '}with ${query}`, () => {
      expect(found(query, document)).toBe(expected);
      expect(found(query, { text: 'nothing known' })).toBe(false);
      expect(new TopicIndex([{ id: 1, query: parseQuery(query) }]).match(document)).toEqual(
        expected ? [1] : [],
      );
    });
  }

  test('also where the address has another alphabet', () => {
    expect(found('site:müller.de', { text: '', url: 'https://shop.xn--mller-kva.de/' })).toBe(true);
  });

  test('but not where the address cannot be read', () => {
    expect(found('site:example.com', { text: '', url: 'example.com/a' })).toBe(false);
  });
});

test('Title and text are both searched, and no phrase or NEAR reaches from one into the other', () => {
  const document = { title: 'So slow', text: 'delivery today' };
  expect(found('slow delivery', document)).toBe(true);
  expect(found('"slow delivery"', document)).toBe(false);
  expect(found('slow NEAR/100 delivery', document)).toBe(false);
  expect(found('delivery NEAR/0f today', document)).toBe(true);
});

test('The index answers in the order of its topics and keeps topics of one id apart', () => {
  const index = new TopicIndex(
    ['zebra', 'NEVER', 'a* OR zeb*', 'lang:en', 'zebra lang:de'].map((text, id) => ({
      id,
      query: parseQuery(text.replace('a*', 'ab*')),
    })),
  );
  expect(index.size).toBe(5);
  expect(index.match({ text: 'a zebra', lang: 'en' })).toEqual([0, 2, 3]);
  expect(index.match({ text: 'a zebra' })).toEqual([0, 2]);
  expect(index.match({ text: '' })).toEqual([]);
});

test('A query built by hand that only says NOT is still answered', () => {
  const index = new TopicIndex([{ id: 'x', query: { kind: 'not', operand: parseQuery('acme') } }]);
  expect(index.match({ text: 'other' })).toEqual(['x']);
  expect(index.match({ text: 'acme' })).toEqual([]);
});
