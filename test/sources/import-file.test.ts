import { expect, test } from 'vitest';
import { type ImportEvent, type ImportOptions, readImport } from '../../src/sources/import-file.ts';

async function read(
  content: string | Uint8Array,
  options: Partial<ImportOptions> = {},
): Promise<ImportEvent[]> {
  return Array.fromAsync(readImport(piecewise(content), { format: 'csv', kind: 'review', ...options }));
}

/** Seven bytes at a time, so that characters and rows are cut wherever they can be. */
async function* piecewise(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
}

test('a row becomes a review, whatever its columns are called', async () => {
  const [event] = await read(
    'External ID,Review Text,Headline,Stars,Author,Published At,Link,Lang,Store,SKU,Touchpoint,Country,Tags,Type,Likes,Views\n' +
      'r1,<p>Nice &amp; warm</p>,Great,4/5,Ada,2026-03-01T14:30:00+02:00,https://x.example/1,en_us,berlin,shoe,use,de,a; b,comment,3,100\n',
  );
  expect(event).toEqual({
    line: 2,
    mention: {
      externalId: 'r1',
      kind: 'comment',
      text: 'Nice & warm',
      title: 'Great',
      rating: { value: 4, min: 1, max: 5 },
      author: { name: 'Ada' },
      publishedAt: new Date('2026-03-01T12:30:00Z'),
      url: 'https://x.example/1',
      language: 'en-US',
      location: 'berlin',
      product: 'shoe',
      touchpoint: 'use',
      country: 'DE',
      tags: ['a', 'b'],
      engagement: 3,
      reach: 100,
    },
  });
});

test('a text that an export has guarded against spreadsheets comes back as it was written', async () => {
  const [guarded, plain] = await read(`id,text,author\n1,"'=sum(A1) is great",'@ada\n2,'tis great,'n'\n`);
  expect(guarded).toMatchObject({ mention: { text: '=sum(A1) is great', author: { name: '@ada' } } });
  expect(plain).toMatchObject({ mention: { text: "'tis great", author: { name: "'n'" } } });
});

test('a review in several columns, as places for software export it, is one text with the answer of its vendor', async () => {
  const [warning, event] = await read(
    'Submitted At,Reviewer,Overall Rating,Title,Pros,Cons,Overall Comments,Vendor Response,Ease of Use\n' +
      '2026-04-09,Verified Reviewer,4,Good fit,Easy setup,Reports,We stay,Thank you!,5\n',
  );
  expect(warning).toEqual({ warning: expect.stringContaining('Ease of Use') });
  expect(event).toMatchObject({
    mention: {
      externalId: expect.stringMatching(/^content-/),
      title: 'Good fit',
      text: 'We stay\n\nEasy setup\n\nReports',
      author: { name: 'Verified Reviewer' },
      rating: { value: 4, min: 1, max: 5 },
      publishedAt: new Date('2026-04-09T00:00:00Z'),
      ownerReply: { text: 'Thank you!' },
    },
  });
});

for (const [name, delimiter] of [
  ['commas', ','],
  ['semicolons', ';'],
  ['tabs', '\t'],
  ['bars', '|'],
] as const) {
  test(`columns may be parted by ${name}`, async () => {
    const events = await read(`id${delimiter}text\n1${delimiter}"a, b; c"\n`);
    expect(events).toMatchObject([{ mention: { externalId: '1', text: 'a, b; c' } }]);
  });
}

test('a byte order mark, a spreadsheet hint, quoted line breaks and empty lines do not disturb, and lines are counted right', async () => {
  const events = await read(
    '\ufeffsep=;\r\nid;text\r\n1;"one\r\ntwo ""quoted"""\r\n\r\n2;Überraschung 😀\r\n',
  );
  expect(events).toMatchObject([
    { line: 3, mention: { text: 'one\ntwo "quoted"' } },
    { line: 6, mention: { text: 'Überraschung 😀' } },
  ]);
});

test('a file of Windows is read and told', async () => {
  const events = await read(Buffer.from('id,text\n1,Gr\xfc\xdfe \x80\n', 'latin1'));
  expect(events).toMatchObject([
    { warning: expect.stringContaining('windows-1252') },
    { mention: { text: 'Grüße €' } },
  ]);
});

test('UTF-16 is read', async () => {
  const events = await read(Buffer.from('\ufeffid\ttext\n1\t評価\n', 'utf16le'));
  expect(events).toMatchObject([{ mention: { text: '評価' } }]);
});

test('a row that cannot be used is refused with its line and reason, and the next one goes on', async () => {
  const events = await read(
    'id,text,rating,date,url,country,kind,likes\n' +
      '1,,,,,,,\n2,a,9,,,,,\n3,a,,03/04/2026,,,,\n4,a,,2026-02-30,,,,\n5,a,,,javascript:x,,,\n6,a,,,,Germany,,\n7,a,,,,,rant,\n8,a,,,,,,-1\n9,fine,,,,,,\n',
  );
  expect(events).toMatchObject([
    { line: 2, error: 'no text and no rating: a row needs at least one of them' },
    { line: 3, error: 'rating: expected a number up to 5, or one such as "8/10", got "9"' },
    {
      line: 4,
      error: 'date: expected something like 2026-03-01 or 2026-03-01T14:30:00+02:00, got "03/04/2026"',
    },
    { line: 5, error: expect.stringContaining('got "2026-02-30"') },
    { line: 6, error: expect.stringContaining('url: expected') },
    { line: 7, error: 'country: expected two letters such as "DE", got "Germany"' },
    { line: 8, error: expect.stringContaining('kind: expected one of mention') },
    { line: 9, error: 'engagement: expected a whole number of 0 or more, got "-1"' },
    { line: 10, mention: { text: 'fine' } },
  ]);
});

