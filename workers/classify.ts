import { RetryLater } from '../src/domain/errors.ts';
import type { Worker } from '../src/queue/jobs.ts';
import {
  type ClassifiedMention,
  listToClassify,
  type MentionToClassify,
  saveClassifications,
} from '../src/store/classifications.ts';
import { afterDeadlocks } from '../src/store/deadlocks.ts';
import { fileArrivals } from '../src/store/inbox-filing.ts';
import { effectsOf, type Judges, judge } from '../src/store/judge.ts';
import type { Deps } from './deps.ts';

export default {
  job: 'classify',
  async work({ mentionIds }, deps) {
    const topics = await deps.topics.current(deps.db);
    const { classifier, revision } = await deps.lexicons.current(deps.db);
    const current = {
      lexiconVersion: classifier.version,
      topicsRevision: topics.revision,
      rulesRevision: revision,
    };
    const mentions = await listToClassify(deps.db, mentionIds, current);
    if (mentions.length === 0) return;
    const batch = mentions.map((mention) => classifyMention(mention, { classifier, topics }));
    const isSaved = await afterDeadlocks(() => saveClassifications(deps.db, batch, current));
    if (!isSaved) throw new RetryLater('The topics or the rules changed meanwhile', { delayMs: 10 });
    await fileArrivals(deps.db, deps.now());
  },
} satisfies Worker<'classify', Deps>;

function classifyMention(mention: MentionToClassify, judges: Judges): ClassifiedMention {
  if (!mention.mayAnalyse) return leftAlone(mention, judges);
  const classification = judge(mention, judges, { evidence: true });
  const { lang, risks } = classification;
  const counted = { label: mention.overrideLabel ?? classification.label, lang, risks };
  return {
    mention,
    classification,
    effects: effectsOf(mention, judges, classification),
    topicIds: mention.isRemoved ? [] : judges.topics.match(mention, counted),
  };
}

/** Where a source's terms forbid analysis, a mention is counted as one whose meaning is not known. */
function leftAlone(mention: MentionToClassify, { classifier, topics }: Judges): ClassifiedMention {
  const classification = {
    label: 'unknown' as const,
    compound: 0,
    confidence: 0,
    lang: mention.declaredLanguage ?? 'und',
    aspects: [],
    emotions: {},
    risks: [],
    conflict: false,
    evidence: [],
    rules: [],
    lexiconVersion: classifier.version,
  };
  // Its words are not searched either: it belongs where everything and everything of its source belongs.
  const blank = { ...mention, text: '', title: undefined };
  const topicIds = mention.isRemoved ? [] : topics.match(blank, classification);
  return { mention, classification, effects: [], topicIds };
}
