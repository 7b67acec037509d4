import { expect, test } from 'vitest';
import { decodeText } from '../../../src/sources/feed/decode-text.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const utf32be = (text: string) =>
  Buffer.concat([...text].map((character) => Buffer.from([0, ...threeBytes(character.codePointAt(0) ?? 0)])));
const threeBytes = (point: number) => [point >> 16, (point >> 8) & 255, point & 255];

const cases = [
  ['a byte order mark of UTF-8 is dropped', Buffer.from('\ufeff<a>naïve</a>'), undefined, '<a>naïve</a>'],
  [
    'a byte order mark beats the header',
    Buffer.from('\ufeff<a>ü</a>'),
    'text/xml; charset=iso-8859-1',
    '<a>ü</a>',
  ],
  [
    'UTF-16 is told by its mark',
    Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('<a>評</a>')]),
    undefined,
    '<a>評</a>',
  ],
  ['UTF-16 is told by its zeros', utf16('<a>評</a>'), undefined, '<a>評</a>'],
  ['UTF-32 is told by its mark', utf32be('\ufeff<a>😀</a>'), undefined, '<a>😀</a>'],
  [
    'the header names the character set',
    latin1('<a>Café</a>'),
    'text/xml; charset="iso-8859-1"',
    '<a>Café</a>',
  ],
  [
    'the declaration names the character set',
    Buffer.concat([
      latin1('<?xml version="1.0" encoding="windows-1252"?><a>'),
      Buffer.from([0x93, 0x80, 0x94]),
      latin1('</a>'),
    ]),
    'text/xml',
    '<?xml version="1.0" encoding="windows-1252"?><a>“€”</a>',
  ],
  [
    'a header that contradicts valid UTF-8 is not believed',
    Buffer.from('<?xml version="1.0" encoding="utf-8"?><a>Grüße 😀</a>'),
    'text/xml; charset=iso-8859-1',
    '<?xml version="1.0" encoding="utf-8"?><a>Grüße 😀</a>',
  ],
  [
    'a header that wrongly says UTF-8 gives way to the declaration',
    latin1('<?xml version="1.0" encoding="iso-8859-1"?><a>Grüße</a>'),
    'text/xml; charset=utf-8',
    '<?xml version="1.0" encoding="iso-8859-1"?><a>Grüße</a>',
  ],
  [
    'Shift_JIS is read',
    Buffer.from([0x3c, 0x61, 0x3e, 0x83, 0x8c, 0x83, 0x72]),
    'text/xml; charset=Shift_JIS',
    '<a>レビ',
  ],
  [
    'an unknown character set is read as UTF-8',
    Buffer.from('<a>é</a>'),
    'text/xml; charset=klingon',
    '<a>é</a>',
  ],
  ['broken UTF-8 loses only what is broken', Buffer.from([0x61, 0xff, 0x62]), undefined, 'a\ufffdb'],
  ['control characters and NUL are left out', Buffer.from('a\u0000b\u0008\u000bc\td'), undefined, 'abc\td'],
] as const;

for (const [name, bytes, contentType, text] of cases) {
  test(name, () => expect(decodeText(bytes, contentType)).toBe(text));
}
