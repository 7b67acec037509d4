import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { FetchFailed, Refused } from '../../domain/errors.ts';
import { type Choice, type Choices, isOpen } from '../../sources/api/choices.ts';
import type { Settings } from '../../sources/settings-fields.ts';
import { findSignIn, insertSignIn, takeSignIn } from '../../store/sign-ins.ts';
import { listSources, type SourceRow } from '../../store/sources.ts';
import { listLocations } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { checkSettings, kindOf } from './source-settings.ts';
import {
  contextToLook,
  type Given,
  saveWanted,
  Wanted,
  type WantedSource,
  wholeSettings,
} from './wanted-source.ts';

const Offer = z.object({
  wanted: Wanted,
  given: z.object({
    settings: z.record(z.string(), z.string().nullable()),
    until: z.iso.datetime().pipe(z.coerce.date()).nullish(),
  }),
  found: z.array(
    z.object({
      name: z.string(),
      detail: z.string().optional(),
      settings: z.record(z.string(), z.string()),
      location: z.string().optional(),
    }),
  ),
  /** Why nothing could be listed. */
  failure: z.string().optional(),
});

/** What there is to choose from, and what it is chosen for. */
export interface Offered extends z.output<typeof Offer> {
  readonly choices: Choices;
  /** Which of `found` are sources already. */
  readonly known: ReadonlySet<number>;
}

type Session = Pick<Parameters<typeof insertSignIn>[2], 'session'>;

/**
 * Lists what the account holds. With one thing only that is taken; otherwise the list is kept sealed, under a text that
 * leads to it in this session. @throws Refused
 */
export async function offerChoices(
  deps: WebDeps,
  by: Principal,
  { session, wanted, given }: Session & { wanted: WantedSource; given: Given },
): Promise<{ source: SourceRow } | { choose: string }> {
  const choices = choicesOf(wanted.kind);
  const listed = await list(deps, choices, wanted, given);
  const [only] = listed.found;
  if (only && listed.found.length === 1 && isOpen(choices, wanted.settings)) {
    const save = await saverOf(deps, by, { wanted, given }, [only]);
    return { source: await save(only) };
  }
  const state = randomBytes(32).toString('base64url');
  const draft = { wanted, given, ...listed };
  await insertSignIn(deps.db, deps.vault, { state, session, draft, now: deps.now() });
  return { choose: state };
}

/** @throws Refused */
function choicesOf(kind: string): Choices {
  const { choices, label } = kindOf(kind);
  if (!choices) throw new Refused(`${label} has nothing to choose from; its settings say what is read.`);
  return choices;
}

async function list(
  deps: WebDeps,
  choices: Choices,
  wanted: WantedSource,
  given: Given,
): Promise<{ found: readonly Choice[]; failure?: string }> {
  const whole = { ...(await wholeSettings(deps, wanted)), ...given.settings };
  const parsed = kindOf(wanted.kind).settings.safeParse({ ...choices.fills, ...filled(whole) });
  if (!parsed.success) {
    throw new Refused(
      `To show the ${choices.many}, fill in the rest first. ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`,
    );
  }
  try {
    return { found: await choices.list(contextToLook(deps, parsed.data as Settings)) };
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    return { found: [], failure: error.message };
  }
}

const filled = (settings: Settings) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null && value !== ''));

/** @throws Refused when it is no longer there, or was begun in another session. */
export async function readOffer(
  deps: WebDeps,
  { session, state }: Session & { state: string },
): Promise<Offered> {
  const offer = Offer.safeParse(await findSignIn(deps.db, deps.vault, { state, session, now: deps.now() }));
  if (!offer.success) {
    throw new Refused(
      'This list was opened in another browser or more than a quarter of an hour ago, or it is done already. Look at the sources, and connect again if something is missing.',
    );
  }
  const { wanted, found } = offer.data;
  return { ...offer.data, choices: choicesOf(wanted.kind), known: await knownAmong(deps, wanted, found) };
}

async function knownAmong(
  { db }: WebDeps,
  { kind, id }: WantedSource,
  found: readonly Choice[],
): Promise<ReadonlySet<number>> {
  const open = kindOf(kind).choices?.fills ?? {};
  const keyOf = (settings: Readonly<Record<string, unknown>>) =>
    JSON.stringify(Object.keys(open).map((name) => settings[name]));
  const sources = (await listSources(db)).filter((source) => source.kind === kind && source.id !== id);
  const keys = new Set(sources.map(({ settings }) => keyOf(settings as Settings)));
  return new Set(found.flatMap(({ settings }, place) => (keys.has(keyOf(settings)) ? [place] : [])));
}

