import { RetryLater } from '../src/domain/errors.ts';
import type { Worker } from '../src/queue/jobs.ts';
import {
  type ClassifiedMention,
  listToClassify,
  type MentionToClassify,
  saveClassifications,
} from '../src/store/classifications.ts';
import type { Topics } from '../src/store/topic-catalog.ts';
import type { Deps } from './deps.ts';

export default {
  job: 'classify',
  async work({ mentionIds }, deps) {
    const topics = await deps.topics.current(deps.db);
    const current = { lexiconVersion: deps.classifier.version, topicsRevision: topics.revision };
    const mentions = await listToClassify(deps.db, mentionIds, current);
    if (mentions.length === 0) return;
    const batch = mentions.map((mention) => classifyMention(mention, topics, deps));
    const isSaved = await saveClassifications(deps.db, batch, current);
    if (!isSaved) throw new RetryLater('The topics changed meanwhile', { delayMs: 10 });
  },
} satisfies Worker<'classify', Deps>;

function classifyMention(mention: MentionToClassify, topics: Topics, deps: Deps): ClassifiedMention {
  const { kind, text, title, declaredLanguage, stars } = mention;
  const classification = deps.classifier.classify(
    {
      kind,
      text,
      ...(title === undefined ? {} : { title }),
      ...(declaredLanguage === undefined ? {} : { lang: declaredLanguage }),
      ...(stars === undefined ? {} : { stars }),
    },
    { evidence: true },
  );
  const { lang, risks } = classification;
  const counted = { label: mention.overrideLabel ?? classification.label, lang, risks };
  return { mention, classification, topicIds: mention.isRemoved ? [] : topics.match(mention, counted) };
}
