import { CsrfField } from '../parts/csrf-field.tsx';
import { count, languageName } from '../parts/wording.ts';
import type { AccuracyView } from './accuracy-report.tsx';

/** What the numbers stand on and which mentions they are of. */
export const AccuracyForm = ({ view }: { view: AccuracyView }) => {
  const { query, basis, samples, sources, languages } = view;
  const chosen = basis === 'team' ? 'team' : String(basis.sampleId);
  return (
    <form method="get" action="/settings/accuracy" class="filters still">
      <div class="filters-grid">
        <label class="field">
          <span>Measured on</span>
          <select name="on">
            {samples.map(({ id, seed, answered, drawn }) => (
              <option key={id} value={String(id)} selected={chosen === String(id)}>
                sample “{seed}”, {count(answered)} of {count(drawn)} answered
              </option>
            ))}
            <option value="team" selected={chosen === 'team'}>
              everything people have labelled
            </option>
          </select>
        </label>
        <label class="field">
          <span>Source</span>
          <select name="source">
            <option value="">all</option>
            {sources.map(({ id, name }) => (
              <option key={id} value={String(id)} selected={id === query.source}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>Language</span>
          <select name="lang">
            <option value="">all</option>
            {languages.map((code) => (
              <option key={code} value={code} selected={code === query.lang}>
                {languageName(code)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>From</span>
          <input type="date" name="from" value={query.from ?? ''} />
        </label>
        <label class="field">
          <span>To</span>
          <input type="date" name="to" value={query.to ?? ''} />
        </label>
      </div>
      <p class="deeds">
        <button type="submit">Show</button>
        <a href={exportAddress(view)} class="button quiet" download>
          Export as CSV
        </a>
        <a href={exportAddress(view).replace('/export', '')} class="button quiet">
          As JSON
        </a>
      </p>
    </form>
  );
};

function exportAddress({ query, basis }: AccuracyView): string {
  const asked = new URLSearchParams(
    basis === 'team' ? { basis: 'team' } : { basis: 'sample', sample: String(basis.sampleId) },
  );
  if (query.source !== undefined) asked.set('source', String(query.source));
  if (query.lang !== undefined) asked.set('lang', query.lang);
  if (query.from !== undefined) asked.set('from', query.from);
  if (query.to !== undefined) asked.set('to', query.to);
  return `/api/v1/accuracy/export?${asked}`;
}

const UNFINISHED_SHOWN = 3;

/** Draws a sample, or goes on with one that is begun. */
export const DrawForm = ({ view: { visit, samples } }: { view: AccuracyView }) => (
  <section aria-labelledby="draw">
    <h2 id="draw">Check labels</h2>
    <p>
      Mentions are drawn at random within each label and language, and you say with one key what each of them
      is, before you see what Earshot said.
    </p>
    {samples
      .filter(({ answered, drawn }) => answered < drawn)
      .slice(0, UNFINISHED_SHOWN)
      .map(({ id, seed, answered, drawn }) => (
        <p key={id}>
          <a href={`/settings/accuracy/check/${id}`} class="button quiet">
            Go on with “{seed}”: {count(answered)} of {count(drawn)} done
          </a>
        </p>
      ))}
    <form method="post" action="/settings/accuracy/check" class="stacked narrow">
      <CsrfField visit={visit} />
      <label class="field">
        <span>How many</span>
        <input type="number" name="size" value="100" min="10" max="2000" required />
      </label>
      <label class="field">
        <span>From</span>
        <input type="date" name="from" />
      </label>
      <label class="field">
        <span>To</span>
        <input type="date" name="to" />
      </label>
      <label class="field">
        <span>Seed</span>
        <input name="seed" maxlength={40} placeholder="a new one" />
        <small>The same seed draws the same mentions again.</small>
      </label>
      <p class="deeds">
        <button type="submit">Draw and begin</button>
      </p>
    </form>
  </section>
);
