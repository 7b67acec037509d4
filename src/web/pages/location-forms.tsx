import { INDEX_PART_IDS, INDEX_PARTS } from '../../domain/cx-index.ts';
import type { SetWeights } from '../../store/index-weights.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { Moment } from '../parts/moment.tsx';
import type { Visit } from './visit.ts';

/** How much each part counts for; only the proportions matter. */
export const WeightsForm = ({ visit, set }: { visit: Visit; set: SetWeights }) => (
  <details id="weights" class="narrow">
    <summary>Weights of the index</summary>
    <form method="post" action="/locations/weights" class="stacked">
      <CsrfField visit={visit} />
      <p class="hint">
        Only the proportions matter; 0 leaves a part out. They apply to the past as well.{' '}
        {set.by ? (
          <>
            Set by {set.by.author}, <Moment at={set.by.at} timeZone={visit.workspace.timeZone} />.
          </>
        ) : (
          'These are as shipped: nobody has set them.'
        )}
      </p>
      {INDEX_PART_IDS.map((id) => (
        <label key={id} class="field">
          <span>{INDEX_PARTS[id].name}</span>
          <input
            type="number"
            name={id}
            min={0}
            max={100}
            step={1}
            required
            value={String(set.weights[id])}
          />
          <small>
            {INDEX_PARTS[id].low} becomes 0, {INDEX_PARTS[id].high} becomes 100
          </small>
        </label>
      ))}
      <p class="deeds">
        <button type="submit">Set the weights</button>
      </p>
    </form>
  </details>
);

export const LocationForm = ({ visit, location }: { visit: Visit; location: LocationRow | undefined }) => (
  <details id="location" class="narrow">
    <summary>{location ? 'Change name and place' : 'Add a location'}</summary>
    <form method="post" action="/locations" class="stacked">
      <CsrfField visit={visit} />
      <label class="field">
        <span>Code</span>
        <input
          name="code"
          required
          maxlength={200}
          value={location?.code ?? ''}
          readonly={location !== undefined}
        />
        <small>As sources and imports name it.</small>
      </label>
      <label class="field">
        <span>Name</span>
        <input name="name" maxlength={200} value={location?.name ?? ''} />
      </label>
      <label class="field">
        <span>City</span>
        <input name="city" maxlength={200} value={location?.city ?? ''} />
      </label>
      <label class="field">
        <span>Region</span>
        <input name="region" maxlength={200} value={location?.region ?? ''} />
      </label>
      <label class="field">
        <span>Country, two letters</span>
        <input name="country" maxlength={2} value={location?.country ?? ''} />
      </label>
      <p class="deeds">
        <button type="submit">{location ? 'Save' : 'Add the location'}</button>
      </p>
    </form>
  </details>
);
