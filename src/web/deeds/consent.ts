import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Conflict, Refused } from '../../domain/errors.ts';
import { type Consent, consentUrl, PROVIDERS, redeemCode } from '../../sources/api/consent.ts';
import { contextOf } from '../../sources/context.ts';
import { type Settings, secretNames } from '../../sources/settings-fields.ts';
import { insertSignIn, takeSignIn } from '../../store/sign-ins.ts';
import { readSecrets } from '../../store/source-secrets.ts';
import {
  getSource,
  listSources,
  type SourceOptions,
  type SourceRow,
  saveSignInEnd,
} from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { checkSettings, kindOf } from './source-settings.ts';
import { addSource, changeSource } from './sources.ts';

/** A source as somebody has it in mind who goes to sign in for it. */
export interface WantedSource {
  readonly kind: string;
  readonly name: string;
  /** A secret that is left out is the one that is kept. */
  readonly settings: Settings;
  readonly options: SourceOptions;
  /** Of a source that is there. */
  readonly id?: number | undefined;
}

/** Who asks, in which session, and where they come back to. */
export interface Asker {
  readonly by: Principal;
  readonly session: string;
  readonly redirectUri: string;
}

/** Where somebody is sent, and what they will be asked there. */
export interface ConsentAsked {
  readonly provider: string;
  readonly url: string;
  readonly scopes: readonly string[];
}

const Draft = z.object({
  kind: z.string(),
  name: z.string(),
  settings: z.record(z.string(), z.unknown()),
  options: z.object({
    keepDays: z.number().nullish(),
    backfillDays: z.number().optional(),
    budgetPerDay: z.number().nullish(),
    budgetPerMonth: z.number().nullish(),
  }),
  id: z.number().optional(),
  verifier: z.string(),
  redirectUri: z.string(),
});

/**
 * Looks whether everything but the tokens is there, so that nobody signs in for nothing, and says where to go.
 * @throws Refused, Conflict
 */
export async function askConsent(deps: WebDeps, asker: Asker, wanted: WantedSource): Promise<ConsentAsked> {
  const consent = consentOf(wanted.kind);
  const settings = await wholeSettings(deps, wanted);
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
  const verifier = randomBytes(48).toString('base64url');
  const state = randomBytes(32).toString('base64url');
  const { redirectUri } = asker;
  const url = consentUrl(consent, { settings: given, redirectUri, state, verifier });
  checkSettings(wanted.kind, { ...consent.gives, ...given });
  if (wanted.id === undefined) await refuseTakenName(deps, wanted.name);
  const draft = { ...wanted, verifier, redirectUri };
  await insertSignIn(deps.db, deps.vault, { state, session: asker.session, draft, now: deps.now() });
  return { provider: PROVIDERS[consent.at].name, url, scopes: consent.scopes };
}

/** @throws Refused */
export function consentOf(kind: string): Consent {
  const { consent, label } = kindOf(kind);
  if (!consent) throw new Refused(`${label} knows no sign-in of this kind; its settings hold what it needs.`);
  return consent;
}

async function wholeSettings(
  { db, vault }: WebDeps,
  { kind, settings, id }: Pick<WantedSource, 'kind' | 'settings' | 'id'>,
): Promise<Settings> {
  if (id === undefined) return settings;
  const kept = await readSecrets(db, vault, id, secretNames(kindOf(kind)));
  const typed = Object.entries(settings).filter(([, value]) => value !== undefined && value !== '');
  return { ...kept, ...Object.fromEntries(typed) };
}

async function refuseTakenName({ db }: WebDeps, name: string): Promise<void> {
  const isTaken = (await listSources(db)).some((source) => source.name === name);
  if (isTaken) throw new Conflict(`There is already a source called "${name}". Choose another name.`);
}

/** What somebody came back with. */
export interface CameBack {
  readonly state: string;
  readonly code?: string | undefined;
  /** "access_denied", and what was said to it. */
  readonly error?: string | undefined;
  readonly said?: string | undefined;
}

/** Takes the tokens and adds the source, or lets the one that is there go on. @throws ConsentFailed, Refused, FetchFailed */
export async function takeConsent(
  deps: WebDeps,
  { by, session }: Pick<Asker, 'by' | 'session'>,
  { state, code, error, said }: CameBack,
): Promise<SourceRow> {
  const now = deps.now();
  const taken = Draft.safeParse(await takeSignIn(deps.db, deps.vault, { state, session, now }));
  if (!taken.success) {
    throw new Refused(
      'This sign-in was begun in another browser or more than a quarter of an hour ago, or it is done already. Look at the source, and connect again if it asks you to.',
    );
  }
  const { verifier, redirectUri, ...wanted } = taken.data;
  const consent = consentOf(wanted.kind);
  if (code === undefined)
    throw new ConsentFailed(wanted, notAllowed(PROVIDERS[consent.at].name, error, said));
  try {
    const settings = await wholeSettings(deps, wanted);
    const context = contextOf({ settings, http: deps.http, now: deps.now });
    const given = await redeemCode(consent, context, { code, redirectUri, verifier });
    const source = await save(deps, by, wanted, given.settings);
    await saveSignInEnd(deps.db, source.id, given.until);
    return source;
  } catch (problem) {
    if (problem instanceof Error && ['Refused', 'Conflict', 'FetchFailed'].includes(problem.name))
      throw new ConsentFailed(wanted, problem.message, problem);
    throw problem;
  }
}

/** Nothing was changed; says why, and for which source. */
export class ConsentFailed extends Refused {
  readonly kind: string;
  readonly sourceId: number | undefined;

  constructor(wanted: { kind: string; id?: number | undefined }, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = wanted.kind;
    this.sourceId = wanted.id;
  }
}

function notAllowed(provider: string, error: string | undefined, said: string | undefined): string {
  if (error === 'access_denied' || error === 'user_cancelled_login' || error === 'user_cancelled_authorize')
    return `It was not allowed at ${provider}, so nothing was changed.`;
  return `${provider} sent you back without a sign-in (${said ?? error ?? 'it gave no reason'}). Nothing was changed.`;
}

async function save(
  deps: WebDeps,
  by: Principal,
  { kind, name, settings, options, id }: WantedSource,
  given: Settings,
): Promise<SourceRow> {
  const whole = { ...settings, ...given };
  if (id === undefined) {
    const filled = Object.entries(whole).filter(([, value]) => value !== null);
    return addSource(deps, by, { kind, name, settings: Object.fromEntries(filled), options });
  }
  const { backfillDays: _, ...rest } = options;
  const { enabled, failures } = await getSource(deps.db, id);
  // One that has stopped by itself goes on; one that somebody has paused stays paused.
  const goesOn = !enabled && failures > 0 ? { enabled: true } : {};
  return changeSource(deps, by, id, { name, settings: whole, options: rest, ...goesOn });
}

/** The source as it is, for whoever only has to sign in again. */
export async function asItIs(deps: WebDeps, id: number): Promise<WantedSource> {
  const { kind, name, settings } = await getSource(deps.db, id);
  return { id, kind, name, settings: settings as Settings, options: {} };
}
