import { randomBytes } from 'node:crypto';
import { Refused } from '../../domain/errors.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { getDestination } from '../../store/destinations.ts';
import { insertSource, updateSource } from '../../store/sources.ts';
import { setQuietDays } from '../../store/survey-people.ts';
import {
  getSurvey,
  insertSurvey,
  type SurveyInput,
  type SurveyRow,
  sealTriggers,
  triggerPlace,
  updateSurvey,
} from '../../store/surveys.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { removeSource } from './sources.ts';

export interface NewSurvey extends SurveyInput {
  readonly name: string;
}

const DAY_SECONDS = 86_400;

/** Makes a form and the source its answers arrive through. @throws Conflict when the name is taken; Refused */
export async function addSurvey(
  deps: WebDeps,
  by: Principal,
  survey: NewSurvey,
): Promise<{ id: number; secret: string }> {
  await checkDestination(deps, survey);
  const now = deps.now();
  const token = randomBytes(15).toString('base64url');
  const secret = newTriggerSecret();
  const sealed = deps.vault.seal(secret, triggerPlace(token));
  const id = await deps.db.transaction(async (sql) => {
    const { id: sourceId } = await insertSource(sql, {
      name: survey.name,
      kind: 'micro-survey',
      settings: {},
      intervalSeconds: DAY_SECONDS,
      now,
      isPushed: true,
    });
    return insertSurvey(sql, survey, { sourceId, token, sealed, now });
  });
  await saveAudit(deps.db, { at: now, actor: by.name, action: 'add survey', target: survey.name });
  return { id, secret };
}

/** Changes a form; its question's kind stays, or old and new answers would not be of one scale. */
export async function changeSurvey(
  deps: WebDeps,
  by: Principal,
  id: number,
  survey: Omit<NewSurvey, 'kind'>,
): Promise<void> {
  await checkDestination(deps, survey);
  const before = await getSurvey(deps.db, id);
  const now = deps.now();
  await deps.db.transaction(async (sql) => {
    await updateSource(sql, before.sourceId, { name: survey.name, now });
    await updateSurvey(sql, id, survey);
  });
  await saveAudit(deps.db, { at: now, actor: by.name, action: 'change survey', target: survey.name });
}

async function checkDestination(
  deps: WebDeps,
  { destinationId }: Pick<SurveyInput, 'destinationId'>,
): Promise<void> {
  if (destinationId === undefined) return;
  const { kind, name } = await getDestination(deps.db, destinationId);
  if (kind === 'mail') return;
  throw new Refused(`Invitations go out by mail, and "${name}" is a destination of another kind.`);
}

/** A new secret for the triggers of a form; the old one opens nothing any more. Shown once. */
export async function renewTriggerSecret(deps: WebDeps, by: Principal, id: number): Promise<string> {
  const { token, name } = await getSurvey(deps.db, id);
  const secret = newTriggerSecret();
  await sealTriggers(deps.db, id, deps.vault.seal(secret, triggerPlace(token)));
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: 'renew the trigger secret',
    target: name,
  });
  return secret;
}

const newTriggerSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

export const triggerSecretOf = ({ vault }: WebDeps, { sealed, token }: SurveyRow): string =>
  vault.open(sealed, triggerPlace(token));

/** Removes a form with its answers and invitations, and what they added to every score. */
export async function removeSurvey(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const { sourceId } = await getSurvey(deps.db, id);
  await removeSource(deps, by, sourceId);
}

/** How many days a person is left alone after any survey. What rests already, rests as long as it was told to. */
export async function setRest(deps: WebDeps, by: Principal, days: number): Promise<void> {
  await setQuietDays(deps.db, days);
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: 'set the quiet days of surveys',
    target: `${days} days`,
  });
}
