import type { UserRow } from '../../store/users.ts';
import { PASSWORD_LENGTH } from '../auth/passwords.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { countOf } from '../parts/wording.ts';
import { mayBeLimited, ROLES, type Role } from '../principal.ts';
import type { Visit } from './visit.ts';

const ROLE_HINT: Readonly<Record<Role, string>> = {
  viewer: 'viewer: sees everything',
  agent: 'agent: also works the inbox and corrects labels',
  approver: 'approver: also lets the replies of agents go out',
  analyst: 'analyst: also changes topics and sources',
  admin: 'admin: everything',
  manager: 'manager: sees only their own places',
};

export const People = ({ visit, users }: { visit: Visit; users: readonly UserRow[] }) => (
  <section aria-labelledby="settings-people">
    <h2 id="settings-people">People</h2>
    <ul class="rows">
      {users.map((user) => (
        <Person key={user.id} user={user} visit={visit} />
      ))}
    </ul>
    <AddPerson visit={visit} />
  </section>
);

const Person = ({ user, visit }: { user: UserRow; visit: Visit }) => {
  const isSelf = user.id === visit.principal.userId;
  return (
    <li>
      <div>
        <strong>{user.name}</strong> · {user.email}
        <p class="hint">
          {user.role === 'manager' ? (
            <a href={`/settings/managers/${user.id}`}>
              manager of {countOf(user.locationIds.length, 'place')}
            </a>
          ) : mayBeLimited(user.role) ? (
            <a href={`/settings/managers/${user.id}`}>
              {user.role}{' '}
              {user.locationIds.length > 0
                ? `for ${countOf(user.locationIds.length, 'place')}`
                : 'for all places'}
            </a>
          ) : (
            user.role
          )}
          {isSelf && ', this is you'}
          {user.disabledAt && ', cannot sign in'}
        </p>
      </div>
      {!isSelf && (
        <form method="post" action={`/settings/users/${user.id}/${user.disabledAt ? 'unlock' : 'lock'}`}>
          <CsrfField visit={visit} />
          <button type="submit" class="quiet small">
            {user.disabledAt ? 'Let in again' : 'Lock out'}
          </button>
        </form>
      )}
      <details class="row-more" id={`person-${user.id}`}>
        <summary>
          Role and password<span class="visually-hidden"> of {user.name}</span>
        </summary>
        <ChangeRole user={user} visit={visit} />
        <ChangePassword user={user} visit={visit} isSelf={isSelf} />
      </details>
    </li>
  );
};

const ChangeRole = ({ user, visit }: { user: UserRow; visit: Visit }) => (
  <form method="post" action={`/settings/users/${user.id}/role`} class="one-line">
    <CsrfField visit={visit} />
    <Roles chosen={user.role} />
    <button type="submit" class="quiet">
      Change the role
    </button>
  </form>
);

interface PasswordProps {
  readonly user: UserRow;
  readonly visit: Visit;
  readonly isSelf: boolean;
}

const ChangePassword = ({ user, visit, isSelf }: PasswordProps) => (
  <form method="post" action={`/settings/users/${user.id}/password`} class="one-line">
    <CsrfField visit={visit} />
    <label class="field">
      <span>New password</span>
      <input
        type="password"
        name="password"
        autocomplete="new-password"
        minlength={PASSWORD_LENGTH.least}
        maxlength={PASSWORD_LENGTH.most}
      />
      <small>
        At least {PASSWORD_LENGTH.least} characters; left empty, one is made and shown.{' '}
        {isSelf ? 'You then sign in anew.' : 'It signs the person out everywhere.'}
      </small>
    </label>
    <button type="submit" class="quiet">
      Set the password
    </button>
  </form>
);

const Roles = ({ chosen }: { chosen: Role }) => (
  <label class="field">
    <span>Role</span>
    <select name="role">
      {ROLES.map((role) => (
        <option key={role} value={role} selected={role === chosen}>
          {ROLE_HINT[role]}
        </option>
      ))}
    </select>
  </label>
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
      <Roles chosen="viewer" />
      <p class="deeds">
        <button type="submit">Add and show a password</button>
      </p>
    </form>
  </details>
);
