import { expect, test } from 'vitest';
import { htmlToText, looksLikeHtml, plainText } from '../../src/sources/html-to-text.ts';

const cases = [
  ['one <b>two</b> three <i>four</i> five', 'one two three four five'],
  ['<p>Good</p><script>alert(1)</script><style>p{}</style><p>product</p>', 'Good\n\nproduct'],
  ['first<br>second<br/>third', 'first\nsecond\nthird'],
  ['<ul><li>a</li><li>b</li></ul>', 'a\n\nb'],
  ['<table><tr><td>a</td><td>b</td></tr></table>', 'a b'],
  ['Caf&eacute; &amp; bar &#8211; 5 &lt; 6 &#x1F600;', 'Café & bar – 5 < 6 😀'],
  ['AT&T & Co', 'AT&T & Co'],
  ['a < b and c > d', 'a < b and c > d'],
  ['I <3 this', 'I <3 this'],
  ['<a href="javascript:alert(1)">click</a>', 'click'],
  ['<svg onload=alert(1)><a>x</a></svg>ok', 'ok'],
  ['<iframe src=x>words after a frame that never closes', 'words after a frame that never closes'],
  ['plain text\nkeeps its lines', 'plain text\nkeeps its lines'],
  ['<!-- hidden -->shown', 'shown'],
  ['a\u0000b\u0008c\ud800d', 'abcd'],
] as const;

for (const [html, text] of cases) {
  test(`${JSON.stringify(html)} reads ${JSON.stringify(text)}`, () => expect(htmlToText(html)).toBe(text));
}

const floods = [
  ['nested elements', '<b>'.repeat(200_000) + '</i>'.repeat(200_000)],
  ['unclosed tags', '<br'.repeat(60_000)],
  ['closing tags', '</p>'.repeat(200_000)],
  ['entities', '&a'.repeat(300_000)],
  ['comments', '<!--'.repeat(200_000)],
  ['scripts', '<script>'.repeat(100_000)],
  ['white space', ' \n'.repeat(300_000)],
] as const;

for (const [what, html] of floods) {
  test(`a flood of ${what} is read in a moment`, { timeout: 2_000 }, () => {
    expect(htmlToText(`${html}<p>end`).length).toBeLessThanOrEqual(html.length + '\nend'.length);
  });
}

test('plain text keeps its lines, but no more than one empty line in a row', () => {
  expect(plainText('a  b \r\n\r\n\r\n\r\n c')).toBe('a b\n\nc');
});

test('only elements that HTML knows make a text HTML', () => {
  expect(looksLikeHtml('see <p>this</p>')).toBe(true);
  expect(looksLikeHtml('history of the <blink> tag, AT&T')).toBe(false);
});
