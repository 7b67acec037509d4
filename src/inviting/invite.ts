import { randomBytes } from 'node:crypto';
import type { Db, Sql } from '../store/db.ts';
import {
  addressPlace,
  endInvitation,
  type Invited,
  insertInvitation,
  startInvitation,
} from '../store/invitations.ts';
import { claimPerson, getQuietDays, hasLeft } from '../store/survey-people.ts';
import type { SurveyRow } from '../store/surveys.ts';
import type { Vault } from '../store/vault.ts';

/** Somebody who is to be asked. */
export interface Person extends Invited {
  readonly email: string;
  readonly name: string | undefined;
}

export interface InviteDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly now: () => Date;
}

/** What came of it. Held: left alone, because the person was asked or has answered a short while ago. */
export type Outcome =
  | { readonly outcome: 'invited'; readonly invitationId: number; readonly dueAt: Date }
  | { readonly outcome: 'held' | 'left' | 'repeated' };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Invites a person to a survey, at most once a quiet period whichever form asks: the store lets one invitation at a
 * time have a person. The address is kept encrypted until the last mail is out; what stays is a keyed digest.
 */
export async function invite(deps: InviteDeps, survey: SurveyRow, person: Person): Promise<Outcome> {
  const { db, vault } = deps;
  const now = deps.now();
  const addressKeys = vault.digestsOf(person.email);
  const [addressKey = ''] = addressKeys;
  const messageKey = `inv_${randomBytes(18).toString('base64url')}`;
  return db.transaction(async (sql): Promise<Outcome> => {
    const id = await insertInvitation(sql, person, { surveyId: survey.id, addressKey, messageKey, now });
    if (id === undefined) return { outcome: 'repeated' };
    if (await hasLeft(sql, addressKeys)) {
      await endInvitation(sql, id, { state: 'left', now });
      return { outcome: 'left' };
    }
    const dueAt = new Date(now.getTime() + survey.delayMinutes * MINUTE_MS);
    if (!(await claim(sql, addressKeys, { now, dueAt }))) return { outcome: 'held' };
    const address = JSON.stringify({ email: person.email, name: person.name });
    await startInvitation(sql, id, { sealed: vault.seal(address, addressPlace(messageKey)), dueAt });
    return { outcome: 'invited', invitationId: id, dueAt };
  });
}

async function claim(
  sql: Sql,
  addressKeys: readonly string[],
  { now, dueAt }: { now: Date; dueAt: Date },
): Promise<boolean> {
  const quietMs = (await getQuietDays(sql)) * DAY_MS;
  return claimPerson(sql, addressKeys, {
    now,
    until: new Date(dueAt.getTime() + quietMs),
    answeredSince: new Date(now.getTime() - quietMs),
  });
}
