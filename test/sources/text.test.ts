import { expect, test } from 'vitest';
import { bbcodeToText } from '../../src/sources/text/bbcode.ts';
import { isExcerpt, splitTitle } from '../../src/sources/text/excerpts.ts';
import { markdownToText } from '../../src/sources/text/markdown.ts';

const markdown = [
  ['plain words', 'It works', 'It works'],
  ['emphasis', 'It **really** works, _mostly_', 'It really works, mostly'],
  [
    'a link and a picture',
    '[Help](https://a.example "x") ![a crash](https://b.example/c.png)',
    'Help a crash',
  ],
  ['a list', '- one\n- two', 'one\n\ntwo'],
  ['a heading', '# Crash\nSince today', 'Crash\n\nSince today'],
  ['code', 'Call `a<b>()` twice', 'Call a<b>() twice'],
  ['a quote', '> you said\n\nI did not', '> you said\nI did not'],
  ['a deletion', '~~bad~~ good', 'bad good'],
  ['HTML', 'a<br>b <b>c</b><!-- d -->', 'a\nb c'],
  ['a snake_case_name and 2 * 3 * 4', 'a snake_case_name and 2 * 3 * 4', 'a snake_case_name and 2 * 3 * 4'],
] as const;

for (const [what, given, expected] of markdown) {
  test(`Markdown with ${what} reads as a person reads it`, () =>
    expect(markdownToText(given)).toBe(expected));
}

const bbcode = [
  ['marks', '[b]Great[/b] [url=https://a.example]patch[/url]', 'Great patch'],
  ['a list', '[list][*]one[*]two[/list]', 'one\ntwo'],
  ['a quote', '[quote=ann]it is bad[/quote]I disagree', '> it is bad\nI disagree'],
  ['brackets that are none of its own', 'an [unofficial] list[0]', 'an [unofficial] list[0]'],
] as const;

for (const [what, given, expected] of bbcode) {
  test(`BBCode with ${what} reads as a person reads it`, () => expect(bbcodeToText(given)).toBe(expected));
}

test('hostile marks take no time', () => {
  for (const text of [
    '['.repeat(50_000),
    '[quote]'.repeat(20_000),
    '*a '.repeat(15_000),
    '> '.repeat(20_000),
  ]) {
    expect(typeof markdownToText(text)).toBe('string');
    expect(typeof bbcodeToText(text)).toBe('string');
  }
});

test('a title before a tab is a title', () => {
  expect(splitTitle('Bad update\tCrashes on start')).toEqual({
    title: 'Bad update',
    text: 'Crashes on start',
  });
  expect(splitTitle('\tOnly a text')).toEqual({ text: 'Only a text' });
  expect(splitTitle('No tab')).toEqual({ text: 'No tab' });
});

test('excerpts are told by their ends', () => {
  expect(['the host just...', 'more […]', 'and so on…'].map(isExcerpt)).toEqual([true, true, true]);
  expect(['It was fine.', 'Why?'].map(isExcerpt)).toEqual([false, false]);
});
