import path from 'node:path';
import { z } from 'zod';
import { isTimeZone } from './domain/day.ts';

/** Everything an operator can set. Read once, by whoever starts the process, and handed down as a value. */
export type Config = Readonly<z.output<typeof Environment>> & {
  /** Where an embedded store lives; undefined when DATABASE_URL names a server. */
  readonly dataFolder: string | undefined;
  /** Variables that look like ours and are none, in words for the log. */
  readonly unknownVariables: readonly string[];
};

const seconds = z.coerce.number().int().positive();
const port = z.coerce
  .number({ error: 'expected a port number, for example 3000' })
  .int()
  .min(0)
  .max(65_535, { error: 'expected a port between 0 and 65535' });

const Environment = z.object({
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'expected an address like postgres://user:password@host:5432/name',
    })
    .optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'expected an address like redis://host:6379' }).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  EARSHOT_DATA: z.string().min(1).default('./data'),
  EARSHOT_URL: z
    .url({ protocol: /^https?$/, error: 'expected the public address, like https://earshot.example' })
    .optional(),
  EARSHOT_TIME_ZONE: z
    .string()
    .refine(isTimeZone, { error: 'expected a time zone like Europe/Berlin' })
    .default(() => new Intl.DateTimeFormat().resolvedOptions().timeZone),
  EARSHOT_ADMIN_EMAIL: z.email().default('admin@earshot.local'),
  EARSHOT_ADMIN_PASSWORD: z.string().min(10, { error: 'expected at least 10 characters' }).optional(),
  EARSHOT_ALLOW_HOSTS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((host) => host.trim())
        .filter(Boolean),
    )
    .refine(
      (hosts) => hosts.every((host) => /^(?:\[[\da-f:.]+\]|[^\s/:@]+|[\da-f:.]+)(?::\d{1,5})?$/i.test(host)),
      {
        error: 'expected a list of hosts like intranet.example, 10.0.0.5:8080',
      },
    ),
  EARSHOT_API_GATEWAYS: z
    .string()
    .default('')
    .transform((list) =>
      Object.fromEntries(
        list
          .split(',')
          .map((pair) => pair.trim())
          .filter(Boolean)
          .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()]),
      ),
    )
    .pipe(
      z.record(
        z.string().min(1),
        z.url({
          protocol: /^https?$/,
          error: 'expected a list like api.example.com=https://gateway.internal/example',
        }),
      ),
    ),
  EARSHOT_SECRET_KEY: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((key) => key.trim())
        .filter(Boolean),
    )
    .pipe(
      z.array(
        z.string().min(32, {
          error: 'expected a random text of at least 32 characters, or several with commas between',
        }),
      ),
    ),
  EARSHOT_MIN_INTERVAL: seconds.default(300),
  EARSHOT_HOST_GAP_MS: z.coerce.number().int().min(0).default(1000),
  EARSHOT_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  EARSHOT_LOG: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
});

/** Thrown with one line for each variable that cannot be used. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig';
}

/** @throws BadConfig naming every bad variable at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `  ${name} is ${shown(name, given[name])}: ${issue.message}`;
    });
    throw new BadConfig(`The configuration cannot be used:\n${lines.join('\n')}`);
  }
  if (parsed.data.REDIS_URL && !parsed.data.DATABASE_URL) {
    throw new BadConfig(
      'The configuration cannot be used:\n  REDIS_URL is set without DATABASE_URL: a queue on Redis needs a store on Postgres. Set DATABASE_URL as well, or leave both out.',
    );
  }
  const dataFolder = parsed.data.DATABASE_URL ? undefined : path.resolve(parsed.data.EARSHOT_DATA);
  const unknownVariables = unknownAmong(Object.keys(given));
  return Object.freeze({ ...parsed.data, dataFolder, unknownVariables });
}

/** A name with a slip in it would be passed over in silence, and its default be used. */
function unknownAmong(names: readonly string[]): string[] {
  const ours = Object.keys(Environment.shape);
  return names
    .filter((name) => name.startsWith('EARSHOT_') && !ours.includes(name) && !ELSEWHERE.test(name))
    .map((name) => {
      const meant = ours.find((one) => one.startsWith(name) || name.startsWith(one));
      return `${name} is no variable of Earshot and changes nothing${meant ? `: ${meant} is one` : ''}.`;
    });
}

/** Read by tests, measurements and our own start, not by people. */
const ELSEWHERE = /^EARSHOT_(CHROMIUM|EVAL_DATA|KILLS|PICTURES|TAKEN_OVER)$/;

// Addresses and passwords carry secrets: an error names the variable, not its value.
function shown(name: string, value: string | undefined): string {
  return name.endsWith('_URL') || /PASSWORD|SECRET|GATEWAY/.test(name) ? 'not usable' : JSON.stringify(value);
}
