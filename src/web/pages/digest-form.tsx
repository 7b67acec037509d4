import { channels } from '../../channels/index.ts';
import type { AlertMessage } from '../../domain/alert-message.ts';
import { nextDue } from '../../domain/digest.ts';
import { WEEKDAYS } from '../../domain/local-time.ts';
import type { DestinationRow } from '../../store/destinations.ts';
import type { DigestIssueRow } from '../../store/digest-issues.ts';
import type { DigestInput, DigestRow } from '../../store/digests.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { clockOf } from '../parts/alert-words.ts';
import { Choice } from '../parts/choice.tsx';
import { CsrfField, PostButton } from '../parts/csrf-field.tsx';
import { digestInWords } from '../parts/digest-words.ts';
import { Moment } from '../parts/moment.tsx';
import { placeOptions } from '../parts/place-choice.ts';
import { DigestWords } from './digest-issue.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

export interface DigestView {
  readonly visit: Visit;
  /** The stored digest that is changed; undefined for a new one. */
  readonly digest: DigestRow | undefined;
  readonly draft: DigestInput;
  readonly mistake: string | undefined;
  readonly preview: AlertMessage | undefined;
  readonly topics: readonly TopicRow[];
  readonly locations: readonly LocationRow[];
  readonly destinations: readonly DestinationRow[];
  readonly issues: readonly DigestIssueRow[];
}

export function showDigestForm(view: DigestView): Response {
  const { visit, digest, mistake, preview } = view;
  const title = digest ? `Digest: ${digest.name}` : 'A new digest';
  return show(
    visit,
    { title, status: mistake === undefined ? 200 : 422 },
    <>
      <p class="way-back">
        <a href="/digests">Digests</a>
      </p>
      <h1 dir="auto">{title}</h1>
      {mistake && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      {digest && <Stored view={view} digest={digest} />}
      {preview && (
        <section aria-labelledby="digest-preview">
          <h2 id="digest-preview">What it would say today</h2>
          <p class="hint">Nothing was stored or sent.</p>
          <DigestWords message={preview} />
        </section>
      )}
      {visit.can('alerts') && <Form view={view} />}
    </>,
  );
}

const Stored = ({ view: { visit, issues }, digest }: { view: DigestView; digest: DigestRow }) => {
  const { timeZone } = visit.workspace;
  return (
    <section aria-labelledby="digest-stored">
      <h2 id="digest-stored">{digest.enabled ? 'When it goes out' : 'It is switched off'}</h2>
      <p>
        {digestInWords(digest)}{' '}
        {digest.enabled && (
          <>
            Next: <Moment at={nextDue(digest, visit.now, timeZone).at} timeZone={timeZone} />.
          </>
        )}
      </p>
      {visit.can('alerts') && (
        <form method="post" action={`/digests/${digest.id}/send`} class="deeds">
          <CsrfField visit={visit} />
          <button type="submit" class="quiet">
            Send this one now
          </button>
          <button
            type="submit"
            class="quiet"
            formaction={`/digests/${digest.id}/${digest.enabled ? 'disable' : 'enable'}`}
          >
            {digest.enabled ? 'Switch it off' : 'Switch it on'}
          </button>
          <button type="submit" class="danger" formaction={`/digests/${digest.id}/remove`}>
            Remove the digest
          </button>
        </form>
      )}
      {issues.length > 0 && (
        <details id="issues">
          <summary>What it has said</summary>
          <ul class="rows">
            {issues.map((issue) => (
              <li key={issue.id}>
                <a href={`/digests/${digest.id}/issues/${issue.id}`}>
                  {issue.period.from === issue.period.to
                    ? issue.period.to
                    : `${issue.period.from} to ${issue.period.to}`}
                </a>{' '}
                <span class="hint">
                  <Moment at={issue.madeAt} timeZone={timeZone} />
                  {issue.isExtra ? ', asked for' : ''}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};

const Form = ({ view: { visit, digest, draft, topics, locations, destinations } }: { view: DigestView }) => {
  const address = digest ? `/digests/${digest.id}` : '/digests';
  const mayGetIt = destinations.filter(({ kind }) => !channels.get(kind)?.isForAlertsOnly);
  return (
    <section aria-labelledby="digest-form">
      <h2 id="digest-form">{digest ? 'Change it' : 'The digest'}</h2>
      <form method="post" action={address} class="stacked narrow">
        <label class="field">
          <span>Name</span>
          <input name="name" value={draft.name} required maxlength={120} autocomplete="off" />
        </label>
        <Checks legend="Topics" name="topics" all={topics} chosen={draft.topicIds} />
        <Choice
          name="location"
          label="Location"
          chosen={draft.area ?? String(draft.locationId ?? '')}
          options={[['', 'any'], ...placeOptions(locations)]}
        />
        <Choice
          name="cadence"
          label="How often"
          chosen={draft.cadence}
          options={[
            ['daily', 'every day, about the day before'],
            ['weekly', 'every week, about the seven days before'],
          ]}
        />
        <Choice
          name="weekday"
          label="Day of the week (of a weekly one)"
          chosen={String(draft.weekday ?? 1)}
          options={WEEKDAYS.map((name, index) => [String(index + 1), name])}
        />
        <label class="field">
          <span>Time ({visit.workspace.timeZone})</span>
          <input type="time" name="sendAt" value={clockOf(draft.sendAt)} required />
        </label>
        {mayGetIt.length === 0 ? (
          <p class="hint">
            Nobody can get it yet: <a href="/settings/destinations">add a destination</a> first.
          </p>
        ) : (
          <Checks legend="Who gets it" name="destinations" all={mayGetIt} chosen={draft.destinationIds} />
        )}
        <p class="deeds">
          <button type="submit" class="quiet" formmethod="get" formaction={digest ? address : '/digests/new'}>
            See what it would say
          </button>
          <PostButton visit={visit}>{digest ? 'Save' : 'Make the digest'}</PostButton>
        </p>
      </form>
    </section>
  );
};

const Checks = ({
  legend,
  name,
  all,
  chosen,
}: {
  legend: string;
  name: string;
  all: readonly { readonly id: number; readonly name: string }[];
  chosen: readonly number[];
}) => (
  <fieldset>
    <legend>{legend}</legend>
    {all.map((one) => (
      <label key={one.id} class="check">
        <input type="checkbox" name={name} value={String(one.id)} checked={chosen.includes(one.id)} />{' '}
        {one.name}
      </label>
    ))}
  </fieldset>
);
