import type { ChannelField } from '../../channels/channel.ts';
import { channels } from '../../channels/index.ts';
import { SEVERITIES } from '../../domain/alert.ts';
import type { DestinationRow } from '../../store/destinations.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { SEVERITY_WORD } from '../parts/alert-words.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { placeOptions } from '../parts/place-choice.ts';
import type { Visit } from './visit.ts';

interface Choices {
  readonly visit: Visit;
  readonly topics: readonly TopicRow[];
  readonly locations: readonly LocationRow[];
}

/** One form a channel, so that each asks for what it needs and works without a script. */
export const AddDestination = (choices: Choices) => (
  <section aria-labelledby="add-destination">
    <h2 id="add-destination">Add a destination</h2>
    {[...channels].map(([kind, channel]) => (
      <details key={kind} id={`add-${kind}`}>
        <summary>{channel.title}</summary>
        <Form {...choices} kind={kind} fields={channel.fields} destination={undefined} />
      </details>
    ))}
  </section>
);

/** Secrets are never shown again; they stay unless they are typed anew. */
export const ChangeDestination = ({ destination, ...choices }: Choices & { destination: DestinationRow }) => {
  const channel = channels.get(destination.kind);
  if (!channel) return null;
  return (
    <details id={`change-${destination.id}`}>
      <summary>Change it</summary>
      <Form {...choices} kind={destination.kind} fields={channel.fields} destination={destination} />
    </details>
  );
};

const Form = ({
  visit,
  kind,
  fields,
  destination,
  topics,
  locations,
}: Choices & {
  kind: string;
  fields: readonly ChannelField[];
  destination: DestinationRow | undefined;
}) => (
  <form
    method="post"
    action={destination ? `/settings/destinations/${destination.id}` : '/settings/destinations'}
    class="stacked narrow"
  >
    <CsrfField visit={visit} />
    <input type="hidden" name="kind" value={kind} />
    <label class="field">
      <span>Name</span>
      <input name="name" value={destination?.name} required maxlength={120} autocomplete="off" />
    </label>
    {fields.map((field) => (
      <Field key={field.name} kind={kind} field={field} destination={destination} />
    ))}
    <Route topics={topics} locations={locations} destination={destination} />
    <p class="deeds">
      <button type="submit">{destination ? 'Save' : 'Add it'}</button>
    </p>
  </form>
);

const Field = ({
  kind,
  field,
  destination,
}: {
  kind: string;
  field: ChannelField;
  destination: DestinationRow | undefined;
}) => {
  const name = `${kind}.${field.name}`;
  const id = `field-${destination?.id ?? 'new'}-${kind}-${field.name}`;
  const isGiven = kind === 'webhook' && field.name === 'secret';
  const isKept = destination !== undefined && field.isSecret === true;
  const mayStayEmpty = field.isOptional || isGiven || isKept;
  const value = field.isSecret ? undefined : destination?.settings[field.name];
  const words = isKept ? '(empty: as it is)' : mayStayEmpty ? '(may stay empty)' : '';
  return (
    <div class="field">
      <label for={id}>{[field.label, words].filter(Boolean).join(' ')}</label>
      {field.choices ? (
        <select name={name} id={id}>
          {field.choices.map((choice) => (
            <option key={choice} value={choice} selected={choice === value}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          name={name}
          id={id}
          type={field.isSecret && field.name !== 'url' ? 'password' : 'text'}
          value={value === undefined ? undefined : String(value)}
          required={!mayStayEmpty}
          maxlength={2000}
          autocomplete="off"
          spellcheck={false}
        />
      )}
      {field.hint && <small>{field.hint}</small>}
      {isKept && field.isOptional && (
        <label class="check">
          <input type="checkbox" name="forget" value={field.name} /> none any more
        </label>
      )}
    </div>
  );
};

const Route = ({
  topics,
  locations,
  destination,
}: Omit<Choices, 'visit'> & { destination: DestinationRow | undefined }) => (
  <fieldset>
    <legend>Which alerts</legend>
    <Several
      name="topics"
      label="Topics"
      options={topics.map(({ id, name }) => [String(id), name])}
      chosen={(destination?.topicIds ?? []).map(String)}
    />
    {locations.length > 0 && (
      <Several
        name="locations"
        label="Locations"
        options={placeOptions(locations)}
        chosen={[...(destination?.locationIds ?? []).map(String), ...(destination?.areas ?? [])]}
      />
    )}
    <label class="field">
      <span>How serious at least</span>
      <select name="leastSeverity">
        {SEVERITIES.map((severity) => (
          <option key={severity} value={severity} selected={severity === destination?.leastSeverity}>
            {SEVERITY_WORD[severity]}
          </option>
        ))}
      </select>
    </label>
    <label class="field">
      <span>When</span>
      <select name="line">
        <option value="first">at once</option>
        <option value="second" selected={destination?.isSecondLine}>
          only when nobody has taken it in time
        </option>
      </select>
    </label>
  </fieldset>
);

const Several = ({
  name,
  label,
  options,
  chosen,
}: {
  name: string;
  label: string;
  options: readonly (readonly [value: string, words: string])[];
  chosen: readonly string[];
}) => (
  <label class="field">
    <span>{label} (none chosen: any)</span>
    <select name={name} multiple size={Math.min(5, options.length)}>
      {options.map(([value, words]) => (
        <option key={value} value={value} selected={chosen.includes(value)}>
          {words}
        </option>
      ))}
    </select>
  </label>
);
