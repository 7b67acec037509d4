import { MINIMUM_N } from '../../domain/sentiment.ts';
import type { FeedMention } from '../../store/feed.ts';
import type { PromiseMirror } from '../deeds/promises.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { MentionCard } from '../parts/mention-card.tsx';
import { MirrorBar } from '../parts/mirror-bar.tsx';
import { Moment } from '../parts/moment.tsx';
import { SmallLine } from '../parts/small-line.tsx';
import { aspectName } from '../parts/wording.ts';
import { CutForm, type PageCut } from './cut-form.tsx';
import { gapInWords, PromiseFields, trendInWords } from './promise-card.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

export interface Evidence {
  readonly for: readonly FeedMention[];
  readonly against: readonly FeedMention[];
}

interface PromisePage {
  readonly mirror: PromiseMirror;
  readonly cut: PageCut;
  readonly evidence: Evidence;
  readonly heard: readonly string[];
}

export function showPromise(visit: Visit, { mirror, cut, evidence, heard }: PromisePage): Response {
  const { promise, trend } = mirror;
  const points = trend.map(({ customers }) =>
    customers && customers.n >= MINIMUM_N ? customers.value : undefined,
  );
  return show(
    visit,
    { title: promise.text },
    <>
      <p class="eyebrow">
        <a href="/promises">Promises</a>
      </p>
      <h1>{promise.text}</h1>
      <p class="hint">
        Customers can tell by {promise.aspects.map(aspectName).join(', ')}. Written down by {promise.author}.
      </p>
      <CutForm action={`/promises/${promise.id}`} cut={cut} anyTopic="the promise’s own" />
      <section class="card promise">
        <MirrorBar mirror={mirror} />
        <p class="promise-gap">{gapInWords(mirror)}</p>
        <h2>How customers’ praise moved</h2>
        <SmallLine
          points={points}
          range={{ min: 0, max: 100 }}
          title={`Share of praise: ${trendInWords(mirror)}`}
        />
        <p class="hint">Share of praise among praise and blame, {trendInWords(mirror)}.</p>
      </section>
      <section>
        <h2>What the team says</h2>
        <Assessments mirror={mirror} visit={visit} />
      </section>
      <section class="pair">
        <Side
          title="Kept, say these"
          none="Nobody praised it in these days."
          mentions={evidence.for}
          visit={visit}
        />
        <Side
          title="Not kept, say these"
          none="Nobody blamed it in these days."
          mentions={evidence.against}
          visit={visit}
        />
      </section>
      {visit.can('topics') && (
        <details id="change-promise" class="narrow">
          <summary>Change or remove it</summary>
          <form method="post" action={`/promises/${promise.id}`} class="stacked">
            <CsrfField visit={visit} />
            <PromiseFields heard={heard} topics={cut.topics} promise={promise} />
            <p class="deeds">
              <button type="submit">Save</button>
              <button
                type="submit"
                class="quiet"
                formaction={`/promises/${promise.id}/remove`}
                formnovalidate
              >
                Remove the promise
              </button>
            </p>
          </form>
        </details>
      )}
    </>,
  );
}

const Side = (props: { title: string; none: string; mentions: readonly FeedMention[]; visit: Visit }) => (
  <div>
    <h2>{props.title}</h2>
    {props.mentions.length === 0 && <p class="hint">{props.none}</p>}
    <div class="mentions">
      {props.mentions.map((mention) => (
        <MentionCard key={mention.id} mention={mention} visit={props.visit} />
      ))}
    </div>
  </div>
);

const Assessments = ({ mirror: { promise }, visit }: { mirror: PromiseMirror; visit: Visit }) => (
  <>
    {promise.assessments.length === 0 && <p class="hint">Nobody has said it yet.</p>}
    <ul class="rows">
      {promise.assessments.map(({ score, note, author, at }) => (
        <li key={`${author} ${at.toISOString()}`}>
          <div>
            <strong>{score} of 100</strong>, {author}, <Moment at={at} timeZone={visit.workspace.timeZone} />
            {note && <p class="hint">{note}</p>}
          </div>
        </li>
      ))}
    </ul>
    {visit.can('override') && (
      <form method="post" action={`/promises/${promise.id}/assess`} class="one-line">
        <CsrfField visit={visit} />
        <label class="field">
          <span>How far is it kept, 0 to 100?</span>
          <input type="number" name="score" min={0} max={100} step={1} required />
        </label>
        <label class="field grow">
          <span>Why you think so</span>
          <input name="note" maxlength={2000} />
        </label>
        <button type="submit">Say so</button>
      </form>
    )}
  </>
);