/** What somebody has picked, by its place in the list, or typed because it is not there. */
export interface Chosen {
  readonly places: readonly number[];
  readonly typed: Readonly<Record<string, unknown>>;
}

/** Adds a source for each, or changes the one that is there; the list is gone then. @throws Refused, Conflict */
export async function takeChoices(
  deps: WebDeps,
  by: Principal,
  { session, state, chosen }: Session & { state: string; chosen: Chosen },
): Promise<readonly SourceRow[]> {
  const offer = await readOffer(deps, { session, state });
  const picked = await pickedFrom(deps, offer, chosen);
  const whole = { ...(await wholeSettings(deps, offer.wanted)), ...offer.given.settings };
  for (const choice of picked) checkSettings(offer.wanted.kind, filled({ ...whole, ...choice.settings }));
  const save = await saverOf(deps, by, offer, picked);
  const taken = await takeSignIn(deps.db, deps.vault, { state, session, now: deps.now() });
  if (taken === undefined) throw new Refused('This choice is being made already. Look at the sources.');
  const saved: SourceRow[] = [];
  for (const choice of picked) saved.push(await save(choice));
  return saved;
}

async function pickedFrom(
  deps: WebDeps,
  offer: Offered,
  { places, typed }: Chosen,
): Promise<readonly Choice[]> {
  const { found, wanted, choices } = offer;
  const picked = [...new Set(places)].flatMap((place) => found[place] ?? []);
  const byHand = Object.entries(typed).flatMap(([name, value]): [string, string][] =>
    name in choices.fills && String(value ?? '') !== '' ? [[name, String(value)]] : [],
  );
  if (byHand.length > 0) {
    const name = wanted.name || `${kindOf(wanted.kind).label} ${byHand.at(-1)?.[1]}`;
    const settings = await settingsTyped(deps, offer, Object.fromEntries(byHand));
    return [...picked, { name, settings }];
  }
  if (picked.length === 0) throw new Refused(`Choose a ${choices.one}, or type its number.`);
  if (picked.length > 1 && wanted.id !== undefined)
    throw new Refused(`A source reads one ${choices.one}. Choose one.`);
  return picked;
}

/** What was typed, with what comes with it; where that cannot be had, the sign-in itself has to do. @throws Refused */
async function settingsTyped(
  deps: WebDeps,
  { wanted, given, choices }: Offered,
  typed: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const whole = { ...(await wholeSettings(deps, wanted)), ...given.settings, ...typed };
  const { whole: settings } = checkSettings(wanted.kind, filled(whole));
  try {
    return { ...(await choices.withTyped?.(contextToLook(deps, settings as Settings))), ...typed };
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    return typed;
  }
}

/** Gives each choice a name that no source has, and the place that the company knows by the same code. */
async function saverOf(
  deps: WebDeps,
  by: Principal,
  { wanted, given }: { wanted: WantedSource; given: Given },
  picked: readonly Choice[],
): Promise<(choice: Choice) => Promise<SourceRow>> {
  const nameOf = await freeNames(deps, wanted, picked);
  const codes = new Set((await listLocations(deps.db)).map(({ code }) => code));
  return async (choice) => {
    const { location: code } = choice;
    const isPlace = code !== undefined && codes.has(code) && wanted.settings['location'] === undefined;
    const settings = { ...given.settings, ...(isPlace ? { location: code } : {}), ...choice.settings };
    // A token of the thing itself takes the place of the one of whoever has signed in, and of its end.
    const isReplaced = Object.keys(choice.settings).some((name) => name in given.settings);
    const until = isReplaced ? null : given.until;
    return saveWanted(deps, by, { ...wanted, name: nameOf(choice) }, { settings, until });
  };
}

/** Those that share their name with another are told apart. */
async function freeNames({ db }: WebDeps, wanted: WantedSource, picked: readonly Choice[]) {
  const taken = new Set((await listSources(db)).map(({ name }) => name));
  const sharing = Map.groupBy(picked, ({ name }) => name);
  return ({ name, detail }: Choice): string => {
    if (wanted.id !== undefined) return wanted.name;
    const isShared = (sharing.get(name)?.length ?? 0) > 1;
    const own = isShared && detail ? `${name}, ${detail}` : name;
    const whole = (picked.length === 1 && wanted.name ? wanted.name : own).slice(0, LONGEST_NAME);
    let free = whole;
    for (let n = 2; taken.has(free); n += 1) free = `${whole} (${n})`;
    taken.add(free);
    return free;
  };
}

// With room for a number behind it.
const LONGEST_NAME = 110;
