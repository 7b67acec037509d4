import { FetchFailed, Refused } from '../../domain/errors.ts';
import { parseExactJson } from './exact-json.ts';
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

/** Whether a place in the JSON has a value: "action=deleted". */
export function holdsIn(json: string, condition: string): boolean {
  const at = condition.indexOf('=');
  const found = valueAt(parseExactJson(json), condition.slice(0, at).trim());
  return found !== undefined && String(found) === condition.slice(at + 1).trim();
}
