import { failureOf, MOST_ATTEMPTS, pauseMs } from '../channels/attempt.ts';
import { type Mail, NotSent, type Ways } from '../channels/channel.ts';
import { MailSettings } from '../channels/mail-settings.ts';
import { FORM_SCALES, spoken } from '../domain/survey/survey.ts';
import { linkMeaning, linkPath } from '../domain/survey/survey-link.ts';
import type { Db } from '../store/db.ts';
import { getDestination, sealPlace } from '../store/destinations.ts';
import { saveFacts } from '../store/facts.ts';
import {
  addressPlace,
  endInvitation,
  type InvitationRow,
  putOff,
  saveSent,
  takeInvitation,
} from '../store/invitations.ts';
import { freePerson, hasLeft } from '../store/survey-people.ts';
import { getSurvey, type SurveyRow } from '../store/surveys.ts';
import type { Vault } from '../store/vault.ts';
import { getWorkspace } from '../store/workspace.ts';
import { answerIdOf, askedAnswer } from './asked-answer.ts';
import { type Letter, letterHtml, letterText } from './letter.ts';

export interface SendDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly ways: Ways;
  /** Where people reach us, without a slash at the end; undefined: nobody said. */
  readonly origin: string | undefined;
  readonly now: () => Date;
  readonly random: () => number;
}

/** Longer than any attempt takes: should we die, the mail is due again afterwards. */
const LEASE_MS = 90_000;
const DAY_MS = 86_400_000;

/**
 * Sends one invitation, or its reminder, and writes down that it went out. A crash between the two sends the same mail
 * again, with the same Message-ID; nothing else sends a second one. Returns what went wrong.
 */
export async function sendInvitation(
  deps: SendDeps,
  id: number,
): Promise<{ error: string; isOver: boolean } | undefined> {
  const invitation = await takeInvitation(deps.db, id, { now: deps.now(), leaseMs: LEASE_MS });
  if (!invitation) return undefined;
  const survey = await getSurvey(deps.db, invitation.surveyId);
  if (invitation.addressKey !== undefined && (await hasLeft(deps.db, [invitation.addressKey]))) {
    await endInvitation(deps.db, id, { state: 'left', now: deps.now() });
    return undefined;
  }
  try {
    await send(deps, survey, invitation);
  } catch (error) {
    return noteFailure(deps, invitation, error);
  }
  const now = deps.now();
  const { reminderDays } = survey;
  const remindAt = reminderDays === undefined ? undefined : new Date(now.getTime() + reminderDays * DAY_MS);
  await deps.db.transaction(async (sql) => {
    const isSilent = await saveSent(sql, invitation, { now, remindAt });
    if (!isSilent || invitation.step === 'reminder') return;
    // Asked and not answered yet: that is what a response rate is made of.
    const asked = askedAnswer(survey, { ...invitation, sentAt: now });
    const answer = { ...asked, externalId: answerIdOf(invitation), answeredAt: now };
    const at = { sourceId: survey.sourceId, now, isBackfill: false, vault: deps.vault };
    await saveFacts(sql, at, { answers: [answer] });
  });
  return undefined;
}

async function noteFailure(deps: SendDeps, invitation: InvitationRow, error: unknown) {
  const failure = failureOf(error);
  const now = deps.now();
  const isOver = failure.isFinal || invitation.attempts >= MOST_ATTEMPTS;
  if (!isOver) {
    const dueAt = new Date(now.getTime() + pauseMs(invitation.attempts, failure, deps.random()));
    await putOff(deps.db, invitation.id, { error: failure.message, dueAt });
    return { error: failure.message, isOver };
  }
  const wasSent = invitation.sentAt !== undefined;
  await deps.db.transaction(async (sql) => {
    const state = wasSent ? 'sent' : 'failed';
    await endInvitation(sql, invitation.id, { state, now, error: failure.message });
    if (!wasSent && invitation.addressKey) await freePerson(sql, invitation.addressKey, now);
  });
  return { error: failure.message, isOver };
}

