import { type Context, Hono } from 'hono';
import { digestMessage } from '../../alerting/digest-message.ts';
import type { DigestReport } from '../../domain/digest.ts';
import { listDeliveries } from '../../store/deliveries.ts';
import { listDestinations } from '../../store/destinations.ts';
import { getIssue, listIssues } from '../../store/digest-issues.ts';
import { type DigestInput, type DigestRow, getDigest, listDigests } from '../../store/digests.ts';
import { listTopics } from '../../store/topics.ts';
import { listLocations } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { addDigest, changeDigest, removeDigest, sendDigestNow, tryDigest } from '../deeds/digests.ts';
import type { WebDeps } from '../deps.ts';
import { newDigest, readDigestForm } from './digest-draft.ts';
import { showDigestForm } from './digest-form.tsx';
import { showIssue } from './digest-issue.tsx';
import { showDigests } from './digest-list.tsx';
import { fieldsInQuery } from './form-fields.ts';
import { idOf } from './mention.tsx';
import { goingOn, mistakeOrThrow } from './telling.ts';
import { visitOf } from './visit.ts';

const ISSUES_SHOWN = 20;

/** What is told at a set time: the list, the form with its preview, and what was sent. */
export function digestRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  routes.get('/digests', async (c) => {
    const [visit, digests, destinations, topics] = await Promise.all([
      visitOf(c, deps),
      listDigests(deps.db),
      listDestinations(deps.db),
      listTopics(deps.db),
    ]);
    return showDigests(visit, { digests, destinations, topics });
  });
  routes.get('/digests/new', need('alerts'), async (c) => {
    const fields = fieldsInQuery(c);
    const isTried = 'name' in fields;
    return form(c, deps, isTried ? { fields, isTried } : { draft: newDigest(), fields });
  });
  routes.post('/digests', need('alerts'), async (c) => {
    const fields = await c.req.parseBody({ all: true });
    return sent(c, deps, { fields }, () => addDigest(deps, by(c), readDigestForm(fields)));
  });
  routes.get('/digests/:id{[0-9]+}', async (c) => {
    const digest = await getDigest(deps.db, idOf(c.req.param('id')));
    const fields = fieldsInQuery(c);
    const isTried = 'name' in fields;
    return form(c, deps, isTried ? { digest, fields, isTried } : { digest, draft: digest, fields });
  });
  routes.post('/digests/:id{[0-9]+}', need('alerts'), async (c) => {
    const digest = await getDigest(deps.db, idOf(c.req.param('id')));
    const fields = await c.req.parseBody({ all: true });
    return sent(c, deps, { digest, fields }, async () => {
      const { enabled: _, ...change } = readDigestForm(fields);
      return (await changeDigest(deps, by(c), digest.id, change)).id;
    });
  });
  routes.post('/digests/:id{[0-9]+}/:deed{enable|disable}', need('alerts'), async (c) => {
    const id = idOf(c.req.param('id') ?? '');
    await changeDigest(deps, by(c), id, { enabled: c.req.param('deed') === 'enable' });
    return c.redirect(`/digests/${id}`, 303);
  });
  routes.post('/digests/:id{[0-9]+}/send', need('alerts'), async (c) => {
    const digest = await getDigest(deps.db, idOf(c.req.param('id')));
    return sent(c, deps, { digest, draft: digest, fields: {} }, async () => {
      const issueId = await sendDigestNow(deps, by(c), digest.id);
      return `${digest.id}/issues/${issueId}`;
    });
  });
  routes.post('/digests/:id{[0-9]+}/remove', need('alerts'), async (c) => {
    await removeDigest(deps, by(c), idOf(c.req.param('id')));
    return c.redirect('/digests', 303);
  });
  routes.get('/digests/:id{[0-9]+}/issues/:issue{[0-9]+}', async (c) => {
    const issue = await getIssue(deps.db, idOf(c.req.param('issue')));
    const [visit, deliveries] = await Promise.all([
      visitOf(c, deps),
      listDeliveries(deps.db, { issueId: issue.id, limit: 50 }),
    ]);
    const message = messageFor(visit.workspace.name, issue.digestName, issue.report);
    return showIssue(visit, { issue, message, deliveries });
  });
  return routes;
}

interface Asked {
  readonly digest?: DigestRow;
  /** Undefined: read it from `fields`. */
  readonly draft?: DigestInput;
  readonly fields: Record<string, unknown>;
  readonly isTried?: boolean;
  readonly mistake?: string;
}

/** Goes on to what was saved, or shows the form again. */
const sent = (c: Context<WebEnv>, deps: WebDeps, asked: Asked, deed: () => Promise<number | string>) =>
  goingOn(
    c,
    async () => `/digests/${await deed()}`,
    (mistake) => form(c, deps, { ...asked, mistake }),
  );

async function form(c: Context<WebEnv>, deps: WebDeps, asked: Asked): Promise<Response> {
  const { digest, fields } = asked;
  let { draft, mistake } = asked;
  let tried: DigestReport | undefined;
  try {
    draft ??= readDigestForm(fields);
    if (asked.isTried) tried = await tryDigest(deps, draft);
  } catch (error) {
    mistake ??= mistakeOrThrow(error);
  }
  const [visit, topics, locations, destinations, issues] = await Promise.all([
    visitOf(c, deps),
    listTopics(deps.db),
    listLocations(deps.db),
    listDestinations(deps.db),
    digest ? listIssues(deps.db, digest.id, ISSUES_SHOWN) : [],
  ]);
  const shown = draft ?? digest ?? newDigest();
  return showDigestForm({
    visit,
    digest,
    draft: shown,
    mistake,
    preview: tried && messageFor(visit.workspace.name, shown.name, tried),
    topics,
    locations,
    destinations,
    issues,
  });
}

/** On our own pages addresses begin at the root. */
const messageFor = (workspace: string, name: string, report: DigestReport) =>
  digestMessage(report, { name, workspace, origin: '', page: undefined, leave: undefined });
