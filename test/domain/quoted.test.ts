import { expect, test } from 'vitest';
import { passagesOf, repostedFrom } from '../../src/domain/quoted.ts';
import { htmlToText } from '../../src/sources/html-to-text.ts';

const shown = (text: string) =>
  passagesOf(text).map(
    ({ start, end, isQuoted }) => `${isQuoted ? 'quoted' : 'own'}: ${text.slice(start, end).trim()}`,
  );

const texts = [
  ['Fine with me', ['own: Fine with me']],
  ['', []],
  ['> It broke.\n> Twice.\nNot mine.', ['quoted: > It broke.\n> Twice.', 'own: Not mine.']],
  ['Mine works.\n\n> It broke.', ['own: Mine works.', 'quoted: > It broke.']],
  [
    'Thanks!\nOn 3 March 2026, Ann wrote:\nIt broke.',
    ['own: Thanks!', 'quoted: On 3 March 2026, Ann wrote:\nIt broke.'],
  ],
  ['5 > 3, and so on', ['own: 5 > 3, and so on']],
] as const;

for (const [text, expected] of texts) {
  test(`${JSON.stringify(text)} is cut where quoting begins and ends`, () => {
    expect(shown(text)).toEqual(expected);
    expect(
      passagesOf(text)
        .map(({ start, end }) => text.slice(start, end))
        .join(''),
    ).toBe(text);
  });
}

test('a repost names whose words it carries', () => {
  expect(repostedFrom('RT @mira: late again')).toBe('mira');
  expect(repostedFrom('Late again (via @mira)')).toBe('mira');
  expect(repostedFrom('We flew via @mira and it was fine')).toBeUndefined();
  expect(repostedFrom('Art @mira')).toBeUndefined();
});

const pages = [
  [
    '<p>Mine works.</p><blockquote><p>It broke.</p><p>Twice.</p></blockquote><p>Odd.</p>',
    'Mine works.\n\n> It broke.\n>\n> Twice.\n\nOdd.',
  ],
  ['<blockquote>It broke.</blockquote>', 'It broke.'],
  ['Mine works.<blockquote>It broke.', 'Mine works.\nIt broke.'],
  ['A<blockquote>B<blockquote>C</blockquote>D</blockquote>E', 'A\n\n> B\n> C\n> D\n\nE'],
  ['A</blockquote>B', 'A\nB'],
] as const;

for (const [html, text] of pages) {
  test(`${html} is read as ${JSON.stringify(text)}`, () => {
    expect(htmlToText(html)).toBe(text);
  });
}
