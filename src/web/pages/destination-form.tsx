import type { ChannelField } from '../../channels/channel.ts';
import { channels } from '../../channels/index.ts';
import { SEVERITIES } from '../../domain/alert.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { SEVERITY_WORD } from '../parts/alert-words.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import type { Visit } from './visit.ts';

/** One form a channel, so that each asks for what it needs and works without a script. */
export const AddDestination = ({
  visit,
  topics,
  locations,
}: {
  visit: Visit;
  topics: readonly TopicRow[];
  locations: readonly LocationRow[];
}) => (
  <section aria-labelledby="add-destination">
    <h2 id="add-destination">Add a destination</h2>
    {[...channels].map(([kind, channel]) => (
      <details key={kind} id={`add-${kind}`}>
        <summary>{channel.title}</summary>
        <form method="post" action="/settings/destinations" class="stacked narrow">
          <CsrfField visit={visit} />
          <input type="hidden" name="kind" value={kind} />
          <label class="field">
            <span>Name</span>
            <input name="name" required maxlength={120} autocomplete="off" />
          </label>
          {channel.fields.map((field) => (
            <Field key={field.name} kind={kind} field={field} />
          ))}
          <Route topics={topics} locations={locations} />
          <p class="deeds">
            <button type="submit">Add it</button>
          </p>
        </form>
      </details>
    ))}
  </section>
);

const Field = ({ kind, field }: { kind: string; field: ChannelField }) => {
  const name = `${kind}.${field.name}`;
  const id = `field-${kind}-${field.name}`;
  const isGiven = kind === 'webhook' && field.name === 'secret';
  return (
    <div class="field">
      <label for={id}>{field.isOptional || isGiven ? `${field.label} (may stay empty)` : field.label}</label>
      {field.choices ? (
        <select name={name} id={id}>
          {field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          name={name}
          id={id}
          type={field.isSecret && field.name !== 'url' ? 'password' : 'text'}
          required={!field.isOptional && !isGiven}
          maxlength={2000}
          autocomplete="off"
          spellcheck={false}
        />
      )}
      {field.hint && <small>{field.hint}</small>}
    </div>
  );
};

const Route = ({ topics, locations }: { topics: readonly TopicRow[]; locations: readonly LocationRow[] }) => (
  <fieldset>
    <legend>Which alerts</legend>
    <Several name="topics" label="Topics" all={topics} />
    {locations.length > 0 && <Several name="locations" label="Locations" all={locations} />}
    <label class="field">
      <span>How serious at least</span>
      <select name="leastSeverity">
        {SEVERITIES.map((severity) => (
          <option key={severity} value={severity}>
            {SEVERITY_WORD[severity]}
          </option>
        ))}
      </select>
    </label>
    <label class="field">
      <span>When</span>
      <select name="line">
        <option value="first">at once</option>
        <option value="second">only when nobody has taken it in time</option>
      </select>
    </label>
  </fieldset>
);

const Several = ({
  name,
  label,
  all,
}: {
  name: string;
  label: string;
  all: readonly { readonly id: number; readonly name: string }[];
}) => (
  <label class="field">
    <span>{label} (none chosen: any)</span>
    <select name={name} multiple size={Math.min(5, all.length)}>
      {all.map((one) => (
        <option key={one.id} value={String(one.id)}>
          {one.name}
        </option>
      ))}
    </select>
  </label>
);
