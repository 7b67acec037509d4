import { expect, test } from 'vitest';
import { BadConfig, readConfig } from '../src/config.ts';

test('a variable with a slip in its name is named, with the one that may be meant', () => {
  const { unknownVariables } = readConfig({
    EARSHOT_HOST_GAP: '0',
    EARSHOT_COLOUR: 'red',
    EARSHOT_LOG: 'warn',
  });
  expect(unknownVariables).toEqual([
    'EARSHOT_HOST_GAP is no variable of Earshot and changes nothing: EARSHOT_HOST_GAP_MS is one.',
    'EARSHOT_COLOUR is no variable of Earshot and changes nothing.',
  ]);
});

test('what tests and other programs read is none of its business', () => {
  const env = { EARSHOT_CHROMIUM: '/usr/bin/chromium', HOME: '/root', EARSHOT_URL: '' };
  expect(readConfig(env).unknownVariables).toEqual([]);
});

test('every variable that cannot be used is named at once, and secrets are not printed', () => {
  const read = () => readConfig({ PORT: 'many', EARSHOT_SECRET_KEY: 'short and secret' });
  expect(read).toThrow(BadConfig);
  expect(read).toThrow(/PORT is "many"[\s\S]*EARSHOT_SECRET_KEY is not usable/);
  expect(read).not.toThrow(/short and secret/);
});