async function send(deps: SendDeps, survey: SurveyRow, invitation: InvitationRow): Promise<void> {
  if (!survey.isOpen) throw new NotSent('The survey takes no more answers.', { isFinal: true });
  if (deps.origin === undefined) {
    throw new NotSent('Links need the public address of this server. Set EARSHOT_URL.', { isFinal: false });
  }
  const { from, server } = await serverOf(deps, survey);
  const { email, name } = openAddress(deps.vault, invitation);
  const letter = await letterFor({ ...deps, origin: deps.origin }, survey, { invitation, name });
  await deps.ways.mail.send(server, mailOf(letter, invitation, { from, to: email }));
}

/** The mail destination that invitations go out by: its server and its sender; whom it tells of alerts is its own. */
async function serverOf({ db, vault }: SendDeps, { destinationId }: SurveyRow) {
  if (destinationId === undefined) {
    throw new NotSent('The survey has no mail destination to send by. Choose one.', { isFinal: true });
  }
  const { kind, settings, sealed, name, enabled } = await getDestination(db, destinationId);
  if (!enabled) throw new NotSent(`The destination "${name}" is switched off.`, { isFinal: false });
  if (kind !== 'mail') throw new NotSent(`The destination "${name}" sends no mail.`, { isFinal: true });
  const secrets = JSON.parse(vault.open(sealed, sealPlace(name))) as object;
  const parsed = MailSettings.safeParse({ ...settings, ...secrets });
  if (!parsed.success) {
    const what = parsed.error.issues.map(({ message }) => message).join(' ');
    throw new NotSent(`The settings of "${name}" cannot be used: ${what}`, { isFinal: true });
  }
  const { from, host, port, security, user, password } = parsed.data;
  return { from, server: { host, port, security, user, password } };
}

function openAddress(vault: Vault, { sealed, messageKey }: InvitationRow): { email: string; name?: string } {
  if (!sealed) throw new NotSent('The address is not known any more.', { isFinal: true });
  return JSON.parse(vault.open(sealed, addressPlace(messageKey))) as { email: string; name?: string };
}

async function letterFor(
  { db, vault, origin }: SendDeps & { origin: string },
  survey: SurveyRow,
  { invitation, name }: { invitation: InvitationRow; name: string | undefined },
): Promise<Letter> {
  const { name: company } = await getWorkspace(db);
  const { min, max } = FORM_SCALES[survey.kind];
  const address = (score: number | undefined) => {
    const link = { invitationId: invitation.id, score };
    const [signature = ''] = vault.signaturesOf(linkMeaning(survey.token, link));
    return `${origin}/s/${survey.token}/${linkPath(link, signature)}`;
  };
  const words = spoken(survey, invitation.language, company);
  return {
    language: invitation.language,
    words,
    subject: invitation.step === 'reminder' ? words.mail.reminder : words.mail.subject,
    greeting: name ? words.mail.greeting.replace('{name}', () => name) : words.mail.greetingPlain,
    scores: Array.from({ length: max - min + 1 }, (_, index) => ({
      score: min + index,
      url: address(min + index),
    })),
    page: address(undefined),
    leave: `${address(undefined)}/leave`,
  };
}

function mailOf(
  letter: Letter,
  { messageKey, step }: InvitationRow,
  { from, to }: { from: string; to: string },
): Mail {
  const first = `<${messageKey}@earshot>`;
  return {
    from,
    to,
    subject: letter.subject,
    text: letterText(letter),
    html: letterHtml(letter),
    messageId: step === 'first' ? first : `<${messageKey}.reminder@earshot>`,
    headers: {
      // RFC 8058
      'List-Unsubscribe': `<${letter.leave}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      ...(step === 'reminder' ? { 'In-Reply-To': first, References: first } : {}),
    },
    pictures: [],
  };
}
