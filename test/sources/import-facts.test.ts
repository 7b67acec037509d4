import { describe, expect, test } from 'vitest';
import type { NewAnswer, NewCustomer, NewOrder } from '../../src/domain/facts.ts';
import { instantIn } from '../../src/domain/zoned-time.ts';
import { IdSet } from '../../src/sources/import/facts/id-set.ts';
import { parseMoment } from '../../src/sources/import/facts/moments.ts';
import { parseAmount } from '../../src/sources/import/facts/numbers.ts';
import { type FactImport, readFacts } from '../../src/sources/import/facts/read-facts.ts';

describe('a file of answers', () => {
  test('as Delighted exports it is read without a word', async () => {
    const { answers, warnings } = await read(
      'surveys',
      `Response ID,Response Created At,Survey Type,Score,Comment,Person Email,Permalink
71,2026-03-01 09:30:00 UTC,nps,9,"Great, thanks",ada@example.com,https://app.example.com/r/71
72,1772357400,csat,2,,,`,
    );
    expect(answers).toEqual([
      {
        externalId: '71',
        kind: 'nps',
        score: 9,
        scale: { min: 0, max: 10 },
        comment: 'Great, thanks',
        email: 'ada@example.com',
        answeredAt: new Date('2026-03-01T09:30:00Z'),
        url: 'https://app.example.com/r/71',
      },
      expect.objectContaining({ kind: 'csat', score: 2, answeredAt: new Date('2026-03-01T09:30:00Z') }),
    ]);
    expect(warnings).toEqual([]);
  });

  test('as Typeform exports it finds the question, the reason and times in UTC', async () => {
    const { answers } = await read(
      'surveys',
      `#,How likely are you to recommend us to a friend?,What is the main reason for your score?,Start Date (UTC),Submit Date (UTC),Network ID
a1,7,Slow parcels,2026-03-01 09:00:00,2026-03-01 09:30:00,x`,
      { timeZone: 'Europe/Berlin' },
    );
    expect(answers).toMatchObject([
      {
        externalId: 'a1',
        kind: 'nps',
        score: 7,
        question: 'How likely are you to recommend us to a friend?',
        comment: 'Slow parcels',
        answeredAt: new Date('2026-03-01T09:30:00Z'),
      },
    ]);
  });

  test('as SurveyMonkey exports it passes its second header over', async () => {
    const { answers, warnings, rejected } = await read(
      'surveys',
      `Respondent ID,Collector ID,Start Date,End Date,Email Address,"Overall, how satisfied are you?",Please tell us why
,,,,,Response,Open-Ended Response
114,1,03/25/2026 01:10:00 PM,03/25/2026 01:12:30 PM,,5,=1+1`,
      { timeZone: 'America/New_York' },
    );
    expect(rejected).toEqual([]);
    expect(answers).toMatchObject([
      {
        externalId: '114',
        kind: 'csat',
        score: 5,
        comment: '=1+1',
        answeredAt: new Date('2026-03-25T17:12:30Z'),
      },
    ]);
    expect(warnings.join()).toContain('line 2 explains the columns');
  });

  test('says for each bad row its line and reason, and keeps the good ones', async () => {
    const { answers, rejected } = await read(
      'surveys',
      `id;nps;date;comment
1;11;2026-03-01;
2;neun;2026-03-01;
3;9;03/04/2026;
4;9;2026-02-30;
5;9;;
6;"9,0";1.3.2026 14:30;"two
lines"
7;9/10;2026-03-01T12:00:00+02:00;
8;8;2026-03-01;x;more;cells`,
    );
    expect(rejected).toEqual([
      { line: 2, reason: 'nps: expected 0 to 10, got "11"' },
      { line: 3, reason: 'nps: expected a number, got "neun"' },
      { line: 4, reason: expect.stringContaining('could be a day or a month first') },
      { line: 5, reason: expect.stringContaining('date: expected a day like 2026-03-01') },
      { line: 6, reason: 'no date: a row needs the time at which it was answered' },
      { line: 10, reason: 'the row has 6 cells and the header 4; a quote may be missing' },
    ]);
    expect(answers).toMatchObject([
      { externalId: '6', score: 9, comment: 'two\nlines', answeredAt: new Date('2026-03-01T14:30:00Z') },
      { externalId: '7', score: 9, answeredAt: new Date('2026-03-01T10:00:00Z') },
    ]);
  });

  test('tells two rows with one id, and keeps two that only look alike', async () => {
    const twice = await read('surveys', 'id,nps,date\na,9,2026-03-01\nb,9,2026-03-01\na,3,2026-03-02');
    expect(twice.warnings).toEqual(['line 4: the id "a" was on line 2 before; the later row holds']);
    const alike = await read('surveys', 'nps,date\n9,2026-03-01\n9,2026-03-01');
    expect(new Set(alike.answers.map(({ externalId }) => externalId)).size).toBe(2);
    const again = await read('surveys', 'nps,date\n9,2026-03-01\n9,2026-03-01');
    expect(again.answers).toEqual(alike.answers);
  });

  test('in UTF-16 with and without a mark, and in windows-1252, is the same', async () => {
    const text = 'id,nps,comment,date\n1,9,Größe süß,2026-03-01\n';
    const utf16 = Buffer.from(text, 'utf16le');
    const files = [
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      utf16,
      Buffer.from(utf16).swap16(),
      Buffer.from(text, 'latin1'),
    ];
    for (const file of files)
      expect((await read('surveys', file)).answers).toMatchObject([{ comment: 'Größe süß' }]);
  });

  test('takes what the caller says of its columns before its names, and refuses what is not there', async () => {
    const file = 'id,Shop no.,Result,date\n1,12,4,2026-03-01';
    const choices = {
      map: { 'Shop no.': 'location', Result: 'score' },
      survey: 'csat',
      segment: 'new',
    } as const;
    expect((await read('surveys', file, choices)).answers).toMatchObject([
      { kind: 'csat', score: 4, location: '12', segment: 'new' },
    ]);
    await expect(read('surveys', file, { map: { Shop: 'location' } })).rejects.toThrow(
      'Its columns are: id, Shop no.',
    );
    await expect(read('surveys', file, { map: { Result: 'stars' } })).rejects.toThrow('no field of surveys');
  });

  test('counts a question that was not answered, and asks what was asked', async () => {
    const { answers } = await read('surveys', 'id,nps,date\n1,,2026-03-01');
    expect(answers).toMatchObject([{ externalId: '1', kind: 'nps' }]);
    expect(answers[0]).not.toHaveProperty('score');
    const { rejected } = await read('surveys', 'id,score,date\n1,4,2026-03-01');
    expect(rejected).toMatchObject([{ reason: expect.stringContaining('does not say what was asked') }]);
  });

  test('as JSONL reads every object by its own keys', async () => {
    const { answers, rejected } = await read(
      'surveys',
      '{"id":1,"nps":9,"created_at":1772357400}\n{"id":"2","score":5,"kind":"ces","date":"2026-03-01","may_quote":true}\n[1]\n{"id":3,"nps":{},"date":"2026-03-01"}\n',
      { format: 'jsonl' },
    );
    expect(answers).toMatchObject([
      { externalId: '1', kind: 'nps' },
      { externalId: '2', kind: 'ces', score: 5, mayQuote: true },
    ]);
    expect(rejected.map(({ line }) => line)).toEqual([3, 4]);
  });
});

