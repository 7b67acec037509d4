import { newSourceArrival } from './arrival.ts';
import type { Increment } from './increment.ts';
import type { Numbers } from './series.ts';
import { newTopicState, type TopicState } from './topic-state.ts';

/** A detector written down as JSON. Arrays of numbers are the base64 of their bytes: nothing is rounded. */
export interface Snapshot {
  readonly version: typeof VERSION;
  readonly topic: unknown;
  /** Increments of a quarter of an hour that is not over yet. */
  readonly waiting: readonly Increment[];
}

/** Rises whenever what is remembered changes: an old snapshot is then refused, and the topic replayed. */
const VERSION = 1;

export function snapshotOf(topic: TopicState, waiting: readonly Increment[]): Snapshot {
  return { version: VERSION, topic: written(topic), waiting };
}

/** @throws Error when the snapshot does not hold what this version of the detector remembers. */
export function readSnapshot({ version, topic }: Snapshot): TopicState {
  if (version !== VERSION) {
    throw new Error(`expected a detector snapshot of version ${VERSION}, got ${version}: replay the topic`);
  }
  const names = (topic as { sources?: readonly { name?: unknown; every?: unknown }[] }).sources ?? [];
  const state = newTopicState([]);
  for (const { name, every } of names) {
    state.sources.push({ ...newSourceArrival(String(name), 15), every: Number(every) });
  }
  readInto(state, topic, 'topic');
  return state;
}

function written(value: unknown): unknown {
  if (isNumbers(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, written(part)]));
}

/** Fills `target`, which has the right shape, with what was written. */
function readInto(target: object, source: unknown, path: string): void {
  if (typeof source !== 'object' || source === null) throw misshapen(path, 'an object', source);
  for (const [key, part] of Object.entries(target)) {
    const found = (source as Record<string, unknown>)[key];
    const where = `${path}.${key}`;
    if (isNumbers(part)) readNumbers(part, found, where);
    else if (typeof part === 'object' && part !== null) readInto(part, found, where);
    else if (typeof found !== typeof part) throw misshapen(where, `a ${typeof part}`, found);
    else (target as Record<string, unknown>)[key] = found;
  }
}

function readNumbers(target: Numbers, found: unknown, path: string): void {
  const bytes = typeof found === 'string' ? Buffer.from(found, 'base64') : undefined;
  if (bytes?.byteLength !== target.byteLength) throw misshapen(path, `${target.byteLength} bytes`, found);
  new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(bytes);
}

function misshapen(path: string, expected: string, found: unknown): Error {
  return new Error(
    `expected ${path} of a detector snapshot to be ${expected}, got ${typeof found}: replay the topic`,
  );
}

function isNumbers(value: unknown): value is Numbers {
  return value instanceof Float32Array || value instanceof Float64Array || value instanceof Uint8Array;
}
