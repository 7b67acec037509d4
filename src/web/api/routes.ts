import { Hono } from 'hono';
import type { WebEnv } from '../auth/env.ts';
import type { WebDeps } from '../deps.ts';
import { accuracyRoutes } from './accuracy.ts';
import { alertHandlingRoutes } from './alert-handling.ts';
import { alertRoutes } from './alerts.ts';
import { automaticReplyRoutes } from './automatic-replies.ts';
import { openApi } from './contract.ts';
import { destinationRoutes } from './destinations.ts';
import { digestRoutes } from './digests.ts';
import { docsPage } from './docs-page.ts';
import { importRoutes } from './imports.ts';
import { inboxRoutes } from './inbox.ts';
import { inboxClaimRoutes } from './inbox-claims.ts';
import { inboxSettingsRoutes } from './inbox-settings.ts';
import { kpiComparisonRoutes } from './kpi-comparison.ts';
import { kpiLeadRoutes } from './kpi-leads.ts';
import { kpiNoteRoutes } from './kpi-notes.ts';
import { kpiRoutes } from './kpis.ts';
import { locationIndexRoutes } from './location-index.ts';
import { mentionRoutes } from './mentions.ts';
import { missedAlertRoutes } from './missed-alerts.ts';
import { operationRoutes } from './operations.ts';
import { peopleRoutes } from './people.ts';
import { promiseRoutes } from './promises.ts';
import { replyRoutes } from './replies.ts';
import { replyWayRoutes } from './reply-ways.ts';
import { ruleRoutes } from './rules.ts';
import { savedReplyRoutes } from './saved-replies.ts';
import { scoreRoutes } from './scores.ts';
import { sourceExportRoutes } from './source-export.ts';
import { sourceRoutes } from './sources.ts';
import { surveyRoutes } from './surveys.ts';
import { themeRoutes } from './themes.ts';
import { topicRoutes } from './topics.ts';
import { workspaceRoutes } from './workspace.ts';

const BASE = '/api/v1';

const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Earshot API',
    version: '1',
    description:
      'Send a token as "Authorization: Bearer esh_…". Times are ISO 8601 in UTC, days YYYY-MM-DD in the time zone of the workspace or topic; what is not known is null.',
  },
  servers: [{ url: BASE }],
};

/** Everything under /api. Its description may be read without signing in; nothing else may. */
export function apiRoutes(deps: WebDeps): Hono<WebEnv> {
  const v1 = openApi();
  v1.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  v1.route('/', sourceExportRoutes(deps));
  v1.route('/', sourceRoutes(deps));
  v1.route('/', topicRoutes(deps));
  v1.route('/', mentionRoutes(deps));
  v1.route('/', inboxRoutes(deps));
  v1.route('/', inboxClaimRoutes(deps));
  v1.route('/', inboxSettingsRoutes(deps));
  v1.route('/', alertRoutes(deps));
  v1.route('/', alertHandlingRoutes(deps));
  v1.route('/', missedAlertRoutes(deps));
  v1.route('/', destinationRoutes(deps));
  v1.route('/', replyRoutes(deps));
  v1.route('/', savedReplyRoutes(deps));
  v1.route('/', replyWayRoutes(deps));
  v1.route('/', automaticReplyRoutes(deps));
  v1.route('/', digestRoutes(deps));
  v1.route('/', surveyRoutes(deps));
  v1.route('/', ruleRoutes(deps));
  v1.route('/', accuracyRoutes(deps));
  v1.route('/', scoreRoutes(deps));
  v1.route('/', locationIndexRoutes(deps));
  v1.route('/', promiseRoutes(deps));
  v1.route('/', themeRoutes(deps));
  v1.route('/', kpiRoutes(deps));
  v1.route('/', kpiNoteRoutes(deps));
  v1.route('/', kpiComparisonRoutes(deps));
  v1.route('/', kpiLeadRoutes(deps));
  v1.route('/', importRoutes(deps));
  v1.route('/', workspaceRoutes(deps));
  v1.route('/', peopleRoutes(deps));
  v1.route('/', operationRoutes(deps));
  let document: ReturnType<typeof v1.getOpenAPI31Document> | undefined;
  const describe = () => {
    document ??= v1.getOpenAPI31Document(DOCUMENT);
    return document;
  };
  return new Hono<WebEnv>()
    .get('/v1/openapi.json', (c) => c.json(describe()))
    .get('/docs', (c) => c.html(docsPage(describe(), BASE)))
    .route('/v1', v1);
}
