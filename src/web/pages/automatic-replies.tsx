import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { canReply } from '../../replying/open-source.ts';
import { listAutomaticRules } from '../../store/automatic-replies.ts';
import { getReplySettings, type ReplySettings } from '../../store/reply-settings.ts';
import { listSavedReplies } from '../../store/saved-replies.ts';
import { listSources } from '../../store/sources.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import {
  addAutomaticRule,
  recordConsent,
  removeAutomaticRule,
  switchAutomatic,
  switchRule,
} from '../deeds/automatic-replies.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { ReplyTabs } from '../parts/reply-tabs.tsx';
import { News, type Told } from '../parts/told.tsx';
import { AddAutomaticRule, AutomaticRuleLine } from './automatic-rules.tsx';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { telling } from './telling.ts';
import { type Visit, visitOf } from './visit.ts';

const star = z
  .union([z.literal(''), z.coerce.number().int().min(1).max(5)])
  .default('')
  .transform((value) => (value === '' ? undefined : value));
export const AutomaticRuleForm = z.object({
  name: z.string().trim().min(1, { error: 'The rule needs a name.' }).max(120),
  sourceId: z.coerce.number().int().positive({ error: 'Choose a source.' }),
  language: z.string().regex(/^[a-z]{2,3}$/, { error: 'Choose a language.' }),
  label: z.enum(['positive', 'neutral', 'negative']),
  starsFrom: star,
  starsTo: star,
  savedReplyId: z.coerce.number().int().positive({ error: 'Choose a saved reply.' }),
  delayMinutes: z.coerce.number().int().min(5, { error: 'Wait at least five minutes.' }).max(10_080),
  perDay: z.coerce.number().int().min(1).max(1_000),
});
const Switch = z.object({ perDay: z.coerce.number().int().min(0).max(1_000) });
const Consent = z.object({
  of: z.string().trim().min(2, { error: 'Say who has agreed, and where it is written.' }).max(500),
});

/** What goes out without a person: the switch over all, the rules, and the consent that some places ask for. */
export function automaticReplyRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  const told = (c: Context<WebEnv>, work: () => Promise<string>) =>
    telling(
      async () => ({ text: await work() }),
      (news) => page(c, deps, news),
    );
  const id = (c: Context<WebEnv>) => idOf(c.req.param('id') ?? '');
  routes.get('/replies/automatic', (c) => page(c, deps, undefined));
  routes.post('/replies/automatic/:deed{on|off}', need('approve'), (c) =>
    told(c, async () => {
      const isOn = c.req.param('deed') === 'on';
      const { perDay } = Switch.parse(await c.req.parseBody());
      await switchAutomatic(deps, by(c), { isOn, perDay });
      return isOn
        ? 'Automatic replies are on.'
        : 'Automatic replies are off. Nothing waits to go out any longer.';
    }),
  );
  routes.post('/replies/automatic', need('approve'), (c) =>
    told(c, async () => {
      const rule = AutomaticRuleForm.parse(await c.req.parseBody());
      await addAutomaticRule(deps, by(c), rule);
      return `“${rule.name}” is kept, switched off.`;
    }),
  );
  routes.post('/replies/automatic/:id{[0-9]+}/:deed{on|off}', need('approve'), (c) =>
    told(c, async () => {
      await switchRule(deps, by(c), id(c), c.req.param('deed') === 'on');
      return 'Saved.';
    }),
  );
  routes.post('/replies/automatic/:id{[0-9]+}/consent', need('approve'), (c) =>
    told(c, async () => {
      await recordConsent(deps, by(c), id(c), Consent.parse(await c.req.parseBody()).of);
      return 'The agreement is recorded.';
    }),
  );
  routes.post('/replies/automatic/:id{[0-9]+}/remove', need('approve'), (c) =>
    told(c, async () => {
      await removeAutomaticRule(deps, by(c), id(c));
      return 'The rule is removed; what it had not sent is dropped.';
    }),
  );
  return routes;
}

async function page(c: Context<WebEnv>, deps: WebDeps, news: Told | undefined): Promise<Response> {
  const [visit, settings, rules, sources, saved] = await Promise.all([
    visitOf(c, deps),
    getReplySettings(deps.db),
    listAutomaticRules(deps.db),
    listSources(deps.db),
    listSavedReplies(deps.db),
  ]);
  const answering = sources.filter(({ kind }) => canReply(kind));
  return show(
    visit,
    { title: 'Automatic replies', status: news?.isMistake ? 422 : 200, assets: 'replies' },
    <>
      <h1>Automatic replies</h1>
      <ReplyTabs visit={visit} />
      <News told={news} />
      <p>
        A rule answers what is new since it was switched on, after its delay, with a saved reply. It leaves
        alone what asks a question, speaks of a risk, contradicts its stars, was answered, or is open to a
        person; whoever opens an item can drop what waits for it. Automatic replies are marked as such and
        counted apart.
      </p>
      <TheSwitch visit={visit} settings={settings} />
      {rules.length === 0 && <p class="empty">No rule yet.</p>}
      <ul class="rows">
        {rules.map((rule) => (
          <li key={rule.id}>
            <AutomaticRuleLine visit={visit} rule={rule} />
          </li>
        ))}
      </ul>
      {visit.can('approve') && <AddAutomaticRule visit={visit} sources={answering} saved={saved} />}
    </>,
  );
}

const TheSwitch = ({ visit, settings }: { visit: Visit; settings: ReplySettings }) => (
  <form
    method="post"
    action={`/replies/automatic/${settings.isAutomaticOn ? 'off' : 'on'}`}
    class={settings.isAutomaticOn ? 'warning' : 'news'}
  >
    <CsrfField visit={visit} />
    <p>
      <strong>{settings.isAutomaticOn ? 'Automatic replies are on.' : 'Automatic replies are off.'}</strong>{' '}
      At most {settings.automaticPerDay} in 24 hours, by all rules together.
    </p>
    {visit.can('approve') && (
      <p class="deeds">
        <label class="field">
          <span>At most in 24 hours</span>
          <input name="perDay" type="number" min={0} max={1000} value={String(settings.automaticPerDay)} />
        </label>
        <button type="submit" class={settings.isAutomaticOn ? 'danger' : undefined}>
          {settings.isAutomaticOn ? 'Stop all of them now' : 'Switch them on'}
        </button>
        {settings.isAutomaticOn && (
          <button type="submit" class="quiet" formaction="/replies/automatic/on">
            Save the number
          </button>
        )}
      </p>
    )}
  </form>
);