describe('a file of customers', () => {
  test('as Stripe exports subscriptions takes the customer, not the subscription, and the real end', async () => {
    const { customers } = await read(
      'customers',
      `id,Customer ID,Customer Email,Plan,Status,Created (UTC),Start (UTC),Canceled At (UTC),Ended At (UTC)
sub_1,cus_1,ada@example.com,pro,active,2025-01-01 10:00,2025-01-02 10:00,2026-02-01 10:00,
sub_2,cus_2,,basic,canceled,2025-01-01 10:00,2025-01-02 10:00,2026-02-01 10:00,2026-03-01 10:00`,
      { timeZone: 'Europe/Berlin' },
    );
    expect(customers).toEqual([
      {
        externalId: 'cus_1',
        email: 'ada@example.com',
        segment: 'pro',
        startedAt: new Date('2025-01-02T10:00:00Z'),
      },
      {
        externalId: 'cus_2',
        segment: 'basic',
        startedAt: new Date('2025-01-02T10:00:00Z'),
        endedAt: new Date('2026-03-01T10:00:00Z'),
      },
    ]);
  });

  test('keeps no mail address as an id, and refuses it without a key to hide it with', async () => {
    const file = 'Email,customer since\nada@example.com,2025-01-01';
    const { customers } = await read('customers', file);
    expect(customers).toMatchObject([{ externalId: 'address-digest of ada@example.com' }]);
    const { rejected } = await read('customers', file, { digestOf: () => undefined });
    expect(rejected).toMatchObject([{ reason: expect.stringContaining('EARSHOT_SECRET_KEY') }]);
  });

  test('refuses an end before the start', async () => {
    const { rejected } = await read('customers', 'id,start,ended\n1,2026-03-02,2026-03-01');
    expect(rejected).toMatchObject([
      { line: 2, reason: expect.stringContaining('expected a time after the start') },
    ]);
  });
});

