import { CsrfField } from '../parts/csrf-field.tsx';
import { Moment } from '../parts/moment.tsx';
import { countOf, listed } from '../parts/wording.ts';
import type { Done, ReportProps } from './survey-view.ts';

const ROWS_SHOWN = 20;

/** Whom the form asks: by a list, or by what happens in other systems. */
export const InviteForms = (props: ReportProps) => {
  const { visit, survey, done } = props;
  return (
    <section aria-labelledby="inviting" class="stacked">
      <h2 id="inviting">Invite people</h2>
      {survey.destinationId === undefined && (
        <p class="hint">Choose under Edit which mail destination sends the invitations.</p>
      )}
      {done.mistake && (
        <p class="mistake" role="alert">
          {done.mistake}
        </p>
      )}
      {done.report && <Report report={done.report} />}
      {visit.can('import') && survey.destinationId !== undefined && <ListForm {...props} />}
      {visit.can('sources') && <Trigger {...props} />}
      <Invitations {...props} />
    </section>
  );
};

const Report = ({ report }: { report: NonNullable<Done['report']> }) => {
  const { invited, held, left, repeated, rejected } = report;
  const parts = [
    `${countOf(invited, 'person is', 'people are')} invited`,
    held > 0 ? `${held} left alone, because asked or heard lately` : '',
    left > 0 ? `${left} not asked, because they do not want to be` : '',
    repeated > 0 ? `${repeated} invited before by the same event` : '',
  ].filter(Boolean);
  return (
    <div role="status" class="news">
      <p>{listed(parts)}.</p>
      {rejected.length > 0 && (
        <>
          <p>{countOf(rejected.length, 'row')} could not be used:</p>
          <ul>
            {rejected.slice(0, ROWS_SHOWN).map(({ line, reason }) => (
              <li key={line}>
                line {line}: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
};

const ListForm = ({ visit, survey }: ReportProps) => (
  <details>
    <summary>By a list</summary>
    <form method="post" action={`/surveys/${survey.id}/invite`} enctype="multipart/form-data" class="stacked">
      <CsrfField visit={visit} />
      <label class="field">
        <span>List in CSV</span>
        <input type="file" name="list" accept=".csv,text/csv" required />
        <small>
          With a column email, and name, language, touchpoint, location, product, segment, customer where you
          have them. At most 1 MB at once; addresses are deleted when the last mail is out.
        </small>
      </label>
      <p class="deeds">
        <button type="submit">Invite them</button>
      </p>
    </form>
  </details>
);

const Trigger = ({ visit, survey, origin, done }: ReportProps) => (
  <details open={done.secret !== undefined}>
    <summary>By what happens elsewhere: a deal won, an order delivered, a ticket closed</summary>
    <div class="stacked">
      <p>
        Let the other system send a POST to{' '}
        <code>
          {origin ?? ''}/webhooks/surveys/{survey.id}
        </code>
        , signed as Standard Webhooks say, or with “Authorization: Bearer” and the secret:
      </p>
      <pre>
        <code>
          {`{"type": "order.delivered", "data": {"email": "mia@example.com", "name": "Mia", "language": "de",\n  "touchpoint": "receive", "location": "berlin", "customer": "c-77", "id": "order-4711"}}`}
        </code>
      </pre>
      {done.secret && (
        <p class="news" role="status">
          The secret, shown only now: <code>{done.secret}</code>
        </p>
      )}
      <form method="post" action={`/surveys/${survey.id}/secret`} class="deeds">
        <CsrfField visit={visit} />
        <button type="submit" class="quiet">
          Make a new secret
        </button>
      </form>
    </div>
  </details>
);

const STATE_WORD = {
  waiting: 'waits',
  sent: 'sent',
  answered: 'answered',
  held: 'held back',
  left: 'does not want to be asked',
  failed: 'could not be sent',
} as const;

const Invitations = ({ invitations, visit }: ReportProps) =>
  invitations.length === 0 ? null : (
    <details>
      <summary>Latest invitations</summary>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Made</th>
              <th scope="col">State</th>
              <th scope="col">Language</th>
              <th scope="col">Touchpoint</th>
              <th scope="col">What happened</th>
            </tr>
          </thead>
          <tbody>
            {invitations.map((one) => (
              <tr key={one.id}>
                <td>
                  <Moment at={one.createdAt} timeZone={visit.workspace.timeZone} />
                </td>
                <td>
                  {STATE_WORD[one.state]}
                  {one.state === 'waiting' && one.step === 'reminder' && ' for its reminder'}
                </td>
                <td>{one.language}</td>
                <td>{one.touchpoint ?? ''}</td>
                <td>{one.lastError ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
