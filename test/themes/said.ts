import type { Said } from '../../src/store/said.ts';

let lastId = 0;

/** A mention as the themes read it; what is left out is as plain as can be. */
export function said(given: Partial<Said> & Pick<Said, 'text'>): Said {
  lastId += 1;
  return {
    id: lastId,
    title: undefined,
    language: 'en',
    label: 'neutral',
    aspects: [],
    charged: new Set(),
    author: undefined,
    band: undefined,
    ...given,
  };
}
