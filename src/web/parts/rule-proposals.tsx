import { proposalsFrom, type RuleProposal } from '../../domain/rule-proposals.ts';
import type { FeedMention } from '../../store/feed.ts';
import { meaningOf, ruleAddress } from './rule-words.ts';

/** After a correction: rules that would have led to the person's label, each with a look at what it would change. */
export const RuleProposals = ({ mention }: { mention: FeedMention }) => {
  const truth = mention.override?.label;
  if (truth === undefined || truth === mention.computedLabel) return null;
  const proposals = proposalsFrom(mention, truth);
  return (
    <div class="proposals">
      <p class="override-question">
        {proposals.length > 0 ? 'Is it always so? Make a rule:' : 'Is it always so? Say which words mean it:'}
      </p>
      <ProposalLinks mention={mention} proposals={proposals} />
      <a href={ruleAddress({ mentionId: mention.id, language: languageOf(mention) })}>Other words …</a>
    </div>
  );
};

export const ProposalLinks = ({
  mention,
  proposals,
}: {
  mention: FeedMention;
  proposals: readonly RuleProposal[];
}) =>
  proposals.length === 0 ? null : (
    <ul class="chips">
      {proposals.map(({ pattern, valence }) => (
        <li key={`${pattern} ${valence}`} class="chip">
          <a
            href={ruleAddress({ pattern, valence, mentionId: mention.id, language: languageOf(mention) })}
            dir="auto"
          >
            “{pattern}” {meaningOf(valence)}
          </a>
        </li>
      ))}
    </ul>
  );

const languageOf = ({ language }: FeedMention) => (language === 'und' ? undefined : language);
