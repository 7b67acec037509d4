import { expect, test } from 'vitest';
import { keysOf } from '../../../src/domain/twins/twin-keys.ts';
import { printOf, type TwinText } from '../../../src/domain/twins/twin-print.ts';
import { areTwins } from '../../../src/domain/twins/twins.ts';
import { PAIRS } from './pairs.ts';

function judge([, a, b]: (typeof PAIRS)[number]) {
  const [one, other] = [printOf(textOf(a)), printOf(textOf(b))];
  const isFound = keysOf(one).some((key) => keysOf(other).includes(key));
  return { isFound, isTwin: areTwins(one, other), isTwinBack: areTwins(other, one) };
}

const textOf = (text: string | (Partial<TwinText> & { text: string })): TwinText =>
  typeof text === 'string' ? { kind: 'mention', text } : { kind: 'mention', ...text };

for (const pair of PAIRS) {
  const [kind, , , what] = pair;
  test(`${kind === 'twins' ? 'one' : 'two'}: ${what}`, () => {
    const { isFound, isTwin, isTwinBack } = judge(pair);
    expect(isTwinBack).toBe(isTwin);
    // What is counted together: found by a key and the same when looked at.
    expect(isFound && isTwin).toBe(kind === 'twins');
  });
}
