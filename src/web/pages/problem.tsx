import type { Context } from 'hono';
import type { WebEnv } from '../auth/env.ts';
import { localPath } from '../auth/local-path.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { type ProblemDetails, problemResponse } from '../problem.ts';
import { problemPage } from '../problem-page.ts';
import { show } from './shell.tsx';
import { visitOf } from './visit.ts';

/** What went wrong in plain words, inside the usual page; a program that asked gets problem details. */
export async function showProblem(
  c: Context<WebEnv>,
  deps: WebDeps,
  problem: ProblemDetails,
): Promise<Response> {
  if (!(c.req.header('accept') ?? '').includes('text/html')) return problemResponse(problem);
  if (!(c.get('principal') as Principal | undefined)) return problemPage(problem);
  // The usual page asks the store; when that is what failed, the plain one does without.
  const visit = await visitOf(c, deps).catch(() => undefined);
  if (!visit) return problemPage(problem);
  const cameFrom = c.req.method === 'POST' ? pageBefore(c) : undefined;
  return show(
    visit,
    { title: problem.title, status: problem.status },
    <div class="problem-page">
      <p class="eyebrow">{problem.status}</p>
      <h1>{problem.title}</h1>
      <p class="lead">{problem.detail}</p>
      {problem.status === 403 && <p class="hint">An admin can change what you may do, in the settings.</p>}
      {c.req.path !== '/' && (
        <p class="deeds">
          {cameFrom !== undefined && (
            <a href={cameFrom} class="button">
              Back to where you were
            </a>
          )}{' '}
          <a href="/" class="button quiet">
            Go to the overview
          </a>
        </p>
      )}
    </div>,
  );
}

/** The page of ours that a form was sent from; undefined when the browser does not say it. */
function pageBefore(c: Context<WebEnv>): string | undefined {
  const before = URL.parse(c.req.header('referer') ?? '');
  if (!before || before.host !== c.req.header('host')) return undefined;
  return localPath(before.pathname + before.search);
}
