import type { Accuracy, Share } from '../../domain/accuracy.ts';
import { ReliabilityChart } from '../charts/reliability-chart.tsx';
import type { AccuracyPart } from '../deeds/accuracy.ts';
import { count, LABEL_WORD, notEnough, percent } from '../parts/wording.ts';

export const Classes = ({ accuracy: { classes } }: { accuracy: Accuracy }) => (
  <section aria-labelledby="accuracy-classes">
    <h2 id="accuracy-classes">By label</h2>
    <section class="table-wide" tabindex={0} aria-label="Accuracy by label">
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
    </section>
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

export const Confusion = ({ accuracy, isWeighted }: { accuracy: Accuracy; isWeighted: boolean }) => {
  const cell = (truth: string, predicted: string) =>
    accuracy.confusion.find((one) => one.truth === truth && one.predicted === predicted);
  const columns = COLUMNS.filter(
    (one) => one !== 'unknown' || accuracy.confusion.some((c) => c.predicted === one),
  );
  return (
    <section aria-labelledby="accuracy-confusion">
      <h2 id="accuracy-confusion">What is taken for what</h2>
      <section class="table-wide" tabindex={0} aria-label="People's labels against Earshot's">
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
      </section>
    </section>
  );
};

export const Reliability = ({ accuracy: { reliability } }: { accuracy: Accuracy }) => (
  <section aria-labelledby="accuracy-confidence">
    <h2 id="accuracy-confidence">Does confidence mean what it says?</h2>
    <p class="hint">On the dashed line it does; below it, labels are less often right than stated.</p>
    <div class="with-numbers-beside">
      <ReliabilityChart bins={reliability} />
      <section class="table-wide" tabindex={0} aria-label="Stated confidence and what is right">
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
      </section>
    </div>
  </section>
);

export const Parts = ({
  title,
  head,
  parts,
}: {
  title: string;
  head: string;
  parts: readonly AccuracyPart[];
}) =>
  parts.length === 0 ? null : (
    <section>
      <h2>{title}</h2>
      <section class="table-wide" tabindex={0} aria-label={title}>
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
      </section>
    </section>
  );