describe('a file of orders', () => {
  test('as Shopify exports it has one order of many lines, and none that was not paid', async () => {
    const { orders, warnings, passed } = await read(
      'orders',
      `Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem name,Refunded Amount,Id
#1001,ada@example.com,paid,2026-03-01 10:00:00 +0100,EUR,76.00,2026-03-01 09:59:00 +0100,Cup,10.00,5
#1001,ada@example.com,,,,,2026-03-01 09:59:00 +0100,Plate,,
#1002,bob@example.com,voided,,EUR,12.00,2026-03-02 09:59:00 +0100,Cup,0.00,6`,
    );
    expect(orders).toEqual([
      {
        externalId: '#1001',
        customer: 'address-digest of ada@example.com',
        amount: 76,
        refunded: 10,
        currency: 'EUR',
        product: 'Cup',
        orderedAt: new Date('2026-03-01T08:59:00Z'),
      },
    ]);
    expect(passed).toBe(2);
    expect(warnings.join('; ')).toContain(
      '1 row was passed over: the status is “voided”: nothing was bought',
    );
  });

  test('as Pipedrive exports deals takes those that were won', async () => {
    const { orders } = await read(
      'orders',
      `Deal - ID,Deal - Value,Deal - Currency,Deal - Won time,Deal - Status,Person - ID,Region
7,"1.250,50",EUR,2026-03-01 10:00:00,Won,33,south
8,900,EUR,,Open,34,south`,
    );
    expect(orders).toMatchObject([{ externalId: '7', amount: 1250.5, customer: '33' }]);
  });

  test('refuses a refund above the amount, a currency that is none and an amount that could be two', async () => {
    const { rejected } = await read(
      'orders',
      'id,customer,amount,refund,currency,date\n1,a,5,6,EUR,2026-03-01\n2,a,5,,Euro,2026-03-01\n3,a,"1,234",,EUR,2026-03-01',
    );
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'refund: expected at most the amount (5), got 6',
      'currency: expected three letters such as EUR, got "EURO"',
      'amount: "1,234" could be thousands or decimals; say which sign begins the decimals (comma or point)',
    ]);
  });
});

