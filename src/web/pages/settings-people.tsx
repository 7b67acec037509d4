import type { UserRow } from '../../store/users.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { ROLES, type Role } from '../principal.ts';
import type { Visit } from './visit.ts';

const ROLE_HINT: Readonly<Record<Role, string>> = {
  viewer: 'viewer: sees everything',
  agent: 'agent: also corrects labels',
  analyst: 'analyst: also changes topics and sources',
  admin: 'admin: everything',
};

export const People = ({ visit, users }: { visit: Visit; users: readonly UserRow[] }) => (
  <section aria-labelledby="settings-people">
    <h2 id="settings-people">People</h2>
    <ul class="rows">
      {users.map((user) => (
        <li key={user.id}>
          <div>
            <strong>{user.name}</strong> · {user.email}
            <p class="hint">
              {user.role}
              {user.disabledAt && ', cannot sign in'}
            </p>
          </div>
          {user.id !== visit.principal.userId && (
            <form method="post" action={`/settings/users/${user.id}/${user.disabledAt ? 'unlock' : 'lock'}`}>
              <CsrfField visit={visit} />
              <button type="submit" class="quiet small">
                {user.disabledAt ? 'Let in again' : 'Lock out'}
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
    <AddPerson visit={visit} />
  </section>
);

const AddPerson = ({ visit }: { visit: Visit }) => (
  <details id="add-person">
    <summary>Add somebody</summary>
    <form method="post" action="/settings/users" class="stacked narrow">
      <CsrfField visit={visit} />
      <label class="field">
        <span>E-mail address</span>
        <input type="email" name="email" required maxlength={254} autocomplete="off" />
      </label>
      <label class="field">
        <span>Name</span>
        <input name="name" maxlength={120} autocomplete="off" />
      </label>
      <label class="field">
        <span>Role</span>
        <select name="role">
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {ROLE_HINT[role]}
            </option>
          ))}
        </select>
      </label>
      <p class="deeds">
        <button type="submit">Add and show a password</button>
      </p>
    </form>
  </details>
);
