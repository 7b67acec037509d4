import type { FailedJob, QueueCounts } from '../../queue/queue.ts';
import { QUEUE_DASHBOARD } from '../auth/authenticate.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { Moment } from '../parts/moment.tsx';
import { count, countOf } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

/** How many failed jobs are asked for and shown. */
export const FAILED_SHOWN = 20;

const JOB_WORD: Readonly<Record<string, string>> = {
  fetch: 'Reading a source',
  classify: 'Labelling mentions',
  'count-again': 'Counting anew after a change',
  sweep: 'Looking for work left behind',
  publish: 'Keeping the numbers of a day',
};

const QUEUE_WORD: Readonly<Record<string, string>> = {
  fetch: 'Reading sources',
  classify: 'Labelling mentions',
  upkeep: 'Upkeep',
};

/** Work that has failed for good waits for a person: each job with its reason and a way to try it again. */
export const FailedJobs = ({ visit, failed }: { visit: Visit; failed: readonly FailedJob[] }) =>
  failed.length === 0 ? null : (
    <section class="warning" aria-labelledby="failed-jobs">
      <h2 id="failed-jobs">
        {failed.length === FAILED_SHOWN
          ? `${count(FAILED_SHOWN)} jobs or more`
          : countOf(failed.length, 'job')}{' '}
        failed for good
      </h2>
      <form method="post" action="/jobs/retry">
        <CsrfField visit={visit} />
        <ul class="rows">
          {failed.map(({ id, job, reason, attempts, failedAt }) => (
            <li key={id}>
              <div>
                <strong>{JOB_WORD[job] ?? job}</strong>
                <p class="hint">
                  {reason} · tried {countOf(attempts, 'time')}
                  {failedAt && (
                    <>
                      , last <Moment at={failedAt} timeZone={visit.workspace.timeZone} />
                    </>
                  )}
                </p>
              </div>
              <button type="submit" name="id" value={id} class="quiet small">
                Try again
              </button>
            </li>
          ))}
        </ul>
        {failed.length > 1 && <button type="submit">Try all of them again</button>}
      </form>
    </section>
  );

/** How much work waits, for whoever runs the machine. */
export const QueueDepth = ({ queues }: { queues: Readonly<Record<string, QueueCounts>> }) => {
  const rows = Object.entries(queues);
  const sum = (part: keyof QueueCounts) => count(rows.reduce((all, [, counts]) => all + counts[part], 0));
  return (
    <details id="queue-depth" class="queue-depth">
      <summary>
        Work in the queue: {sum('waiting')} waiting, {sum('active')} running, {sum('failed')} failed
      </summary>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Work</th>
              {['Waiting', 'Running', 'Planned', 'Failed'].map((title) => (
                <th key={title} scope="col" class="number">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, { waiting, active, delayed, failed }]) => (
              <tr key={name}>
                <th scope="row">{QUEUE_WORD[name] ?? name}</th>
                {[waiting, active, delayed, failed].map((n) => (
                  <td class="number">{count(n)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">
        <a href={QUEUE_DASHBOARD}>Every job in detail</a>
      </p>
    </details>
  );
};