const MOMENTS = [
  ['3/25/2026 2:30 PM', 'auto', 'UTC', '2026-03-25T14:30:00.000Z'],
  ['25/3/2026', 'auto', 'UTC', '2026-03-25T00:00:00.000Z'],
  ['03/04/2026', 'day-first', 'UTC', '2026-04-03T00:00:00.000Z'],
  ['03/04/2026', 'month-first', 'UTC', '2026-03-04T00:00:00.000Z'],
  ['1.3.26', 'auto', 'Europe/Berlin', '2026-02-28T23:00:00.000Z'],
  ['2026-07-01 12:00', 'auto', 'Europe/Berlin', '2026-07-01T10:00:00.000Z'],
  ['2026-07-01T12:00:00Z', 'auto', 'Europe/Berlin', '2026-07-01T12:00:00.000Z'],
  ['2026/03/01 12:00:00 AM', 'auto', 'UTC', '2026-03-01T00:00:00.000Z'],
  ['1772357400000', 'auto', 'Europe/Berlin', '2026-03-01T09:30:00.000Z'],
  ['2024-02-29', 'auto', 'UTC', '2024-02-29T00:00:00.000Z'],
] as const;

for (const [text, order, timeZone, expected] of MOMENTS) {
  test(`"${text}" in ${timeZone} (${order}) is ${expected}`, () => {
    expect(parseMoment('date', text, { order, timeZone }).toISOString()).toBe(expected);
  });
}

for (const text of ['13/13/2026', '2026-02-29', '12:30', '3/25/2026 13:00 PM', 'soon', '=NOW()']) {
  test(`"${text}" is no moment`, () => {
    expect(() => parseMoment('date', text, { order: 'day-first', timeZone: 'UTC' })).toThrow(
      'date: expected',
    );
  });
}

test('a time that clocks skip is an hour later, one they show twice is the first', () => {
  const berlin = (wall: string) => new Date(instantIn('Europe/Berlin', Date.parse(`${wall}Z`))).toISOString();
  expect(berlin('2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00.000Z');
  expect(berlin('2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.000Z');
  expect(berlin('2026-10-25T03:30:00')).toBe('2026-10-25T02:30:00.000Z');
});

const AMOUNTS = [
  ['12.50', 12.5],
  ['12,50 €', 12.5],
  ['$1,234.50', 1234.5],
  ['1.234,50', 1234.5],
  ["CHF 1'234.5", 1234.5],
  ['1 234 567', 1_234_567],
  ['1,234,567', 1_234_567],
  ['0,125', 0.125],
  ['-3', -3],
] as const;

for (const [text, expected] of AMOUNTS) {
  test(`"${text}" is ${expected}`, () => expect(parseAmount('amount', text, 'auto')).toBe(expected));
}

test('the sign of the decimals can be said', () => {
  expect(parseAmount('amount', '1,234', 'comma')).toBe(1.234);
  expect(parseAmount('amount', '1,234', 'point')).toBe(1234);
  expect(() => parseAmount('amount', '12,34', 'point')).toThrow('expected an amount');
});

test('ids are known again among hundreds of thousands', () => {
  const ids = new IdSet();
  const before = Array.from({ length: 300_000 }, (_, n) => ids.note(`id ${n}`, n + 1)).filter(
    (line) => line > 0,
  );
  expect(before).toEqual([]);
  expect([ids.note('id 299999', 7), ids.note('id 0', 8), ids.note('id 0', 9), ids.note('new', 1)]).toEqual([
    300_000, 1, 8, 0,
  ]);
});

async function read(kind: FactImport['kind'], file: string | Buffer, more: Partial<FactImport> = {}) {
  const bytes = Buffer.from(file);
  const pieces = (async function* () {
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  })();
  const options: FactImport = {
    kind,
    format: 'csv',
    map: {},
    dates: 'auto',
    decimals: 'auto',
    timeZone: 'UTC',
    digestOf: (address) => `digest of ${address}`,
    ...more,
  };
  const batches = await Array.fromAsync(readFacts(pieces, options));
  const facts = batches.flatMap((batch) => batch.facts.map(({ fact }) => fact));
  return {
    answers: facts as NewAnswer[],
    customers: facts as NewCustomer[],
    orders: facts as NewOrder[],
    rejected: batches.flatMap((batch) => batch.rejected),
    warnings: batches
      .flatMap((batch) => batch.warnings)
      .filter((warning) => !warning.includes('windows-1252')),
    passed: batches.reduce((sum, batch) => sum + batch.passed, 0),
  };
}
