import type { Accuracy, Share } from '../../domain/accuracy.ts';
import { MINIMUM_N } from '../../domain/sentiment.ts';
import type { LabelSample } from '../../store/label-samples.ts';
import type { SourceRow } from '../../store/sources.ts';
import { ReliabilityChart } from '../charts/reliability-chart.tsx';
import type { AccuracyPart, AccuracyReport, Basis } from '../deeds/accuracy.ts';
import {
  count,
  countOf,
  fullDay,
  LABEL_WORD,
  languageName,
  moment,
  notEnough,
  percent,
} from '../parts/wording.ts';
import { AccuracyForm, DrawForm } from './accuracy-forms.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

export interface AccuracyQuery {
  readonly on?: string | undefined;
  readonly source: number | undefined;
  readonly lang: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface AccuracyView {
  readonly visit: Visit;
  readonly query: AccuracyQuery;
  readonly basis: Basis;
  readonly mistake: string | undefined;
  readonly report: AccuracyReport;
  readonly samples: readonly LabelSample[];
  readonly sources: readonly SourceRow[];
  readonly languages: readonly string[];
}

export function showAccuracy(view: AccuracyView): Response {
  const { visit, report, mistake } = view;
  return show(
    visit,
    { title: 'Accuracy', status: mistake === undefined ? 200 : 422 },
    <>
      <p class="way-back">
        <a href="/settings">Settings</a>
      </p>
      <h1>Accuracy</h1>
      <p class="lead">How often Earshot's labels are right, by what people say of the same mentions.</p>
      {mistake && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      <AccuracyForm view={view} />
      <StandsOn view={view} />
      <Whole accuracy={report.overall} />
      <Classes accuracy={report.overall} />
      <Confusion accuracy={report.overall} isWeighted={report.sample !== undefined} />
      <Reliability accuracy={report.overall} />
      <Parts title="By source" head="Source" parts={report.bySource} />
      <Parts
        title="By language"
        head="Language"
        parts={report.byLanguage.map((part) => ({ ...part, name: languageName(part.name) }))}
      />
      <Parts title="By month" head="Month" parts={report.byMonth} />
      {visit.can('override') && <DrawForm view={view} />}
      <Formulae />
    </>,
  );
}

/** What the numbers stand on, so that nobody takes a biased one for an honest one. */
const StandsOn = ({ view: { report, visit } }: { view: AccuracyView }) => {
  const { sample, uncovered } = report;
  if (!sample) {
    return (
      <p class="warning">
        From {countOf(report.overall.n, 'label')} that people gave to mentions they chose themselves. People
        correct what is wrong, so this says less than the truth: draw a sample below for an honest number.
      </p>
    );
  }
  const days =
    sample.from || sample.to
      ? `from ${sample.from ? fullDay(sample.from) : 'the beginning'} to ${sample.to ? fullDay(sample.to) : 'the end'}`
      : 'of all days';
  return (
    <p class="news">
      From {count(sample.answered)} of {count(sample.drawn)} mentions drawn at random from{' '}
      {count(sample.population)} {days} (seed “{sample.seed}”, by {sample.drawnBy},{' '}
      {moment(sample.drawnAt, visit.workspace.timeZone)}), each weighted by how many of its label and language
      it stands for. Labels are those of the day it was drawn.
      {uncovered > 0 &&
        ` ${countOf(uncovered, 'mention')} of labels and languages nobody has answered for yet are left out.`}
    </p>
  );
};

const Whole = ({ accuracy: { accuracy, macroF1, calibrationError, n } }: { accuracy: Accuracy }) => (
  <section aria-labelledby="accuracy-whole">
    <h2 id="accuracy-whole">Right altogether</h2>
    {accuracy ? (
      <p class="score score-large">
        <span class="score-value tone-even">{percent(accuracy.value)}</span>
        <span class="score-interval">
          95&nbsp;% between {percent(accuracy.low)} and {percent(accuracy.high)}, n&nbsp;{count(n)}
        </span>
      </p>
    ) : (
      <p class="score score-large score-none">{notEnough(n)}</p>
    )}
    <dl class="facts">
      <div>
        <dt>Macro-F1</dt>
        <dd>{macroF1 === undefined ? 'not enough data' : percent(macroF1)}</dd>
      </div>
      <div>
        <dt>Calibration error</dt>
        <dd>{calibrationError === undefined ? 'not enough data' : calibrationError.toFixed(3)}</dd>
      </div>
    </dl>
  </section>
);

const Classes = ({ accuracy: { classes } }: { accuracy: Accuracy }) => (
  <section aria-labelledby="accuracy-classes">
    <h2 id="accuracy-classes">By label</h2>
    <div class="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Label</th>
            {['Precision', 'Recall', 'F1'].map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map(({ label, precision, recall, f1 }) => (
            <tr key={label}>
              <th scope="row">{LABEL_WORD[label]}</th>
              {[precision, recall, f1].map((share) => (
                <ShareCell share={share} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);

const ShareCell = ({ share }: { share: Share | undefined }) => (
  <td class="number">
    {share ? (
      <>
        {percent(share.value)}
        <br />
        <small class="hint">
          {percent(share.low)} to {percent(share.high)}, n&nbsp;{count(share.n)}
        </small>
      </>
    ) : (
      <small class="hint">not enough data</small>
    )}
  </td>
);

const ROWS = ['positive', 'neutral', 'negative'] as const;
const COLUMNS = ['positive', 'neutral', 'negative', 'unknown'] as const;

const Confusion = ({ accuracy, isWeighted }: { accuracy: Accuracy; isWeighted: boolean }) => {
  const cell = (truth: string, predicted: string) =>
    accuracy.confusion.find((one) => one.truth === truth && one.predicted === predicted);
  const columns = COLUMNS.filter(
    (one) => one !== 'unknown' || accuracy.confusion.some((c) => c.predicted === one),
  );
  return (
    <section aria-labelledby="accuracy-confusion">
      <h2 id="accuracy-confusion">What is taken for what</h2>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">People say</th>
              {columns.map((label) => (
                <th key={label} scope="col" class="number">
                  Earshot: {LABEL_WORD[label]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map((truth) => (
              <tr key={truth}>
                <th scope="row">{LABEL_WORD[truth]}</th>
                {columns.map((predicted) => {
                  const found = cell(truth, predicted);
                  return (
                    <td class={`number ${truth === predicted ? 'is-right' : ''}`}>
                      {count(found?.n ?? 0)}
                      {isWeighted && found && (
                        <>
                          <br />
                          <small class="hint">for {count(Math.round(found.weight))}</small>
                        </>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const Reliability = ({ accuracy: { reliability } }: { accuracy: Accuracy }) => (
  <section aria-labelledby="accuracy-confidence">
    <h2 id="accuracy-confidence">Does confidence mean what it says?</h2>
    <p class="hint">On the dashed line it does; below it, labels are less often right than stated.</p>
    <div class="with-numbers-beside">
      <ReliabilityChart bins={reliability} />
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Stated</th>
              <th scope="col" class="number">
                On average
              </th>
              <th scope="col" class="number">
                Right
              </th>
            </tr>
          </thead>
          <tbody>
            {reliability.map((bin) => (
              <tr key={bin.from}>
                <th scope="row">
                  {percent(bin.from)} to {percent(bin.to)}
                </th>
                <td class="number">{percent(bin.stated)}</td>
                {bin.right ? (
                  <ShareCell share={bin.right} />
                ) : (
                  <td class="number">
                    <small class="hint">{notEnough(bin.n)}</small>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  </section>
);

const Parts = ({ title, head, parts }: { title: string; head: string; parts: readonly AccuracyPart[] }) =>
  parts.length === 0 ? null : (
    <section>
      <h2>{title}</h2>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{head}</th>
              <th scope="col" class="number">
                Labels
              </th>
              <th scope="col" class="number">
                Right
              </th>
              {ROWS.map((label) => (
                <th key={label} scope="col" class="number">
                  F1 {LABEL_WORD[label]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parts.map(({ name, accuracy }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="number">{count(accuracy.n)}</td>
                <ShareCell share={accuracy.accuracy} />
                {accuracy.classes.map(({ f1 }) => (
                  <ShareCell share={f1} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );

const Formulae = () => (
  <details class="formulae" id="accuracy-formulae">
    <summary>How these numbers are made</summary>
    <p>
      Precision: of the mentions Earshot gives a label, the share that people give it too. Recall: of the
      mentions people give a label, the share Earshot finds. F1 = 2J / (1 + J), where J is the share of hits
      among all that either side gives the label; this is the usual F1. Macro-F1 is the mean over the labels.
    </p>
    <p>
      Intervals are 95&nbsp;%: the score interval of Wilson (Journal of the American Statistical Association
      22, 1927, 209–212). In a drawn sample every label counts for the mentions of its label and language
      divided by the answers for these, and the interval is that of Kish's effective sample size (Survey
      Sampling, 1965). Below {MINIMUM_N} labels there is no number.
    </p>
    <p>
      Calibration error: the mean distance between stated confidence and the share that is right, over tenths
      of confidence.
    </p>
  </details>
);
