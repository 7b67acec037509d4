import type { BackTest } from '../../alerting/back-test.ts';
import type { AlertRuleInput } from '../../store/alert-rules.ts';
import { SENSITIVITY_WORD } from '../parts/alert-words.ts';
import { Moment } from '../parts/moment.tsx';
import { countOf, moment } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

const LISTED = 30;

/** What a rule would have sent; nothing of it is stored. */
export const Tried = ({ visit, tried, draft }: { visit: Visit; tried: BackTest; draft: AlertRuleInput }) => {
  const { timeZone } = visit.workspace;
  const { marks, told } = tried;
  const isMarked = marks.real + marks.false > 0;
  const most = Math.max(1, ...tried.bySensitivity.map(({ alerts }) => alerts));
  return (
    <section aria-labelledby="rule-tried">
      <h2 id="rule-tried">What it would have sent</h2>
      <p class="lead">
        {countOf(tried.found.length, 'alert')} in the last {countOf(tried.days, 'day')}.
        {tried.since && ` Stored mentions reach back to ${moment(tried.since, timeZone)}.`}
      </p>
      {isMarked && (
        <p>
          Of {countOf(marks.real, 'real incident')} that people marked in these days it would have told of{' '}
          {told.real}, and raised {told.false} of {countOf(marks.false, 'false alarm')} again.
        </p>
      )}
      {tried.bySensitivity.length > 0 && (
        <table class="curve">
          <thead>
            <tr>
              <th scope="col">Sensitivity</th>
              <th scope="col" class="number">
                Alerts
              </th>
              <th scope="col">
                <span class="visually-hidden">As a bar</span>
              </th>
              {isMarked && (
                <>
                  <th scope="col" class="number">
                    Real incidents found
                  </th>
                  <th scope="col" class="number">
                    False alarms again
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {tried.bySensitivity.map(({ sensitivity, alerts, real, false: wrong }) => (
              <tr key={sensitivity} aria-current={sensitivity === draft.sensitivity ? 'true' : undefined}>
                <th scope="row">{SENSITIVITY_WORD[sensitivity].split(':')[0]}</th>
                <td class="number">{alerts}</td>
                <td>
                  <meter min={0} max={most} value={alerts}>
                    {alerts}
                  </meter>
                </td>
                {isMarked && (
                  <>
                    <td class="number">
                      {real} of {marks.real}
                    </td>
                    <td class="number">
                      {wrong} of {marks.false}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ul class="rows">
        {tried.found.slice(0, LISTED).map(({ at, observed, expected, mentionId, reason }) => (
          <li key={`${at.getTime()}-${mentionId ?? 0}`}>
            <div>
              <Moment at={at} timeZone={timeZone} />
              {observed !== undefined &&
                reason === undefined &&
                `: ${countOf(Math.round(observed), 'unhappy person', 'unhappy people')}, ${(expected ?? 0).toFixed(1)} usual`}
              {mentionId === undefined && reason !== undefined && `: ${reason}`}
              {mentionId !== undefined && (
                <>
                  : <a href={`/mentions/${mentionId}`}>a mention</a> with {reason}
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
