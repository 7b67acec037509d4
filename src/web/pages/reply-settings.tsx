import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { DraftEndpoint, readDraftEndpoint } from '../../replying/generate.ts';
import { getReplySettings, type ReplySettings } from '../../store/reply-settings.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { changeDraftEndpoint, changeReplySettings } from '../deeds/reply-settings.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { ReplyTabs } from '../parts/reply-tabs.tsx';
import { News, type Told } from '../parts/told.tsx';
import { lines } from './reply-forms.ts';
import { show } from './shell.tsx';
import { telling } from './telling.ts';
import { type Visit, visitOf } from './visit.ts';

const ticked = z
  .string()
  .default('')
  .transform((value) => value === 'yes');
const Approval = z.object({
  needsApproval: ticked,
  mayApproveOwn: ticked,
  company: z.string().trim().max(200).default(''),
  signature: lines.pipe(z.string().trim().max(500)).default(''),
});
const Drafts = DraftEndpoint.extend({
  key: z
    .string()
    .trim()
    .max(2_000)
    .default('')
    .transform((key) => (key === '' ? undefined : key)),
});

/** Who has to agree, who signs, and where drafts are written. */
export function replySettingsRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  const told = (c: Context<WebEnv>, work: () => Promise<string>) =>
    telling(
      async () => ({ text: await work() }),
      (news) => page(c, deps, news),
    );
  routes.get('/replies/settings', (c) => page(c, deps, undefined));
  routes.post('/replies/settings', need('admin'), (c) =>
    told(c, async () => {
      await changeReplySettings(deps, by(c), Approval.parse(await c.req.parseBody()));
      return 'Saved.';
    }),
  );
  routes.post('/replies/settings/drafts', need('admin'), (c) =>
    told(c, async () => {
      await changeDraftEndpoint(deps, by(c), Drafts.parse(await c.req.parseBody()));
      return 'Saved. Generated drafts are offered where mentions are answered.';
    }),
  );
  routes.post('/replies/settings/drafts/off', need('admin'), (c) =>
    told(c, async () => {
      await changeDraftEndpoint(deps, by(c), undefined);
      return 'Generated drafts are switched off, and the key is forgotten.';
    }),
  );
  return routes;
}

async function page(c: Context<WebEnv>, deps: WebDeps, news: Told | undefined): Promise<Response> {
  const [visit, settings, endpoint] = await Promise.all([
    visitOf(c, deps),
    getReplySettings(deps.db),
    readDraftEndpoint(deps.db),
  ]);
  return show(
    visit,
    { title: 'How replies go out', status: news?.isMistake ? 422 : 200, assets: 'replies' },
    <>
      <h1>How replies go out</h1>
      <ReplyTabs visit={visit} />
      <News told={news} />
      <ApprovalForm visit={visit} settings={settings} />
      <DraftsForm visit={visit} endpoint={endpoint} />
    </>,
  );
}

const ApprovalForm = ({ visit, settings }: { visit: Visit; settings: ReplySettings }) => (
  <section aria-labelledby="approval">
    <h2 id="approval">Approval and signature</h2>
    <form method="post" action="/replies/settings" class="stacked narrow">
      <CsrfField visit={visit} />
      <label class="reply-check">
        <input type="checkbox" name="needsApproval" value="yes" checked={settings.needsApproval} /> Replies
        wait until an approver lets them go out
      </label>
      <label class="reply-check">
        <input type="checkbox" name="mayApproveOwn" value="yes" checked={settings.mayApproveOwn} /> Approvers
        may let their own go out
      </label>
      <label class="field">
        <span>
          Company, for {'{{company}}'} (empty: {visit.workspace.name})
        </span>
        <input name="company" maxlength={200} autocomplete="off" value={settings.company} />
      </label>
      <label class="field">
        <span>Signature below a suggestion (empty: name and company)</span>
        <textarea name="signature" rows={3} maxlength={500} dir="auto">
          {settings.signature}
        </textarea>
      </label>
      {visit.can('admin') && (
        <p class="deeds">
          <button type="submit">Save</button>
        </p>
      )}
    </form>
  </section>
);

const DraftsForm = ({ visit, endpoint }: { visit: Visit; endpoint: DraftEndpoint | undefined }) => (
  <section aria-labelledby="drafts">
    <h2 id="drafts">Generated drafts</h2>
    <p>
      {endpoint
        ? `Switched on: drafts are written by ${endpoint.model} at ${new URL(endpoint.baseUrl).host}.`
        : 'Switched off. Nothing leaves this machine to be written elsewhere.'}
    </p>
    <p class="hint">
      Any service that speaks the chat interface of OpenAI will do, one of your own as well. It is sent the
      text, the stars and the label of the mention, neither its author nor its source. A draft with a link, a
      mail address, a telephone number or a promise of money is not used, and no draft goes out without a
      person.
    </p>
    {visit.can('admin') && (
      <form method="post" action="/replies/settings/drafts" class="stacked narrow">
        <CsrfField visit={visit} />
        <label class="field">
          <span>Address</span>
          <input
            name="baseUrl"
            type="url"
            required
            maxlength={500}
            placeholder="https://api.example.com/v1"
            value={endpoint?.baseUrl ?? ''}
          />
          <small>
            What stands before /chat/completions. A private address has to be in EARSHOT_ALLOW_HOSTS.
          </small>
        </label>
        <label class="field">
          <span>Model</span>
          <input name="model" required maxlength={200} autocomplete="off" value={endpoint?.model ?? ''} />
        </label>
        <label class="field">
          <span>Key {endpoint ? '(empty: as it is)' : '(may stay empty)'}</span>
          <input name="key" type="password" maxlength={2_000} autocomplete="off" />
        </label>
        <label class="field">
          <span>Seconds to wait for a draft</span>
          <input
            name="timeoutSeconds"
            type="number"
            min={5}
            max={120}
            value={String(endpoint?.timeoutSeconds ?? 30)}
          />
        </label>
        <p class="deeds">
          <button type="submit">{endpoint ? 'Save' : 'Switch it on'}</button>
          {endpoint && (
            <button type="submit" class="danger" formaction="/replies/settings/drafts/off" formnovalidate>
              Switch it off
            </button>
          )}
        </p>
      </form>
    )}
  </section>
);
