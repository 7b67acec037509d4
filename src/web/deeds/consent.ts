import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Conflict, Refused } from '../../domain/errors.ts';
import { isOpen } from '../../sources/api/choices.ts';
import { type Consent, checkClient, clientFor, consentUrl, redeemCode } from '../../sources/api/consent.ts';
import { PROVIDERS } from '../../sources/api/providers.ts';
import type { Settings } from '../../sources/settings-fields.ts';
import { insertSignIn, takeSignIn } from '../../store/sign-ins.ts';
import { getSource, listSources, type SourceRow } from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { offerChoices } from './choose.ts';
import { checkSettings, kindOf } from './source-settings.ts';
import { contextToLook, saveWanted, Wanted, type WantedSource, wholeSettings } from './wanted-source.ts';

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
  wanted: Wanted,
  verifier: z.string(),
  redirectUri: z.string(),
  client: z.object({ id: z.string(), secret: z.string() }),
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
  checkClient(consent, given);
  checkSettings(wanted.kind, { ...kindOf(wanted.kind).choices?.fills, ...consent.gives, ...given });
  if (wanted.id === undefined) await refuseTakenName(deps, wanted.name);
  const client = await clientFor(consent, contextToLook(deps, given), redirectUri);
  const url = consentUrl(consent, { settings: given, client, redirectUri, state, verifier });
  const draft = { wanted, verifier, redirectUri, client };
  await insertSignIn(deps.db, deps.vault, { state, session: asker.session, draft, now: deps.now() });
  return { provider: PROVIDERS[consent.at].name, url, scopes: consent.scopes };
}

/** @throws Refused */
export function consentOf(kind: string): Consent {
  const { consent, label } = kindOf(kind);
  if (!consent) throw new Refused(`${label} knows no sign-in of this kind; its settings hold what it needs.`);
  return consent;
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

/**
 * Takes the tokens and adds the source, or lets the one that is there go on; where something is still to be chosen,
 * says what leads to the choice. @throws ConsentFailed, Refused, FetchFailed
 */
export async function takeConsent(
  deps: WebDeps,
  { by, session }: Pick<Asker, 'by' | 'session'>,
  { state, code, error, said }: CameBack,
): Promise<{ source: SourceRow } | { choose: string }> {
  const now = deps.now();
  const taken = Draft.safeParse(await takeSignIn(deps.db, deps.vault, { state, session, now }));
  if (!taken.success) {
    throw new Refused(
      'This sign-in was begun in another browser or more than a quarter of an hour ago, or it is done already. Look at the source, and connect again if it asks you to.',
    );
  }
  const { wanted, ...asked } = taken.data;
  const consent = consentOf(wanted.kind);
  if (code === undefined)
    throw new ConsentFailed(wanted, notAllowed(PROVIDERS[consent.at].name, error, said));
  try {
    const settings = await wholeSettings(deps, wanted);
    const context = contextToLook(deps, settings);
    const redeemed = await redeemCode(consent, context, { code, ...asked });
    const given = { ...redeemed, until: redeemed.until ?? null };
    const { choices, label } = kindOf(wanted.kind);
    if (isOpen(choices, settings)) return await offerChoices(deps, by, { session, wanted, given });
    return { source: await saveWanted(deps, by, { ...wanted, name: wanted.name || label }, given) };
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

/** The source as it is, for whoever only has to sign in again. */
export async function asItIs(deps: WebDeps, id: number): Promise<WantedSource> {
  const { kind, name, settings } = await getSource(deps.db, id);
  return { id, kind, name, settings: settings as Settings, options: {} };
}
