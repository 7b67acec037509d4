import type { ImportReport } from '../deeds/import-report.ts';
import type { FactPreview } from '../deeds/preview-facts.ts';

export interface Outcome {
  readonly preview?: FactPreview;
  readonly report?: ImportReport;
  readonly warnings?: readonly string[];
  readonly mistake?: string;
}

/** What a file would become, or has become, and what is wrong with it. */
export const ImportOutcome = ({ preview, report, warnings = [], mistake }: Outcome) => (
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
