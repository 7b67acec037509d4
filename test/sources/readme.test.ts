import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sources } from '../../src/sources/index.ts';
import type { Source } from '../../src/sources/source.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The row of a kind in the README's table of sources. */
function rowOf(kind: Source): string {
  const { label, help, replies, terms, cost } = kind;
  const note = typeof terms === 'function' ? 'as its settings say' : terms.note;
  return `| ${label} | ${help}${replies ? ' Replies.' : ''} | ${note || 'none that we know of'} | ${cost.note} |`;
}

test('the README says of every kind of source what works, what its terms ask for and what it costs', () => {
  const missing = [...sources.values()].map(rowOf).filter((row) => !README.includes(row));
  expect(missing, 'put these rows into the table of sources').toEqual([]);
});

test('the README names no kind of source that is not there', () => {
  const [, table = ''] = /\| Source \|[^\n]*\n\|[-| ]+\n((?:\|[^\n]*\n)+)/.exec(README) ?? [];
  expect(table.trim().split('\n').length).toBe(sources.size);
});
