import { z } from 'zod';
import { NotFound, Refused } from '../../domain/errors.ts';
import { chosenLanguage } from '../../domain/survey/survey.ts';
import { invite, type Outcome, type Person } from '../../inviting/invite.ts';
import { csvRows } from '../../sources/import/csv-rows.ts';
import type { Delivery } from '../../sources/source.ts';
import { verifyDelivery } from '../../sources/webhook/signature.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { saveLeaver } from '../../store/survey-people.ts';
import { getSurvey, type SurveyRow } from '../../store/surveys.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { triggerSecretOf } from './surveys.ts';

const words = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).trim().slice(0, 200))
  .transform((value) => value || undefined)
  .nullish()
  .transform((value) => value ?? undefined);

/** Somebody to ask, as other systems and lists name what is known. */
export const PersonInput = z.object({
  email: z
    .string()
    .trim()
    .max(254)
    .pipe(z.email({ error: 'expected a mail address' })),
  name: words,
  language: words,
  touchpoint: words,
  location: words,
  product: words,
  segment: words,
  customer: words,
  /** Of the event behind it: the same one invites once. */
  id: words,
});
export type PersonInput = z.output<typeof PersonInput>;

export interface InviteReport {
  readonly invited: number;
  /** Left alone by the guard. */
  readonly held: number;
  /** Do not want to be asked. */
  readonly left: number;
  /** Their event has invited them before. */
  readonly repeated: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

/** Takes a trigger of another system: signed with the secret of the form, each event once. @throws Refused, NotFound */
export async function takeTrigger(
  deps: WebDeps,
  surveyId: number,
  delivery: Delivery,
): Promise<{ outcome: Outcome['outcome'] }> {
  const survey = await getSurvey(deps.db, surveyId).catch((error: unknown) => {
    if (error instanceof NotFound) throw new NotFound(`Nothing is taken at /webhooks/surveys/${surveyId}.`);
    throw error;
  });
  const isSigned = delivery.headers.has('webhook-signature') || delivery.headers.has('svix-signature');
  const agreed = { choice: isSigned ? 'standard' : 'token', secret: triggerSecretOf(deps, survey) } as const;
  const deliveryId = verifyDelivery(delivery, agreed, deps.now());
  const { id, ...person } = personIn(delivery.body);
  const { outcome } = await inviteOne(deps, survey, { ...person, id: id ?? deliveryId });
  return { outcome };
}

/** The person stands at the top of the payload or under `data`, as Standard Webhooks advise. */
function personIn(body: Uint8Array): PersonInput {
  const payload = z.looseObject({ data: z.looseObject({}).optional() }).safeParse(jsonIn(body)).data;
  const given: Record<string, unknown> = { ...payload, ...payload?.data };
  const parsed = PersonInput.safeParse({ ...given, language: given['language'] ?? given['locale'] });
  if (parsed.success) return parsed.data;
  throw new Refused(
    `The trigger names nobody to ask: expected an object with "email", and "name", "language", "touchpoint", "location", "customer" where they are known. ${reasonIn(parsed.error)}`,
  );
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

const reasonIn = ({ issues }: z.ZodError) =>
  issues.map(({ path, message }) => `${path.join('.') || 'row'}: ${message}`).join('; ');

/** Invites the people of a list; a bad one is told with its line and spoils no other. */
export async function invitePeople(
  deps: WebDeps,
  by: Principal,
  surveyId: number,
  list: AsyncIterable<ListedPerson>,
): Promise<InviteReport> {
  const survey = await getSurvey(deps.db, surveyId);
  const counts = { invited: 0, held: 0, left: 0, repeated: 0 };
  const rejected: { line: number; reason: string }[] = [];
  for await (const { line, person } of list) {
    const parsed = PersonInput.safeParse(person);
    if (!parsed.success) {
      rejected.push({ line, reason: reasonIn(parsed.error) });
      continue;
    }
    const { outcome } = await inviteOne(deps, survey, parsed.data);
    counts[outcome] += 1;
  }
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: 'invite to survey',
    target: survey.name,
    detail: { ...counts, rejected: rejected.length },
  });
  return { ...counts, rejected };
}

export interface ListedPerson {
  readonly line: number;
  readonly person: unknown;
}

async function inviteOne(deps: WebDeps, survey: SurveyRow, input: PersonInput): Promise<Outcome> {
  if (!survey.isOpen) throw new Refused(`The survey "${survey.name}" takes no answers. Open it first.`);
  if (survey.destinationId === undefined) {
    throw new Refused(`The survey "${survey.name}" has no mail destination to invite by. Choose one first.`);
  }
  const { id: eventId, language, ...rest } = input;
  const person: Person = { ...rest, eventId, language: chosenLanguage([language], survey.languages) };
  const outcome = await invite(deps, survey, person);
  if (outcome.outcome === 'invited' && outcome.dueAt <= deps.now()) {
    await deps.queue.enqueue('invite', { invitationId: outcome.invitationId });
  }
  return outcome;
}

/** Columns by the names that lists usually have. */
const COLUMNS: Readonly<Record<string, keyof PersonInput>> = {
  email: 'email',
  'e-mail': 'email',
  mail: 'email',
  address: 'email',
  name: 'name',
  language: 'language',
  locale: 'language',
  touchpoint: 'touchpoint',
  location: 'location',
  product: 'product',
  segment: 'segment',
  customer: 'customer',
  'customer id': 'customer',
  customer_id: 'customer',
  id: 'id',
  'event id': 'id',
  event_id: 'id',
};

/** The rows of a list of people in CSV. @throws Refused when no column holds addresses. */
export async function* peopleInCsv(text: AsyncIterable<string>): AsyncGenerator<ListedPerson> {
  let names: readonly (keyof PersonInput | undefined)[] | undefined;
  for await (const row of csvRows(text)) {
    if ('error' in row) {
      yield { line: row.line, person: { email: `(${row.error})` } };
      continue;
    }
    if (names === undefined) {
      names = row.cells.map((cell) => COLUMNS[cell.trim().toLowerCase()]);
      if (!names.includes('email')) {
        throw new Refused('No column of the list is called "email". Name one so in the first line.');
      }
      continue;
    }
    const known = names;
    const cells = row.cells.flatMap((cell, index) => {
      const name = known[index];
      return name === undefined ? [] : [[name, cell] as const];
    });
    yield { line: row.line, person: Object.fromEntries(cells) };
  }
}

/** Nobody with this address is asked again, by any form. */
export async function leaveOut(deps: WebDeps, by: Principal, email: string): Promise<void> {
  const now = deps.now();
  for (const key of deps.vault.digestsOf(email)) await saveLeaver(deps.db, key, now);
  // The log holds no address either.
  await saveAudit(deps.db, {
    at: now,
    actor: by.name,
    action: 'leave somebody out of surveys',
    target: 'a person',
  });
}
