import type { Driver } from '../../domain/alert.ts';
import { headline, lengthOf, summary } from '../../domain/alert-words.ts';
import type { AlertEvent, AlertRow } from '../../store/alerts.ts';
import type { DeliveryRow } from '../../store/deliveries.ts';
import type { FeedMention } from '../../store/feed.ts';
import { AlertChart } from '../charts/alert-chart.tsx';
import { SEVERITY_WORD, STATE_WORD } from '../parts/alert-words.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { InCharge } from '../parts/in-charge.tsx';
import { MentionCard } from '../parts/mention-card.tsx';
import { Moment } from '../parts/moment.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { countOf } from '../parts/wording.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

interface AlertPage {
  readonly alert: AlertRow;
  readonly events: readonly AlertEvent[];
  readonly deliveries: readonly DeliveryRow[];
  readonly users: readonly { readonly id: number; readonly name: string }[];
  readonly mentions: readonly FeedMention[];
}

/** One alert: what, why, the mentions behind it, what was done, and what can be done. */
export function showAlert(visit: Visit, page: AlertPage): Response {
  const { alert, events, deliveries, mentions } = page;
  const { timeZone } = visit.workspace;
  const title = headline(alert);
  return show(
    visit,
    { title },
    <>
      <p class="way-back">
        <a href="/alerts">Alerts</a>
      </p>
      <h1>{title}</h1>
      <p class={`alert-state alert-${alert.severity} alert-state-${alert.state}`}>
        {SEVERITY_WORD[alert.severity]} · {STATE_WORD[alert.state]}
        {alert.isPast ? ', found in the past: nobody was told' : ''}
      </p>
      <p class="lead">{summary(alert, timeZone)}</p>
      <div class="beside">
        {visit.can('alerts') && <Deeds visit={visit} page={page} />}
        <section aria-labelledby="alert-why" class="beside-main">
          <h2 id="alert-why">Why</h2>
          <AlertChart why={alert.why} timeZone={timeZone} />
          <Drivers alert={alert} />
        </section>
        <div>
          <Facts alert={alert} timeZone={timeZone} />
          <Timeline visit={visit} id="alert-timeline" deeds={events} />
        </div>
      </div>
      {mentions.length > 0 && (
        <section aria-labelledby="alert-mentions" class="feed-mentions">
          <h2 id="alert-mentions">The mentions behind it</h2>
          <p class="hint">
            {countOf(alert.mentionIds.length, 'mention')}
            {alert.mentionIds.length > mentions.length ? `; the latest ${mentions.length} are shown` : ''}.
          </p>
          {mentions.map((mention) => (
            <MentionCard key={mention.id} mention={mention} visit={visit} />
          ))}
        </section>
      )}
      {deliveries.length > 0 && <DeliveryLog visit={visit} deliveries={deliveries} title="Who was told" />}
    </>,
  );
}

const Facts = ({ alert, timeZone }: { alert: AlertRow; timeZone: string }) => (
  <dl class="facts facts-lines">
    <div>
      <dt>Rule</dt>
      <dd>
        {alert.ruleId === undefined ? (
          `${alert.ruleName} (removed)`
        ) : (
          <a href={`/alerts/rules/${alert.ruleId}`}>{alert.ruleName}</a>
        )}
      </dd>
    </div>
    {alert.topicId !== undefined && (
      <div>
        <dt>Topic</dt>
        <dd>
          <a href={`/topics/${alert.topicId}`}>{alert.topicName}</a>
        </dd>
      </div>
    )}
    <div>
      <dt>Since</dt>
      <dd>
        <Moment at={alert.since} timeZone={timeZone} />
      </dd>
    </div>
    <div>
      <dt>Known</dt>
      <dd>
        <Moment at={alert.at} timeZone={timeZone} />
        {alert.windowMinutes !== undefined && `, in a look at ${lengthOf(alert.windowMinutes)}`}
      </dd>
    </div>
    {alert.why.remark && (
      <div>
        <dt>Remark</dt>
        <dd>{alert.why.remark}</dd>
      </div>
    )}
  </dl>
);

const PARTS = [
  ['words', 'Words that stand out'],
  ['aspects', 'What it is about'],
  ['sources', 'Sources'],
  ['locations', 'Locations'],
] as const;

const Drivers = ({ alert: { why } }: { alert: AlertRow }) => (
  <div class="drivers">
    {PARTS.map(([part, name]) =>
      why[part].length === 0 ? null : <DriverTable key={part} name={name} drivers={why[part]} />,
    )}
    {why.authors.length > 0 && <DriverTable name="Said more than once by" drivers={why.authors} />}
  </div>
);

const DriverTable = ({ name, drivers }: { name: string; drivers: readonly Driver[] }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">{name}</th>
        <th scope="col" class="number">
          Now
        </th>
        <th scope="col" class="number">
          Usually
        </th>
      </tr>
    </thead>
    <tbody>
      {drivers.map((driver) => (
        <tr key={driver.name}>
          <th scope="row" dir="auto">
            {driver.name}
          </th>
          <td class="number">{driver.observed}</td>
          <td class="number">{driver.expected < 0.05 ? '0' : driver.expected.toFixed(1)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Deeds = ({ visit, page: { alert, users } }: { visit: Visit; page: AlertPage }) => {
  const isClosed = alert.state === 'resolved' || alert.state === 'false_alarm';
  return (
    <section aria-labelledby="alert-deeds" class="alert-deeds">
      <h2 id="alert-deeds">What to do</h2>
      <form method="post" action={`/alerts/${alert.id}/note`} class="stacked narrow">
        <CsrfField visit={visit} />
        <label class="field">
          <span>Note (may stay empty)</span>
          <input name="note" maxlength={2000} autocomplete="off" />
        </label>
        <p class="deeds">
          {alert.state === 'open' && <Deed alert={alert} deed="acknowledge" name="I am on it" />}
          {!isClosed && <Deed alert={alert} deed="resolve" name="Resolved" isQuiet />}
          {alert.state !== 'false_alarm' && (
            <Deed alert={alert} deed="false-alarm" name="It was a false alarm" isQuiet />
          )}
          {isClosed && <Deed alert={alert} deed="reopen" name="Open it again" isQuiet />}
          <button type="submit" class="quiet">
            Only note
          </button>
        </p>
      </form>
      <form method="post" action={`/alerts/${alert.id}/assign`} class="deeds">
        <CsrfField visit={visit} />
        <InCharge alert={alert} users={users} />
        <button type="submit" class="quiet">
          Put in charge
        </button>
      </form>
    </section>
  );
};

const Deed = (props: { alert: AlertRow; deed: string; name: string; isQuiet?: boolean }) => (
  <button
    type="submit"
    class={props.isQuiet ? 'quiet' : undefined}
    formaction={`/alerts/${props.alert.id}/${props.deed}`}
  >
    {props.name}
  </button>
);
