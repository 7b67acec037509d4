import type { TokenRow } from '../../store/tokens.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { moment } from '../parts/wording.ts';
import { SCOPES, type Scope } from '../principal.ts';
import type { Visit } from './visit.ts';

const SCOPE_HINT: Readonly<Record<Scope, string>> = {
  read: 'read everything but secrets',
  override: 'correct labels',
  alerts: 'handle alerts and set their rules',
  inbox: 'work the inbox and reply',
  approve: 'let the replies of others go out',
  topics: 'change topics',
  rules: 'change what words mean',
  sources: 'change sources',
  import: 'import files',
  admin: 'everything else',
};

/** Keys for programs, for the interface under /api. */
export const Tokens = ({ visit, tokens }: { visit: Visit; tokens: readonly TokenRow[] }) => (
  <section aria-labelledby="settings-tokens">
    <h2 id="settings-tokens">Tokens for programs</h2>
    <p class="lead">
      A program sends one with each request to the <a href="/api/docs">interface for programs</a>.
    </p>
    {tokens.length > 0 && (
      <ul class="rows">
        {tokens.map((token) => (
          <li key={token.id}>
            <div>
              <strong>{token.name}</strong>
              <p class="hint">
                {token.scopes.join(', ')} · {usedInWords(token, visit.workspace.timeZone)}
              </p>
            </div>
            {!token.revokedAt && (
              <form method="post" action={`/settings/tokens/${token.id}/revoke`}>
                <CsrfField visit={visit} />
                <button type="submit" class="quiet small">
                  Revoke
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    )}
    <MakeToken visit={visit} />
  </section>
);

const MakeToken = ({ visit }: { visit: Visit }) => (
  <details id="add-token">
    <summary>Make a token</summary>
    <form method="post" action="/settings/tokens" class="stacked narrow">
      <CsrfField visit={visit} />
      <label class="field">
        <span>What it is for</span>
        <input name="name" required maxlength={120} autocomplete="off" />
      </label>
      <fieldset class="checks">
        <legend>It may</legend>
        {SCOPES.filter((scope) => visit.can(scope)).map((scope) => (
          <label key={scope}>
            <input type="checkbox" name="scopes" value={scope} checked={scope === 'read'} />
            {SCOPE_HINT[scope]}
          </label>
        ))}
      </fieldset>
      <p class="deeds">
        <button type="submit">Make and show it</button>
      </p>
    </form>
  </details>
);

function usedInWords({ revokedAt, lastUsedAt }: TokenRow, timeZone: string): string {
  if (revokedAt) return `revoked ${moment(revokedAt, timeZone)}`;
  return lastUsedAt ? `last used ${moment(lastUsedAt, timeZone)}` : 'never used';
}
