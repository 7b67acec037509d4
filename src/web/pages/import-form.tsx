import { SURVEY_KINDS } from '../../domain/facts.ts';
import { FACT_KINDS, type FactKind } from '../../sources/import/facts/fact-columns.ts';
import type { ImportReport } from '../deeds/import-report.ts';
import type { FactPreview } from '../deeds/preview-facts.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import type { Visit } from './visit.ts';

/** What was chosen in the form, as it was typed. */
export interface ImportDraft {
  readonly kind: FactKind;
  readonly source: string;
  readonly dates: string;
  readonly decimals: string;
  readonly timeZone: string;
  readonly survey: string;
  readonly scale: string;
  readonly touchpoint: string;
  readonly location: string;
  readonly segment: string;
  readonly currency: string;
}

export interface ImportState {
  readonly draft: ImportDraft;
  readonly preview?: FactPreview;
  readonly report?: ImportReport;
  readonly warnings?: readonly string[];
  readonly mistake?: string;
}

export const ImportForm = ({ visit, draft, ...result }: ImportState & { visit: Visit }) => (
  <div class="narrow">
    <p class="way-back">
      <a href="/sources">Sources</a>
    </p>
    <h1>Import a file</h1>
    <p class="lead">
      Survey answers, customers or orders from a table (CSV) or a line for each (JSONL). The same file again
      changes nothing.
    </p>
    <form method="post" action="/sources/import" enctype="multipart/form-data" class="stacked" data-import>
      <CsrfField visit={visit} />
      <label class="field">
        <span>What it holds</span>
        <select name="kind">
          {FACT_KINDS.map((kind) => (
            <option key={kind} value={kind} selected={kind === draft.kind}>
              {KIND_NAMES[kind]}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>File</span>
        <input type="file" name="file" accept=".csv,.tsv,.txt,.jsonl,.ndjson" required />
        <small>
          Up to 50 MB. Larger ones go by “earshot import” or the API, which read them as a stream.
        </small>
      </label>
      <details open={hasChoices(draft)}>
        <summary>How it is read</summary>
        <Choices draft={draft} zone={visit.workspace.timeZone} />
      </details>
      <div data-import-result class="stacked" aria-live="polite">
        <Result draft={draft} {...result} />
      </div>
      <p class="deeds">
        <button type="submit" name="do" value="preview" class="quiet">
          Preview
        </button>
        <button type="submit" name="do" value="import">
          Import
        </button>
      </p>
    </form>
    <script src="/import.js" type="module" />
  </div>
);

const KIND_NAMES: Readonly<Record<FactKind, string>> = {
  surveys: 'Survey answers',
  customers: 'Customers',
  orders: 'Orders',
};

const SURVEY_NAMES: Readonly<Record<string, string>> = {
  nps: 'Would you recommend us? (NPS)',
  csat: 'How satisfied are you? (CSAT)',
  ces: 'How easy was it? (CES)',
  custom: 'Something else',
};

const hasChoices = ({
  dates,
  decimals,
  survey,
  scale,
  touchpoint,
  location,
  segment,
  currency,
}: ImportDraft) =>
  [dates, decimals, survey, scale, touchpoint, location, segment, currency].some((one) => one !== '');

const Choices = ({ draft, zone }: { draft: ImportDraft; zone: string }) => (
  <div class="stacked">
    <label class="field">
      <span>Keep it under</span>
      <input name="source" value={draft.source} maxlength={120} placeholder="Imported surveys" />
    </label>
    <div class="field-pair">
      <Choice
        name="dates"
        label="03/04/2026 is"
        value={draft.dates}
        options={{ '': 'refused', 'day-first': '3 April', 'month-first': '4 March' }}
      />
      <Choice
        name="decimals"
        label="Decimals begin with"
        value={draft.decimals}
        options={{ '': 'what fits', comma: 'a comma', point: 'a point' }}
      />
    </div>
    <label class="field">
      <span>Time zone of times that name none</span>
      <input name="timeZone" value={draft.timeZone} placeholder={zone} />
    </label>
    <div class="field-pair">
      <Choice
        name="survey"
        label="What was asked"
        value={draft.survey}
        options={{
          '': 'the file says it',
          ...Object.fromEntries(SURVEY_KINDS.map((kind) => [kind, SURVEY_NAMES[kind] ?? kind])),
        }}
      />
      <Text name="scale" label="On a scale" value={draft.scale} hint="0-10" />
    </div>
    <p class="hint">For rows that do not say it themselves:</p>
    <div class="field-pair">
      <Text name="touchpoint" label="Touchpoint" value={draft.touchpoint} hint="" />
      <Text name="location" label="Code of the location" value={draft.location} hint="" />
    </div>
    <div class="field-pair">
      <Text name="segment" label="Segment" value={draft.segment} hint="" />
      <Text name="currency" label="Currency" value={draft.currency} hint="EUR" />
    </div>
  </div>
);

const Choice = ({
  name,
  label,
  value,
  options,
}: {
  name: string;
  label: string;
  value: string;
  options: Readonly<Record<string, string>>;
}) => (
  <label class="field">
    <span>{label}</span>
    <select name={name}>
      {Object.entries(options).map(([key, text]) => (
        <option key={key} value={key} selected={key === value}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

const Text = ({ name, label, value, hint }: { name: string; label: string; value: string; hint: string }) => (
  <label class="field">
    <span>{label}</span>
    <input name={name} value={value} placeholder={hint} />
  </label>
);

const Result = ({ preview, report, warnings = [], mistake }: ImportState) => (
  <>
    {mistake && (
      <p class="mistake" role="alert">
        {mistake}
      </p>
    )}
    {report && (
      <p class="news" role="status">
        {report.read} rows read: {report.added} added, {report.updated} updated, {report.unchanged} unchanged,{' '}
        {report.rejectedTotal} rejected.
      </p>
    )}
    {[...warnings, ...(preview?.warnings ?? [])].map((warning) => (
      <p key={warning} class="hint">
        {warning}
      </p>
    ))}
    {preview && <Preview preview={preview} />}
    {report && <Reasons rejected={report.rejected} total={report.rejectedTotal} />}
    {preview && <Reasons rejected={preview.rejected} total={preview.rejected.length} />}
  </>
);

const Preview = ({ preview: { columns, fields, rows } }: { preview: FactPreview }) => (
  <>
    <fieldset>
      <legend>What each column is read as</legend>
      {columns.map(({ column, field = '' }) => (
        <label key={column} class="field">
          <span>{column || '(without a name)'}</span>
          <input type="hidden" name="column" value={column} />
          <select name="field">
            <option value="">not read</option>
            {fields.map((one) => (
              <option key={one} value={one} selected={one === field}>
                {one}
              </option>
            ))}
          </select>
        </label>
      ))}
    </fieldset>
    <h2>The first rows</h2>
    {rows.length === 0 ? (
      <p>No row could be read.</p>
    ) : (
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">What it becomes</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, values }) => (
              <tr key={line}>
                <th scope="row">{line}</th>
                <td>
                  {Object.entries(values)
                    .map(([name, value]) => `${name}: ${value}`)
                    .join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </>
);

const Reasons = ({
  rejected,
  total,
}: {
  rejected: readonly { readonly line: number; readonly reason: string }[];
  total: number;
}) =>
  rejected.length === 0 ? null : (
    <>
      <h2>Rows that cannot be read</h2>
      <ul>
        {rejected.map(({ line, reason }) => (
          <li key={line}>
            Line {line}: {reason}
          </li>
        ))}
      </ul>
      {total > rejected.length && <p>And {total - rejected.length} more.</p>}
    </>
  );
