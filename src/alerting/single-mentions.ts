import { type AlertExample, NO_WHY } from '../domain/alert.ts';
import { RISK_WORD } from '../domain/alert-words.ts';
import type { AlertRuleRow } from '../store/alert-rules.ts';
import { addMentionsToAlert, findRecentAlert } from '../store/alerts.ts';
import type { Sql } from '../store/db.ts';
import { type FeedMention, readMentions } from '../store/feed.ts';
import type { Arrival } from '../store/topic-arrivals.ts';
import { isIn } from './increments.ts';
import { type Moment, raise } from './raise.ts';
import { partOf } from './replay.ts';

/** Older ones are no news, whenever they come in. */
const NEWS_MS = 2 * 86_400_000;

/** Raises what must not wait for others of its kind. While a rule cools down, what it finds joins its last alert. */
export async function raiseMentions(
  sql: Sql,
  rules: readonly AlertRuleRow[],
  arrivals: readonly Arrival[],
  moment: Moment,
): Promise<void> {
  const newsSince = moment.now.getTime() - NEWS_MS;
  const news = arrivals.filter(
    ({ isBackfill, countedAt }) => !isBackfill && countedAt.getTime() >= newsSince,
  );
  if (rules.length === 0 || news.length === 0) return;
  const mentions = new Map(
    (
      await readMentions(
        sql,
        news.map(({ mentionId }) => mentionId),
      )
    ).map((mention) => [mention.id, mention]),
  );
  for (const rule of rules) {
    const part = await partOf(sql, rule);
    for (const arrival of news) {
      const mention = mentions.get(arrival.mentionId);
      if (!mention || !isIn(arrival, part)) continue;
      const reason = reasonFor(rule, mention);
      if (reason !== undefined) await raiseMention(sql, rule, { arrival, mention, reason }, moment);
    }
  }
}

/** What makes a mention fit a rule, in words; undefined when it does not fit. */
export function reasonFor(
  rule: Pick<AlertRuleRow, 'starsAtMost' | 'reachAtLeast' | 'phrases' | 'risks' | 'aspects'>,
  mention: FeedMention,
): string | undefined {
  const reasons: string[] = [];
  const { starsAtMost, reachAtLeast, phrases, risks, aspects } = rule;
  if (starsAtMost !== undefined) {
    if (mention.stars === undefined || mention.stars > starsAtMost) return undefined;
    reasons.push(`${mention.stars} of 5 stars`);
  }
  if (reachAtLeast !== undefined) {
    if ((mention.reach ?? 0) < reachAtLeast) return undefined;
    reasons.push(`a reach of ${mention.reach}`);
  }
  if (phrases.length > 0) {
    const text = ` ${plain(`${mention.title ?? ''} ${mention.text}`)} `;
    const found = phrases.filter((phrase) => contains(text, phrase));
    if (found.length === 0) return undefined;
    reasons.push(found.map((phrase) => `“${phrase}”`).join(', '));
  }
  if (risks.length > 0) {
    const found = risks.filter((risk) => mention.risks.includes(risk));
    if (found.length === 0) return undefined;
    reasons.push(`words of risk (${found.map((risk) => RISK_WORD[risk]).join(', ')})`);
  }
  if (aspects.length > 0) {
    const bad = mention.aspects.filter(({ label }) => label === 'negative').map(({ aspect }) => aspect);
    const found = aspects.filter((aspect) => bad.includes(aspect));
    if (found.length === 0) return undefined;
    reasons.push(`something bad about ${found.join(' and ')}`);
  }
  return reasons.length > 0 ? reasons.join(' and ') : undefined;
}

/** Whole words; a star at the end stands for any ending. Where a script has no spaces, anywhere. */
function contains(text: string, phrase: string): boolean {
  const wanted = plain(phrase.replace(/\*$/, ''));
  if (wanted === '') return false;
  if (/\p{Script=Han}/u.test(wanted)) return text.includes(wanted);
  return text.includes(phrase.endsWith('*') ? ` ${wanted}` : ` ${wanted} `);
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

async function raiseMention(
  sql: Sql,
  rule: AlertRuleRow,
  { arrival, mention, reason }: { arrival: Arrival; mention: FeedMention; reason: string },
  moment: Moment,
): Promise<void> {
  const coolsSince = new Date(moment.now.getTime() - rule.coolDownMinutes * 60_000);
  const recent = await findRecentAlert(sql, { ruleId: rule.id, since: coolsSince });
  if (recent !== undefined) return addMentionsToAlert(sql, recent, [mention.id]);
  const remark = `It has ${reason}.`;
  await raise(
    sql,
    rule,
    {
      key: `mention/${rule.id}/${mention.id}`,
      kind: 'mention',
      topicId: rule.topicId,
      locationId: mention.location?.id,
      sourceId: mention.source.id,
      since: arrival.countedAt,
      at: arrival.countedAt,
      observed: undefined,
      expected: undefined,
      windowMinutes: undefined,
      why: { ...NO_WHY, examples: [exampleOf(mention, arrival)], remark },
      mentionIds: [mention.id],
      isPast: false,
    },
    moment,
  );
}

function exampleOf(mention: FeedMention, { countedAt }: Arrival): AlertExample {
  const text = [mention.title, mention.text].filter(Boolean).join(' — ');
  return {
    mentionId: mention.id,
    text: text.length > 600 ? `${text.slice(0, 599).trimEnd()}…` : text,
    source: mention.source.name,
    author: mention.author.name ?? mention.author.handle,
    at: countedAt.toISOString(),
  };
}
