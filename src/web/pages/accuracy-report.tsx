import type { Accuracy } from '../../domain/accuracy.ts';
import { MINIMUM_N } from '../../domain/sentiment.ts';
import type { LabelSample } from '../../store/label-samples.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { AccuracyReport, Basis } from '../deeds/accuracy.ts';
import { count, countOf, fullDay, languageName, moment, notEnough, percent } from '../parts/wording.ts';
import { AccuracyForm, DrawForm } from './accuracy-forms.tsx';
import { Classes, Confusion, Parts, Reliability } from './accuracy-tables.tsx';
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
      Sampling, 1965). Mentions nobody could judge are left out. Below {MINIMUM_N} labels there is no number.
    </p>
    <p>
      Calibration error: the mean distance between stated confidence and the share that is right, over tenths
      of confidence.
    </p>
  </details>
);
