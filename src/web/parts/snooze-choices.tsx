import { SNOOZES } from '../deeds/snooze-until.ts';
import type { Visit } from '../pages/visit.ts';
import { moment } from './wording.ts';

/** Until when an item is to be out of the way, in the workspace's time. */
export const SnoozeChoices = ({ visit }: { visit: Visit }) => (
  <label class="field">
    <span>Snooze until</span>
    <select name="until">
      {SNOOZES.map(({ id, name, until }) => (
        <option key={id} value={id} selected={id === 'tomorrow'}>
          {name} ({moment(until(visit.now, visit.workspace.timeZone), visit.workspace.timeZone)})
        </option>
      ))}
    </select>
  </label>
);
