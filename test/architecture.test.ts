import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Who may import whom. A file belongs to the first folder that holds it. */
const FLOORS: readonly { readonly place: string; readonly may: readonly string[] }[] = [
  { place: 'src/domain/', may: [] },
  { place: 'src/log.ts', may: [] },
  { place: 'src/registry.ts', may: [] },
  { place: 'src/config.ts', may: ['src/domain/'] },
  { place: 'src/sources/', may: ['src/domain/', 'src/log.ts', 'src/registry.ts'] },
  { place: 'src/nlp/', may: ['src/domain/', 'src/log.ts', 'src/registry.ts'] },
  { place: 'src/asking/', may: [] },
  { place: 'src/store/', may: ['src/domain/', 'src/log.ts', 'src/registry.ts', 'src/asking/'] },
  { place: 'src/queue/', may: ['src/domain/', 'src/log.ts', 'src/registry.ts'] },
  { place: 'src/demo/', may: ['src/domain/'] },
  { place: 'src/detect/', may: ['src/domain/'] },
  { place: 'src/stats/', may: ['src/domain/'] },
  { place: 'src/channels/', may: ['src/domain/', 'src/registry.ts'] },
  {
    place: 'src/alerting/',
    may: ['src/domain/', 'src/store/', 'src/detect/', 'src/channels/', 'src/places/'],
  },
  { place: 'src/inviting/', may: ['src/domain/', 'src/store/', 'src/channels/'] },
  { place: 'src/kpis/', may: ['src/domain/', 'src/registry.ts', 'src/store/'] },
  { place: 'src/places/', may: ['src/domain/', 'src/store/', 'src/kpis/'] },
  { place: 'src/themes/', may: ['src/asking/', 'src/domain/', 'src/store/', 'src/alerting/'] },
  {
    place: 'src/replying/',
    may: ['src/asking/', 'src/domain/', 'src/registry.ts', 'src/store/', 'src/sources/'],
  },
  {
    place: 'workers/',
    may: [
      'src/alerting/',
      'src/replying/',
      'src/channels/',
      'src/domain/',
      'src/inviting/',
      'src/kpis/',
      'src/log.ts',
      'src/store/',
      'src/queue/',
      'src/sources/',
      'src/nlp/',
      'workers/deps.ts',
    ],
  },
  {
    place: 'src/web/',
    may: [
      'src/domain/',
      'src/log.ts',
      'src/config.ts',
      'src/registry.ts',
      'src/store/',
      'src/queue/',
      'src/sources/',
      'src/alerting/',
      'src/replying/',
      'src/channels/',
      'src/inviting/',
      'src/stats/',
      'src/kpis/',
      'src/places/',
      'src/themes/',
    ],
  },
  { place: 'src/sample.ts', may: ['src/'] },
  { place: 'src/main.ts', may: ['src/', 'workers/'] },
  { place: 'src/cli/', may: ['src/', 'workers/'] },
];

/** Which doors a package may come in by. */
const VENDORS: readonly { readonly name: RegExp; readonly doors: readonly string[] }[] = [
  { name: /^bullmq$|^ioredis$/, doors: ['src/queue/'] },
  { name: /^pg$|^@electric-sql\/pglite/, doors: ['src/store/'] },
  { name: /^wink-/, doors: ['src/nlp/tokens.ts'] },
  { name: /^hono($|\/)|^@hono\//, doors: ['src/web/', 'src/main.ts'] },
  {
    name: /^zod$/,
    doors: [
      'src/config.ts',
      'src/sources/',
      'src/channels/',
      'src/replying/',
      'src/queue/jobs.ts',
      'src/web/',
      'src/cli/',
    ],
  },
  { name: /^nodemailer$/, doors: ['src/channels/'] },
  { name: /^commander$/, doors: ['src/cli/'] },
  { name: /^feedsmith$|^rss-parser$/, doors: ['src/sources/'] },
];

const DRAWERS = /(^|\/)(utils?|helpers?|lib|common|misc|types|constants)(\.tsx?$|\/)/;

const files = [...listFiles('src'), ...listFiles('workers')];
const imports = files.flatMap((file) => importsOf(file).map((target) => ({ file, target })));

test('the floors are read from real files', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(imports.length).toBeGreaterThan(100);
});

test('every file imports only from floors below its own', () => {
  const broken = imports.flatMap(({ file, target }) => {
    if (!target.startsWith('.')) return [];
    const imported = path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
    const floor = FLOORS.find(({ place }) => file.startsWith(place));
    if (!floor) return [`${file} stands on no floor: add it to FLOORS.`];
    const isAllowed = [floor.place, ...floor.may].some((place) => imported.startsWith(place));
    const isOtherWorker =
      file.startsWith('workers/') &&
      imported.startsWith('workers/') &&
      imported !== 'workers/deps.ts' &&
      // What would make a worker's file too long goes into a folder of its name.
      !imported.startsWith(file.replace(/(?<=^workers\/[\w-]+)(\.ts|\/.*)$/, '/'));
    return isAllowed && !isOtherWorker ? [] : [`${file} must not import ${imported}.`];
  });
  expect(broken).toEqual([]);
});

test('every package comes in by its own door', () => {
  const broken = imports.flatMap(({ file, target }) =>
    VENDORS.filter(
      ({ name, doors }) => name.test(target) && !doors.some((door) => file.startsWith(door)),
    ).map(({ doors }) => `${file} must not import ${target}: only ${doors.join(', ')} may.`),
  );
  expect(broken).toEqual([]);
});

test('the environment is read only where a process starts', () => {
  const broken = files.filter(
    (file) => /process\.env\b/.test(read(file)) && !file.startsWith('src/cli/') && file !== 'src/main.ts',
  );
  expect(broken.map((file) => `${file} must not read process.env: take a value of Config.`)).toEqual([]);
});

test('the domain has no clock and no chance', () => {
  const broken = files.filter(
    (file) => file.startsWith('src/domain/') && /new Date\(\)|Date\.now\(|Math\.random\(/.test(read(file)),
  );
  expect(broken.map((file) => `${file} must be given the time and the chance it needs.`)).toEqual([]);
});

test('no drawer collects what has no name', () => {
  expect(
    files
      .filter((file) => DRAWERS.test(file))
      .map((file) => `${file} is a drawer: name it after what it does.`),
  ).toEqual([]);
});

test('a file over 250 lines says why in its first comment', () => {
  const broken = files.filter((file) => {
    const lines = read(file).split('\n');
    return lines.length > 251 && !/(over|longer than|more than) 250 lines/i.test(lines.slice(0, 8).join(' '));
  });
  expect(broken.map((file) => `${file} has more than 250 lines and gives no reason.`)).toEqual([]);
});

function listFiles(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')));
}

function importsOf(file: string): string[] {
  const found = read(file).matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}
