import { FetchFailed, Refused } from '../../domain/errors.ts';
import { isJsonObject, parseExactJson } from './exact-json.ts';
import { type FeedMentions, mentionsOf } from './feed-items.ts';
import { type JsonPaths, readJsonApi, valueAt } from './read-json-api.ts';

/** Relative addresses in a delivery lead nowhere: nobody said what they are relative to. */
const NOWHERE = 'https://delivery.invalid/';
const MOST_ITEMS = 5_000;

/** The mentions in JSON that was sent to us: one item, or a list. @throws Refused */
export function mentionsInJson(json: string, paths: JsonPaths): FeedMentions {
  try {
    return mentionsOf(readJsonApi(json, { ...paths, isSingle: true }, MOST_ITEMS), NOWHERE);
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    throw new Refused(`The delivery cannot be read: ${error.message}.`);
  }
}

const MOST_PLACES = 40;
const DEEPEST_PLACE = 5;

/** The places in JSON at which something stands, as settings name them; of a list its first item speaks for all. */
export function placesIn(json: string): readonly string[] {
  return leavesOf(parseExactJson(json), '', DEEPEST_PLACE).slice(0, MOST_PLACES);
}

function leavesOf(value: unknown, path: string, depth: number): readonly string[] {
  if (Array.isArray(value)) return depth === 0 ? [] : leavesOf(value[0], path && `${path}.0`, depth - 1);
  if (!isJsonObject(value)) return path === '' || value === undefined ? [] : [path];
  if (depth === 0) return [];
  return Object.entries(value).flatMap(([name, one]) => leavesOf(one, stepTo(path, name), depth - 1));
}

function stepTo(path: string, name: string): string {
  if (!/^[^.[\]"'\s]+$/.test(name)) return `${path || '$'}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

/** Whether a place in the JSON has a value: "action=deleted". */
export function holdsIn(json: string, condition: string): boolean {
  const at = condition.indexOf('=');
  const found = valueAt(parseExactJson(json), condition.slice(0, at).trim());
  return found !== undefined && String(found) === condition.slice(at + 1).trim();
}
