import { Hono } from 'hono';
import { NotFound } from '../../domain/errors.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import type { WebDeps } from '../deps.ts';
import { liveRoutes } from '../live.ts';
import { problemOf } from '../problem.ts';

import { accuracyRoutes } from './accuracy.tsx';
import { alertLinkRoutes } from './alert-link.tsx';
import { alertRuleRoutes } from './alert-rules.tsx';
import { alertRoutes } from './alerts.tsx';
import { destinationRoutes } from './destinations.tsx';
import { feedRoutes } from './feed.tsx';
import { kpiRoutes } from './kpis.tsx';
import { mentionRoutes } from './mention.tsx';
import { overviewRoutes } from './overview.tsx';
import { showProblem } from './problem.tsx';
import { publicFiles } from './public-files.ts';
import { ruleRoutes } from './rules.tsx';
import { sampleRoutes } from './sample.tsx';
import { settingsRoutes } from './settings.tsx';
import { signInPage } from './sign-in.tsx';
import { sourceRoutes } from './sources.tsx';
import { topicRoutes } from './topics.tsx';

/** Every page. What needs nobody signed in comes first; the rest is for whoever may read. */
export function pageRoutes(deps: WebDeps): Hono<WebEnv> {
  const pages = new Hono<WebEnv>();
  pages.onError((error, c) => showProblem(c, deps, problemOf(error, deps.log)));
  pages.route('/', publicFiles());
  pages.route('/', signInPage());
  pages.route('/', alertLinkRoutes(deps));
  pages.use(need('read'));
  pages.route('/', liveRoutes(deps));
  pages.route('/', overviewRoutes(deps));
  pages.route('/', feedRoutes(deps));
  pages.route('/', mentionRoutes(deps));
  pages.route('/', alertRoutes(deps));
  pages.route('/', alertRuleRoutes(deps));
  pages.route('/', destinationRoutes(deps));
  pages.route('/', kpiRoutes(deps));
  pages.route('/', topicRoutes(deps));
  pages.route('/', sourceRoutes(deps));
  pages.route('/', sampleRoutes(deps));
  pages.route('/', settingsRoutes(deps));
  pages.route('/', ruleRoutes(deps));
  pages.route('/', accuracyRoutes(deps));
  pages.all('*', (c) => {
    throw new NotFound(`There is nothing at ${c.req.path}.`);
  });
  return pages;
}
