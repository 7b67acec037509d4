import { Refused } from '../../domain/errors.ts';
import { parsePattern, patternText } from '../../domain/lexicon-rule.ts';
import {
  proposalsFrom,
  proposeCharge,
  type RuleProposal,
  unexplainedPhrases,
} from '../../domain/rule-proposals.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { FeedMention } from '../../store/feed.ts';
import {
  chooseDomains,
  deleteRule,
  getRule,
  insertRule,
  type NewRule,
  type RuleChange,
  type RuleRow,
  updateRule,
} from '../../store/lexicon-rules.ts';
import { countHolding } from '../../store/phrase-counts.ts';
import { previewWording, type RulePreview } from '../../store/rule-preview.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** Adds a rule and applies it to the mentions already stored. @throws Refused, Conflict, NotFound */
export async function addRule(deps: WebDeps, by: Principal, input: NewRule): Promise<RuleRow> {
  const rule = await insertRule(deps.db, { ...input, author: by.name, now: deps.now() });
  await applyToHistory(deps, by, 'add rule', rule);
  return rule;
}

/** Changes a rule, or switches it on or off; the past is counted again. @throws Refused, Conflict, NotFound */
export async function changeRule(
  deps: WebDeps,
  by: Principal,
  id: number,
  change: Partial<RuleChange>,
): Promise<RuleRow> {
  const { pattern, language, topicId, valence, note, enabled } = {
    ...(await getRule(deps.db, id)),
    ...change,
  };
  const whole = { pattern, language, topicId, valence, note, enabled };
  const rule = await updateRule(deps.db, id, whole, deps.now());
  await applyToHistory(deps, by, 'change rule', rule);
  return rule;
}

/** Takes a rule back: every mention counts again as if it had never been. @throws NotFound */
export async function removeRule(deps: WebDeps, by: Principal, id: number): Promise<RuleRow> {
  const rule = await getRule(deps.db, id);
  await deleteRule(deps.db, id);
  await applyToHistory(deps, by, 'remove rule', rule);
  return rule;
}

/** Sets the lines of business whose words count. @throws Refused for one that is not there. */
export async function setDomains(deps: WebDeps, by: Principal, domains: readonly string[]): Promise<void> {
  const known = deps.lexicons.domains;
  const unknown = domains.find((domain) => !known.includes(domain));
  if (unknown !== undefined) {
    throw new Refused(`Expected domains among ${known.join(', ') || '(there is none)'}, got "${unknown}".`);
  }
  await chooseDomains(deps.db, [...new Set(domains)]);
  await deps.queue.enqueue('count-again', { afterId: 0 });
  const detail = { domains };
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: 'set domains',
    target: 'workspace',
    detail,
  });
}

async function applyToHistory(deps: WebDeps, by: Principal, action: string, rule: RuleRow): Promise<void> {
  await deps.queue.enqueue('count-again', { afterId: 0 });
  const { pattern, language, topicId, valence, enabled } = rule;
  const detail = { pattern, language: language ?? null, topicId: topicId ?? null, valence, enabled };
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action, target: `rule ${rule.id}`, detail });
}

/** A rule that is not stored yet has no id; any that no stored rule has will do. */
const TRIAL_ID = Number.MAX_SAFE_INTEGER;

/** What a rule would do to the past; with an `id`, what its change would. Nothing is stored. @throws Refused, NotFound */
export async function previewRule(
  deps: WebDeps,
  draft: Pick<NewRule, 'pattern' | 'language' | 'topicId' | 'valence'>,
  id?: number,
): Promise<RulePreview> {
  parsePattern(draft.pattern);
  const stored = id === undefined ? undefined : await getRule(deps.db, id);
  const topics = await deps.topics.current(deps.db);
  const current = await deps.lexicons.current(deps.db);
  const trial = { ...draft, pattern: patternText(draft.pattern), id: id ?? TRIAL_ID };
  const rules = [...current.wording.rules.filter((rule) => rule.id !== id), trial];
  const after = deps.lexicons.tryOut({ ...current.wording, rules });
  const patterns = [trial.pattern, ...(stored?.enabled ? [stored.pattern] : [])];
  return previewWording(deps.db, patterns, {
    before: { classifier: current.classifier, topics },
    after: { classifier: after, topics },
  });
}

/** Words that stand in more of the latest mentions than this say nothing of their own. */
const TOO_COMMON = 0.05;
const MOST_UNEXPLAINED = 4;

/** Rules that a person's correction suggests; none where the label was confirmed. */
export async function proposeRules(deps: WebDeps, mention: FeedMention): Promise<RuleProposal[]> {
  const truth = mention.override?.label;
  if (truth === undefined || truth === mention.computedLabel) return [];
  const wrongWay = proposalsFrom(mention, truth);
  const phrases = unexplainedPhrases(mention);
  const { holding, looked } = await countHolding(deps.db, phrases);
  const notUnderstood = phrases
    .filter((phrase) => (holding.get(phrase) ?? 0) <= Math.max(2, looked * TOO_COMMON))
    // What others wrote too comes first: a rule for it is worth more.
    .toSorted((a, b) => (holding.get(b) ?? 0) - (holding.get(a) ?? 0) || b.length - a.length)
    .slice(0, MOST_UNEXPLAINED)
    .flatMap((phrase) => proposeCharge(phrase, truth) ?? []);
  return [...wrongWay, ...notUnderstood];
}
