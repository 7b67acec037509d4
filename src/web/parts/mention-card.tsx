import { repostedFrom } from '../../domain/quoted.ts';
import { sources } from '../../sources/index.ts';
import type { FeedMention } from '../../store/feed.ts';
import type { Visit } from '../pages/visit.ts';
import { Highlighted } from './highlighted.tsx';
import { MentionText } from './mention-text.tsx';
import { Moment } from './moment.tsx';
import { OverrideForm } from './override-form.tsx';
import { RuleProposals } from './rule-proposals.tsx';
import { SentimentBadge } from './sentiment-badge.tsx';
import { Stars } from './stars.tsx';
import { TwinNote } from './twins.tsx';
import { hostOf, webAddress } from './web-address.ts';
import { Why } from './why.tsx';
import { countOf, LABEL_WORD, languageName, percent, RISK_WORD, signedHundredths } from './wording.ts';

/** One mention: what was said, how it counts, why, and the buttons to correct it. */
export const MentionCard = ({ mention, visit }: { mention: FeedMention; visit: Visit }) => {
  const address = webAddress(mention.url);
  return (
    <article
      class={`mention mention-${mention.label}`}
      id={`mention-${mention.id}`}
      data-mention={mention.id}
      tabindex={-1}
      aria-label={`${LABEL_WORD[mention.label]} ${mention.kind} from ${mention.source.name}`}
    >
      <header class="mention-head">
        <SentimentBadge label={mention.label} />
        <Measures mention={mention} />
        <Dated mention={mention} timeZone={visit.workspace.timeZone} />
      </header>
      <Correction mention={mention} />
      {mention.title && (
        <h3 class="mention-title" lang={langOf(mention)} dir="auto">
          <Highlighted text={mention.title} field="title" evidence={mention.evidence} />
        </h3>
      )}
      <MentionText mention={mention} lang={langOf(mention)} />
      <Conditions mention={mention} />
      <Reply mention={mention} timeZone={visit.workspace.timeZone} />
      <Chips mention={mention} />
      <Origin mention={mention} address={address} />
      <TwinNote mention={mention} visit={visit} />
      <footer class="mention-foot">
        <Why mention={mention} />
        {visit.can('override') && <OverrideForm mention={mention} visit={visit} />}
        {visit.can('rules') && <RuleProposals mention={mention} />}
      </footer>
    </article>
  );
};

/** What the reader would otherwise take for our mistake. */
const Conditions = ({ mention }: { mention: FeedMention }) => {
  const sentences = [
    ...(mention.withheld === 'text'
      ? ['Its text is no longer kept, by the terms of its source or your own.']
      : []),
    ...(mention.withheld === 'analysis' ? ['Not analysed: the terms of its source forbid it.'] : []),
    ...(mention.isTruncated ? ['The source gives only the beginning of the text.'] : []),
    ...(mention.ratingOriginal ? [`Rated “${mention.ratingOriginal}”.`] : []),
  ];
  return sentences.length === 0 ? null : <p class="hint">{sentences.join(' ')}</p>;
};

const Reply = ({ mention, timeZone }: { mention: FeedMention; timeZone: string }) =>
  mention.ownerReply ? (
    <blockquote class="hint" dir="auto">
      Answered
      {mention.ownerReply.at && (
        <>
          {' '}
          <Moment at={mention.ownerReply.at} timeZone={timeZone} />
        </>
      )}
      : {mention.ownerReply.text}
    </blockquote>
  ) : null;

const langOf = ({ language }: FeedMention) => (language === 'und' ? undefined : language);

const Measures = ({ mention }: { mention: FeedMention }) => (
  <>
    {repostedFrom(mention.text) !== undefined && (
      <span class="flag">passes on what @{repostedFrom(mention.text)} said</span>
    )}
    {mention.stars !== undefined && <Stars value={mention.stars} />}
    {mention.risks.map((risk) => (
      <span key={risk} class="flag">
        risk: {RISK_WORD[risk]}
      </span>
    ))}
    {mention.isConflict && <span class="flag">stars and text disagree</span>}
    {mention.computedLabel !== 'unknown' && (
      <span
        class="measure"
        title="Compound from −1 to +1; confidence: of the mentions at 80 %, about eight in ten are right"
      >
        {signedHundredths(mention.compound)} · {percent(mention.confidence)} sure
      </span>
    )}
  </>
);

const Dated = ({ mention, timeZone }: { mention: FeedMention; timeZone: string }) => (
  <span class="mention-date">
    {mention.publishedAt ? (
      <a href={`/mentions/${mention.id}`} class="plain">
        <Moment at={mention.publishedAt} timeZone={timeZone} />
      </a>
    ) : (
      <a href={`/mentions/${mention.id}`} class="plain">
        no date given, collected <Moment at={mention.collectedAt} timeZone={timeZone} />
      </a>
    )}
    {mention.editedAt && ' · edited'}
  </span>
);

const Correction = ({ mention }: { mention: FeedMention }) =>
  mention.override ? (
    <p class="correction">
      Corrected by {mention.override.by ?? 'a person'}, was {LABEL_WORD[mention.computedLabel]}.
    </p>
  ) : null;

const Chips = ({ mention }: { mention: FeedMention }) =>
  mention.aspects.length === 0 ? null : (
    <ul class="chips" aria-label="What it is about">
      {mention.aspects.map(({ aspect, label }) => (
        <li key={aspect} class={`chip chip-${label}`}>
          {aspect.replaceAll('-', ' ')}
          <span class="chip-label"> {LABEL_WORD[label]}</span>
        </li>
      ))}
    </ul>
  );

/** What the terms of the place want to be said beside its texts. */
function attributionOf({ source }: FeedMention): string[] {
  const terms = sources.get(source.kind)?.terms;
  return terms && typeof terms !== 'function' && terms.attribution ? [terms.attribution] : [];
}

const Origin = ({ mention, address }: { mention: FeedMention; address: string | undefined }) => {
  const { author, location, source } = mention;
  const name = author.name ?? author.handle;
  return (
    <p class="origin">
      {[
        source.name,
        ...(name ? [`by ${name}`] : []),
        ...(location ? [`at ${location.name}`] : []),
        ...(mention.product ? [`about ${mention.product}`] : []),
        languageName(mention.language),
        ...attributionOf(mention),
        ...(mention.reach ? [`reach ${countOf(mention.reach, 'person', 'people')}`] : []),
      ].join(' · ')}
      {address && (
        <>
          {' · '}
          <a href={address} rel="noopener nofollow noreferrer" target="_blank" data-original>
            read it at {hostOf(address)}
          </a>
        </>
      )}
    </p>
  );
};