test('columns that nobody knows are named once', async () => {
  const [warning] = await read('id,text,Mood,Colour\n1,a,x,y\n2,b,x,y\n');
  expect(warning).toEqual({ warning: 'these columns are not known and were not read: Mood, Colour' });
  expect(await read('{"text":"a","mood":1}\n{"text":"b","mood":2}\n', { format: 'jsonl' })).toMatchObject([
    { line: 1, mention: { text: 'a' } },
    { warning: 'these columns are not known and were not read: mood' },
    { line: 2, mention: { text: 'b' } },
  ]);
});

test('the same row has the same id in every file, and another row another one', async () => {
  const ids = async (content: string) =>
    (await read(content)).map((event) => 'mention' in event && event.mention.externalId);
  const [first, second] = await ids('text,rating,date\nGood,5,2026-03-01\nGood,4,2026-03-01\n');
  expect(first).not.toBe(second);
  expect(await ids('rating,date,text\n5,2026-03-01,Good\n')).toEqual([first]);
});

test('what a row does not say comes from the import', async () => {
  const [event] = await read('text\na\n', { language: 'de', location: 'berlin', kind: 'mention' });
  expect(event).toMatchObject({ mention: { kind: 'mention', language: 'de', location: 'berlin' } });
});

const ratings = [
  ['4', { value: 4, min: 1, max: 5 }],
  ['"4,5"', { value: 4.5, min: 1, max: 5 }],
  ['0', { value: 0, min: 0, max: 5 }],
  ['8/10', { value: 8, min: 1, max: 10 }],
  ['3 out of 5 stars', { value: 3, min: 1, max: 5 }],
  ['80 %', { value: 80, min: 0, max: 100 }],
  ['★★★★☆', { value: 4, min: 1, max: 5 }],
] as const;

for (const [written, rating] of ratings) {
  test(`a rating of ${written} is ${rating.value} on ${rating.min}–${rating.max}`, async () => {
    expect(await read(`rating,text\n${written},x\n`)).toMatchObject([{ mention: { rating } }]);
  });
}

test('a column may name the end of the scale', async () => {
  expect(await read('rating,rating_max\n7,10\n')).toMatchObject([
    { mention: { text: '', rating: { value: 7, min: 1, max: 10 } } },
  ]);
});

const dates = [
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['01.03.2026 14:30', '2026-03-01T14:30:00.000Z'],
  ['2026/03/01', '2026-03-01T00:00:00.000Z'],
  ['1772323200', '2026-03-01T00:00:00.000Z'],
  ['1772323200000', '2026-03-01T00:00:00.000Z'],
  ['"Sun, 01 Mar 2026 00:00:00 GMT"', '2026-03-01T00:00:00.000Z'],
] as const;

for (const [written, instant] of dates) {
  test(`a date of ${written} is ${instant}`, async () => {
    expect(await read(`text,date\nx,${written}\n`)).toMatchObject([
      { mention: { publishedAt: new Date(instant) } },
    ]);
  });
}

test('JSON lines may nest author, rating and tags; bad lines are refused one by one', async () => {
  const content =
    '{"id":7,"text":"a","rating":{"value":8,"max":10},"author":{"name":"Ada","handle":"@ada","url":"https://x.example/ada"},"tags":["x","y"]}\n' +
    '{"text":\n\n[1]\n{"text":"last","published_at":1772323200}';
  expect(await read(content, { format: 'jsonl' })).toMatchObject([
    {
      line: 1,
      mention: {
        externalId: '7',
        rating: { value: 8, min: 1, max: 10 },
        author: { name: 'Ada', handle: '@ada', url: 'https://x.example/ada' },
        tags: ['x', 'y'],
      },
    },
    { line: 2, error: expect.stringContaining('not JSON') },
    { line: 4, error: expect.stringContaining('another kind of JSON') },
    { line: 5, mention: { text: 'last', publishedAt: new Date('2026-03-01T00:00:00Z') } },
  ]);
});

test('an unclosed quote is told with its line, and the rows before it are not lost', async () => {
  expect(await read('id,text\n1,a\n2,b\n3,"never closed\n4,c\n')).toMatchObject([
    { line: 2, mention: { externalId: '1' } },
    { line: 3, mention: { externalId: '2' } },
    { line: 4, error: expect.stringContaining('never closed') },
  ]);
});

test('whoever stops reading early lets go of the file', async () => {
  let released = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      yield 'id,text\n';
      for (let id = 1; ; id += 1) yield `${id},a\n`;
    } finally {
      released = true;
    }
  }
  for await (const event of readImport(endless(), { format: 'csv', kind: 'review' })) {
    if ('line' in event && event.line > 3) break;
  }
  expect(released).toBe(true);
});

test('an empty file gives nothing', async () => {
  expect(await read('')).toEqual([]);
  expect(await read('', { format: 'jsonl' })).toEqual([]);
});
