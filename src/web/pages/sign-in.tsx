import { Hono } from 'hono';
import type { WebEnv } from '../auth/env.ts';
import { localPath } from '../auth/local-path.ts';
import { countOf } from '../parts/wording.ts';
import { showBare } from './shell.tsx';

/** The form only: whoever sends it is answered by the routes of auth. */
export function signInPage(): Hono<WebEnv> {
  return new Hono<WebEnv>().get('/sign-in', (c) => {
    const next = localPath(c.req.query('next'));
    if (c.get('session')) return c.redirect(next);
    return showBare('Sign in', <SignIn next={next} failure={failureOf(c.req.query())} />);
  });
}

function failureOf({ failed, wait }: Record<string, string>): string | undefined {
  if (failed === undefined) return undefined;
  const seconds = Number(wait);
  if (Number.isInteger(seconds) && seconds > 0) {
    return `Too many attempts. The next one is looked at in ${countOf(seconds, 'second')}.`;
  }
  return 'E-mail address and password do not belong together. Check both and try again.';
}

const SignIn = ({ next, failure }: { next: string; failure: string | undefined }) => (
  <div class="sign-in">
    <img src="/favicon.svg" alt="" width="44" height="44" />
    <h1>Earshot</h1>
    <p class="lead">What customers say, and how they feel about it.</p>
    {failure && (
      <p class="problem" role="alert">
        {failure}
      </p>
    )}
    <form method="post" action="/sign-in" class="stacked">
      <input type="hidden" name="next" value={next} />
      <label class="field">
        <span>E-mail address</span>
        <input type="email" name="email" autocomplete="username" required maxlength={254} />
      </label>
      <label class="field">
        <span>Password</span>
        <input type="password" name="password" autocomplete="current-password" required />
      </label>
      <button type="submit">Sign in</button>
    </form>
    <p class="hint">The first sign-in was printed where Earshot was started.</p>
  </div>
);
