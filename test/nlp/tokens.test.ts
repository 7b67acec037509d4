import { expect, test } from 'vitest';
import { NO_CUTS, tokenizerFor } from '../../src/nlp/tokens.ts';

test('the English tokenizer can be made again as often as lines of business are changed', () => {
  const split = () => tokenizerFor('en', NO_CUTS).split("don't");
  const first = split();
  expect(first).toEqual(['do', "n't"]);
  for (let k = 0; k < 40; k += 1) expect(split()).toEqual(first);
});
