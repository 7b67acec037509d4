import { CsrfField } from '../parts/csrf-field.tsx';
import type { Visit } from './visit.ts';

export const WorkspaceSettings = ({ visit, isZoneFixed }: { visit: Visit; isZoneFixed: boolean }) => {
  const { name, timeZone, twinDays } = visit.workspace;
  return (
    <section aria-labelledby="settings-workspace">
      <h2 id="settings-workspace">Workspace</h2>
      {visit.can('admin') ? (
        <form method="post" action="/settings/workspace" class="stacked narrow">
          <CsrfField visit={visit} />
          <label class="field">
            <span>Name</span>
            <input name="name" value={name} required maxlength={120} />
          </label>
          <label class="field">
            <span>The same counts once within (days)</span>
            <input name="twinDays" type="number" value={twinDays} min={0} max={60} required />
            <small>
              A story or post that comes again, from another source or passed on, is shown with the first one
              and adds nothing to any number. 0 counts every copy.
            </small>
          </label>
          <TimeZone timeZone={timeZone} isFixed={isZoneFixed} />
          <p class="deeds">
            <button type="submit">Save</button>
          </p>
        </form>
      ) : (
        <p>
          {name}, days in {timeZone}
        </p>
      )}
    </section>
  );
};

const TimeZone = ({ timeZone, isFixed }: { timeZone: string; isFixed: boolean }) => {
  if (isFixed) {
    return (
      <p>
        Days begin at midnight in {timeZone}. That stays so once mentions are counted: days would shift under
        the numbers.
      </p>
    );
  }
  return (
    <label class="field">
      <span>Time zone</span>
      <input name="timeZone" value={timeZone} list="time-zones" required />
      <datalist id="time-zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <small>Where a day begins, for every number. It can be set until the first mention is counted.</small>
    </label>
  );
};
