import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { apiRoutes } from './api/routes.ts';
import { authenticate, QUEUE_DASHBOARD } from './auth/authenticate.ts';
import type { WebEnv } from './auth/env.ts';
import { signInRoutes, signOutRoutes } from './auth/routes.ts';
import type { WebDeps } from './deps.ts';
import { healthRoutes } from './health.ts';
import { hostGuard } from './host-guard.ts';
import { HUBS, hubRoutes } from './hubs.ts';
import { metricsRoutes } from './metrics.ts';
import { pageRoutes } from './pages/index.tsx';
import { speakPlainly } from './plain-words.ts';
import { type ProblemDetails, problemOf, problemResponse, WebProblem } from './problem.ts';
import { problemPage } from './problem-page.ts';
import { queueDashboard } from './queue-dashboard.ts';
import { securityHeaders } from './security-headers.ts';
import { surveyRoutes } from './surveys/routes.tsx';
import { webhookRoutes } from './webhooks.ts';

const LARGEST_BODY = 1024 * 1024;
const IMPORTS = '/api/v1/imports/';
/** A form is read whole before anybody looks at it, so what it may carry has an end. */
const IMPORT_FORM = '/sources/import';
const LARGEST_FILE = 50 * 1024 * 1024;

/** Every route on one screen. What comes first is asked first. */
export function createApp(deps: WebDeps): Hono<WebEnv> {
  const { config } = deps;
  speakPlainly();
  const app = new Hono<WebEnv>();
  app.onError((error, c) => answer(c, problemOf(error, deps.log)));
  app.notFound((c) =>
    answer(c, problemOf(new WebProblem('not-found', `There is nothing at ${c.req.path}.`), deps.log)),
  );

  app.use(securityHeaders({ isHttps: config.EARSHOT_URL?.startsWith('https:') ?? false }));
  app.route('/', healthRoutes(deps));
  app.use(hostGuard(config));
  app.use(limitBody());
  app.route('/', webhookRoutes(deps));
  app.route('/', hubRoutes(deps));
  app.route('/', surveyRoutes(deps));
  app.route('/', signInRoutes(deps));
  app.use(authenticate(deps));
  app.route('/', signOutRoutes(deps));
  app.route('/metrics', metricsRoutes(deps));
  app.route('/api', apiRoutes(deps));
  app.route(QUEUE_DASHBOARD, queueDashboard(deps));
  app.route('/', pageRoutes(deps));
  return app;
}

/** Imports and what hubs send are read as a stream and need no limit here; everything else is small. */
function limitBody() {
  const limit = limitTo(LARGEST_BODY);
  const limitFile = limitTo(LARGEST_FILE);
  return (c: Context<WebEnv>, next: () => Promise<void>) => {
    if (c.req.path.startsWith(IMPORTS) || c.req.path.startsWith(HUBS)) return next();
    return c.req.path === IMPORT_FORM ? limitFile(c, next) : limit(c, next);
  };
}

function limitTo(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new WebProblem('too-large', `The request is larger than ${maxSize / 1024 / 1024} MB.`);
    },
  });
}

function answer(c: Context<WebEnv>, problem: ProblemDetails): Response {
  const isForPeople =
    !/^\/(api|webhooks)\//.test(c.req.path) && (c.req.header('accept') ?? '').includes('text/html');
  return isForPeople ? problemPage(problem) : problemResponse(problem);
}
