import { Hono } from 'hono';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { show } from './shell.tsx';
import { visitOf } from './visit.ts';

/** Loading the sample company into an empty workspace, and removing it again. */
export function sampleRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .post('/sample/load', need('admin'), async (c) => {
      await deps.sample.load(deps);
      return c.redirect('/', 303);
    })
    .get('/sample/remove', need('admin'), async (c) => {
      const visit = await visitOf(c, deps);
      return show(
        visit,
        { title: 'Remove the sample company' },
        <div class="narrow">
          <h1>Remove the sample company?</h1>
          <p>
            Its sources, topics, locations and mentions go. What you have added yourself stays; the workspace
            is then yours to name.
          </p>
          <form method="post" action="/sample/remove" class="deeds">
            <CsrfField visit={visit} />
            <button type="submit" class="danger">
              Remove the sample company
            </button>
            <a href="/" class="button quiet">
              Keep it
            </a>
          </form>
        </div>,
      );
    })
    .post('/sample/remove', need('admin'), async (c) => {
      await deps.sample.remove(deps);
      return c.redirect('/', 303);
    });
}
