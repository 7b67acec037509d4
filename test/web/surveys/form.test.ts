import { afterAll, beforeAll, expect, test } from 'vitest';
import { FORM_LANGUAGES } from '../../../src/domain/survey/survey.ts';
import { openSurveyHouse, type SurveyHouse } from '../../support/survey-house.ts';

let house: SurveyHouse;
beforeAll(async () => {
  house = await openSurveyHouse();
});
afterAll(() => house.close());

test('an answer arrives like that of any source: score, comment as a mention, touchpoint and permission', async () => {
  const { path, sourceId } = await house.make({ touchpoint: 'receive' });
  const sent = { score: '9', comment: '  Fast and <b>kind</b> ', quote: 'yes', language: 'en' };
  const response = await house.answer(path, sent);
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe(`${path}/thanks?lang=en`);
  expect(await house.answers(sourceId)).toMatchObject([
    {
      kind: 'nps',
      score: 9,
      question: 'How likely are you to recommend My company to a friend or colleague?',
      touchpoint: 'receive',
      may_quote: true,
      comment: 'Fast and <b>kind</b>',
      language: 'en',
    },
  ]);
  expect(await house.look(`${path}/thanks?lang=de`)).toContain('Vielen Dank');
});

test('a form sent twice, or by two clicks at once, is one answer, and the later one holds', async () => {
  const { path, sourceId } = await house.make();
  const page = await house.look(path);
  const [, stamp = ''] = /name="stamp" value="([^"]+)"/.exec(page) ?? [];
  const send = (fields: Record<string, string>) =>
    house.ask(path, { method: 'POST', body: new URLSearchParams({ stamp, ...fields }) });
  await Promise.all([send({ score: '3', comment: 'Slow' }), send({ score: '3', comment: 'Slow' })]);
  house.clock.now += 60_000;
  await send({ score: '6', comment: 'Slow, but friendly' });
  await send({ score: '3', comment: 'Slow' });
  const answers = await house.answers(sourceId);
  expect(answers).toMatchObject([{ score: 3, comment: 'Slow' }]);
  expect(answers[0]?.['answered_at']).toEqual(new Date(house.clock.now - 60_000));
});

test('two people are two answers, and a score alone is one, too', async () => {
  const { path, sourceId } = await house.make({ kind: 'csat' });
  await house.answer(path, { score: '5' });
  await house.answer(path, { score: '1', comment: 'No' });
  expect(await house.answers(sourceId)).toMatchObject([
    { kind: 'csat', score: 5, comment: null },
    { kind: 'csat', score: 1, comment: 'No' },
  ]);
});

const unusable = [
  ['no score', { comment: 'What a day' }],
  ['a score beyond the scale', { score: '11', comment: 'What a day' }],
  ['a score that is no number', { score: '9 or 10', comment: 'What a day' }],
  ['a stamp of our own making', { score: '9', comment: 'What a day', stamp: 'mabc.random.forged' }],
] as const;

for (const [what, fields] of unusable) {
  test(`${what} is asked for again, and nothing typed is lost`, async () => {
    const { path, sourceId } = await house.make();
    const response = await house.answer(path, fields);
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain('role="alert"');
    expect(page).toContain('What a day');
    expect(await house.answers(sourceId)).toEqual([]);
  });
}

test('a form drawn two days ago is drawn anew', async () => {
  const { path, sourceId } = await house.make();
  const [, stamp = ''] = /name="stamp" value="([^"]+)"/.exec(await house.look(path)) ?? [];
  house.clock.now += 2 * 86_400_000;
  const body = new URLSearchParams({ stamp, score: '4' });
  expect((await house.ask(path, { method: 'POST', body })).status).toBe(422);
  expect(await house.answers(sourceId)).toEqual([]);
});

test('what fills in the field nobody sees is thanked and forgotten', async () => {
  const { path, sourceId } = await house.make();
  const response = await house.answer(path, { score: '10', website: 'https://spam.example' });
  expect(response.status).toBe(303);
  expect(await house.answers(sourceId)).toEqual([]);
});

test('one connection cannot flood a survey', async () => {
  const { path, sourceId } = await house.make();
  house.clock.now += 3_600_000;
  for (let n = 0; n < 40; n += 1) await house.answer(path, { score: '0' });
  expect((await house.answers(sourceId)).length).toBe(30);
  house.clock.now += 3_600_000;
});

test('it speaks the visitor’s language, or the one that is asked for', async () => {
  const { path } = await house.make();
  expect(await house.look(path, { 'accept-language': 'fr;q=0.9, de-AT;q=0.8' })).toContain(
    '<html lang="de">',
  );
  expect(await house.look(path, { 'accept-language': 'zh-CN' })).toContain('<html lang="zh">');
  expect(await house.look(path, { 'accept-language': 'xx' })).toContain('<html lang="en">');
  expect(await house.look(`${path}?lang=de`, { 'accept-language': 'zh' })).toContain('<html lang="de">');
});

test('every language asks its own question for every kind, with the company’s name in it', async () => {
  for (const kind of ['nps', 'csat', 'ces']) {
    const { path } = await house.make({ kind, languages: FORM_LANGUAGES });
    const pages = await Promise.all(FORM_LANGUAGES.map((language) => house.look(`${path}?lang=${language}`)));
    const questions = pages.map((page) => /<h1>([^<]+)<\/h1>/.exec(page)?.[1] ?? '');
    expect(new Set(questions).size).toBe(FORM_LANGUAGES.length);
    for (const page of pages) {
      expect(page).toContain('My company');
      expect(page).not.toMatch(/\{\w+\}/);
    }
  }
});

test('a team may ask in its own words, which are shown as words', async () => {
  const { path } = await house.make({ ownWords: { en: { question: 'Was it <good>?' } } });
  const page = await house.look(path);
  expect(page).toContain('Was it &lt;good&gt;?');
  expect(await house.look(`${path}?lang=de`)).toContain('weiterempfehlen');
});

test('nobody shows it in a frame but the sites that may, and it sets no cookie', async () => {
  const alone = await house.make();
  const framed = await house.make({ frameOrigins: ['https://shop.example/path'] });
  const header = async (path: string) => (await house.ask(path)).headers.get('content-security-policy') ?? '';
  expect(await header(alone.path)).toContain("frame-ancestors 'none'");
  expect(await header(framed.path)).toContain("frame-ancestors 'self' https://shop.example;");
  expect((await house.ask(framed.path)).headers.get('set-cookie')).toBeNull();
});

test('a closed survey takes nothing, and one that was removed is not there', async () => {
  const { id, path, sourceId } = await house.make();
  const [, stamp = ''] = /name="stamp" value="([^"]+)"/.exec(await house.look(path)) ?? [];
  const fields = { name: 'Closed', kind: 'nps', languages: ['en'], isOpen: false };
  expect((await house.call('PUT', `/api/v1/surveys/${id}`, fields)).status).toBe(200);
  const body = new URLSearchParams({ stamp, score: '4' });
  expect(await (await house.ask(path, { method: 'POST', body })).text()).toContain('takes no more answers');
  expect(await house.answers(sourceId)).toEqual([]);
  expect((await house.call('DELETE', `/api/v1/surveys/${id}`)).status).toBe(204);
  expect((await house.ask(path)).status).toBe(404);
});

test('a source of this kind is made with its form only', async () => {
  const body = { name: 'Bare', kind: 'micro-survey', settings: {} };
  expect((await house.call('POST', '/api/v1/sources', body)).status).toBe(422);
});
