import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { startFeedServer } from '../web/api/feed-server.ts';
import { ended, runEarshot, startEarshot } from './run-earshot.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

function rowsOf(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('classify', () => {
  test('reads plain lines and JSON side by side and answers in their order', async () => {
    const input = 'I love it\n{"id":"b","text":"I hate it","lang":"en"}\n{"id":3,"text":"","rating":1}\n';
    const { status, stdout, stderr } = await runEarshot(['classify'], { input });
    expect(rowsOf(stdout)).toMatchObject([
      { id: 1, label: 'positive', lang: 'en' },
      { id: 'b', label: 'negative', lang: 'en' },
      { id: 3, label: 'negative', conflict: false },
    ]);
    expect(rowsOf(stdout)[0]).not.toHaveProperty('evidence');
    expect([status, stderr]).toEqual([0, '']);
  });

  test('says which risks a text speaks of, and nothing of risks where there is none', async () => {
    const { stdout } = await runEarshot(['classify'], { input: 'My lawyer will call\nMy sister will call' });
    const [risky, harmless] = rowsOf(stdout);
    expect(risky?.['risks']).toEqual(['legal']);
    expect(harmless).not.toHaveProperty('risks');
  });

  test('explains itself when asked', async () => {
    const { stdout } = await runEarshot(['classify', '--explain'], { input: 'a wonderful day' });
    expect(rowsOf(stdout)[0]?.['evidence']).toMatchObject([{ field: 'text', start: 2, end: 11 }]);
  });

  test('survives a byte order mark, CRLF, empty lines and bytes that are no UTF-8', async () => {
    const input = Buffer.concat([
      Buffer.from('\ufeffI love it\r\n\r\nbad '),
      Buffer.from([0xff, 0xfe, 0x0a]),
    ]);
    const { status, stdout } = await runEarshot(['classify'], { input });
    expect(rowsOf(stdout).map(({ id, label }) => [id, label])).toEqual([
      [1, 'positive'],
      [3, 'negative'],
    ]);
    expect(status).toBe(0);
  });

  test('a line that cannot be read gets an error in its place and the exit status 1 at the end', async () => {
    const input = '{"id":"a","text":5}\n{broken\n{"id":"c"}\n{"id":"d","text":"x","rating":9}\ngood\n';
    const { status, stdout } = await runEarshot(['classify'], { input });
    expect(rowsOf(stdout)).toMatchObject([
      { id: 'a', error: 'line 1: expected "text" to be text, got 5' },
      { error: expect.stringMatching(/^line 2: begins like JSON/) },
      { id: 'c', error: expect.stringContaining('"text"') },
      { id: 'd', error: expect.stringContaining('1 to 5') },
      { id: 5, label: 'positive' },
    ]);
    expect(status).toBe(1);
  });

  test('answers a line before the next one comes', async () => {
    const child = startEarshot(['classify']);
    child.stdin.write('I love it\n');
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    expect(rowsOf(first.toString())).toMatchObject([{ id: 1 }]);
    child.stdin.end('again\n');
    expect((await ended(child)).status).toBe(0);
  });

  test('ends quietly when its reader has seen enough', async () => {
    const child = startEarshot(['classify']);
    child.stdin.on('error', () => {});
    child.stdin.write('I love it\n'.repeat(20_000));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.end('I love it\n'.repeat(20_000));
    const { status, stderr } = await ended(child);
    expect([status, stderr]).toEqual([0, '']);
  });

  test('a language that is none is wrong usage', async () => {
    const { status, stderr } = await runEarshot(['classify', '--lang', 'english!']);
    expect([status, stderr]).toEqual([
      2,
      'earshot: expected a language like "en" or "auto" after --lang, got "english!"\n',
    ]);
  });
});

describe('evaluate', () => {
  const file = 'id\tlabel\ttext\n1\tpositive\tI love\\nit\n2\tnegative\tI hate it\n3\tneutral\tI love it\n';

  test('measures against a labelled file', async () => {
    const { status, stdout } = await runEarshot(['evaluate', '-', '--json'], { input: file });
    expect(JSON.parse(stdout)).toMatchObject({
      count: 3,
      accuracy: 2 / 3,
      confusion: { neutral: { positive: 1 } },
      docsPerSecond: expect.any(Number),
    });
    expect(status).toBe(0);
  });

  test('prints the same for people', async () => {
    const { stdout } = await runEarshot(['evaluate', '-'], { input: file });
    expect(stdout).toMatch(/accuracy +0\.6667[\s\S]*macro-F1[\s\S]*docs\/s +\d+/);
  });

  const broken = [
    [
      'text\nx\n',
      'line 1: expected a header with the columns label and text, separated by tabs; missing: label.',
    ],
    [
      'label\ttext\npositive\tx\nglad\ty\n',
      'line 3: expected a label (positive, neutral, negative, unknown), got "glad".',
    ],
    ['label\ttext\npositive\tx\ty\n', 'line 2: expected 2 columns, got 3. Write a tab inside a text as \\t.'],
    ['label\ttext\n', '- holds no labelled texts below its header.'],
  ] as const;
  for (const [input, message] of broken) {
    test(`says: ${message}`, async () => {
      const { status, stdout, stderr } = await runEarshot(['evaluate', '-'], { input });
      expect([status, stdout, stderr]).toEqual([1, '', `earshot: ${message}\n`]);
    });
  }

  test('a file that is not there is one sentence', async () => {
    const { status, stderr } = await runEarshot(['evaluate', '/nowhere.tsv']);
    expect([status, stderr]).toEqual([1, 'earshot: /nowhere.tsv cannot be read (ENOENT).\n']);
  });
});

describe('query', () => {
  test('explains a query', async () => {
    const { status, stdout } = await runEarshot(['query', 'acme AND (slow NEAR/3 delivery)']);
    expect([status, stdout]).toEqual([
      0,
      'Mentions with “acme” and with “slow” within 3 words of “delivery”.\n',
    ]);
  });

  test('points at what it cannot read', async () => {
    const { status, stdout, stderr } = await runEarshot(['query', 'a AND (b']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe('earshot: This bracket is never closed.\na AND (b\n      ^\n');
  });

  test('prints the ids that match, and goes on after a line it cannot read', async () => {
    const input =
      '{"id":"a","text":"acme is slow","rating":2}\nnonsense\n{"id":7,"text":"acme","rating":5}\n{"text":"acme","stars":1}\n';
    const { status, stdout, stderr } = await runEarshot(['query', 'acme rating:1..2', '--test'], { input });
    expect(stdout).toBe('a\n4\n');
    expect(stderr).toMatch(/^earshot: line 2: /);
    expect(status).toBe(1);
  });
});

describe('fetch', () => {
  test('prints what each address brings, and 1 at the end when one failed', async () => {
    const feed = await startFeedServer();
    try {
      const good = `${feed.url}/feed`;
      const bad = `${feed.url}/missing`;
      const { status, stdout } = await runEarshot(['fetch', '--kind', 'rss', '--allow-private', good, bad]);
      expect(rowsOf(stdout)).toMatchObject([
        { feed: good, externalId: '1', title: 'One', text: 'A good thing', author: null, publishedAt: null },
        {
          fetched: good,
          status: 'ok',
          finalUrl: good,
          feedTitle: 'Test feed',
          items: 1,
          skipped: 0,
          warnings: [],
        },
        { fetched: bad, error: { code: 'http', message: expect.any(String) } },
      ]);
      expect(status).toBe(1);
    } finally {
      await feed.close();
    }
  });

  test('does not touch this machine unless it is allowed to', async () => {
    const { status, stdout } = await runEarshot(['fetch', 'http://127.0.0.1:9/']);
    expect(rowsOf(stdout)).toMatchObject([{ error: { code: 'blocked' } }]);
    expect(status).toBe(1);
  });
});

describe('usage', () => {
  test('help names every command', async () => {
    const { status, stdout } = await runEarshot(['--help']);
    for (const command of [
      'start',
      'classify',
      'evaluate',
      'fetch',
      'query',
      'import',
      'scores',
      'rebuild',
      'doctor',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    expect(status).toBe(0);
  });

  test('help of a command shows examples', async () => {
    const { status, stdout } = await runEarshot(['source', 'add', '--help']);
    expect(stdout).toContain('Examples:\n  earshot source add https://');
    expect(status).toBe(0);
  });

  const shown = [...examplesOf(buildProgram()), ...examplesIn(README)];
  test('there are examples to try', () => expect(shown.length).toBeGreaterThan(40));
  for (const line of shown) {
    test(`"${line}" can be typed as it is printed`, () => {
      let command = buildProgram();
      let args = wordsOf(line);
      for (let next = below(command, args[0]); next; next = below(command, args[0])) {
        command = next;
        args = args.slice(1);
      }
      const { operands, unknown } = command.parseOptions(args);
      expect(unknown).toEqual([]);
      const { registeredArguments: taken } = command;
      expect(operands.length).toBeGreaterThanOrEqual(taken.filter(({ required }) => required).length);
      if (!taken.at(-1)?.variadic) expect(operands.length).toBeLessThanOrEqual(taken.length);
    });
  }

  const wrong = [
    [['dance'], "error: unknown command 'dance'"],
    [['classify', '--loudly'], "error: unknown option '--loudly'"],
    [['evaluate'], "error: missing required argument 'file'"],
    [['start', 'sideways'], 'earshot: expected "web" or "workers" after start, got "sideways"'],
    [['fetch', '--kind', 'fax', 'http://x.example'], 'earshot: there is no kind of source called "fax"'],
    [
      ['import', 'chairs', 'x.csv'],
      'earshot: "chairs" cannot be imported; what can be: reviews, mentions, surveys, customers, orders, topics, locations',
    ],
    [['scores', '--by', 'year'], "error: option '--by <period>' argument 'year' is invalid."],
  ] as const;
  for (const [args, message] of wrong) {
    test(`"${args.join(' ')}" is wrong usage`, async () => {
      const { status, stdout, stderr } = await runEarshot(args);
      expect(stderr).toContain(message);
      expect([status, stdout]).toEqual([2, '']);
    });
  }

  test('a configuration that cannot be used names every bad variable', async () => {
    const { status, stderr } = await runEarshot(['start'], {
      env: { PORT: 'abc', EARSHOT_ALLOW_HOSTS: 'http://intranet/feed', EARSHOT_LOG: 'loud' },
    });
    expect(stderr).toMatch(
      /PORT is "abc": expected a port number[\s\S]*EARSHOT_ALLOW_HOSTS is "http:\/\/intranet\/feed": expected a list of hosts[\s\S]*EARSHOT_LOG is "loud"/,
    );
    expect(status).toBe(2);
  });
});

describe('domains', () => {
  for (const args of [
    ['classify', '--domain', 'nowhere'],
    ['evaluate', '-', '--domain', 'nowhere'],
  ]) {
    test(`"${args.join(' ')}" says which there are`, async () => {
      const { status, stderr } = await runEarshot(args, { input: 'label\ttext\nneutral\tx\n' });
      expect(status).toBe(2);
      expect(stderr).toMatch(/expected a domain \(.+\) after --domain, got "nowhere"/);
    });
  }
});

const below = (command: Command, name: string | undefined) =>
  command.commands.find((one) => one.name() === name);

/** What the help of each command shows below "Examples:". */
function examplesOf(command: Command): string[] {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return [...examplesIn(help.split('Examples:')[1] ?? ''), ...command.commands.flatMap(examplesOf)];
}

/** The part of each line that is for the command line of Earshot: what another program does before or after is its own. */
function examplesIn(text: string): string[] {
  const lines = text.matchAll(
    /^(?:.*\| |[A-Z_]+=\S+ | *)(?:npm run (?:--silent )?earshot --|earshot) (.*)$/gm,
  );
  return [...lines].map(([, line = '']) => line.replace(/ (?:[<>|#] ?).*$/, '').trim());
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
