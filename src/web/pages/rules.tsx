import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Conflict, NotFound, Refused } from '../../domain/errors.ts';
import { getMention, listLanguages } from '../../store/feed.ts';
import { getRule, listRules, measureRules, NO_MEASURE } from '../../store/lexicon-rules.ts';
import { recountProgress } from '../../store/recount-progress.ts';
import { listTopics } from '../../store/topics.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { addRule, changeRule, previewRule, proposeRules, removeRule } from '../deeds/rules.ts';
import type { WebDeps } from '../deps.ts';
import { idOf } from './mention.tsx';
import { type RuleDraft, type RuleFormView, showRuleForm } from './rule-form.tsx';
import { showRules } from './rule-list.tsx';
import { visitOf } from './visit.ts';

const optional = (text: string | undefined) => (text?.trim() ? text.trim() : undefined);

const Draft = z.object({
  pattern: z.string().max(500).default(''),
  language: z
    .string()
    .regex(/^([a-z]{2,3})?$/)
    .optional()
    .transform(optional),
  topic: z
    .string()
    .regex(/^\d{0,15}$/)
    .optional()
    .transform((id) => (id ? Number(id) : undefined)),
  valence: z.coerce.number().min(-4).max(4).default(0),
  note: z.string().max(500).default(''),
  mention: z
    .string()
    .regex(/^\d{0,15}$/)
    .optional()
    .transform((id) => (id ? Number(id) : undefined)),
});

/** The list, the form with its look at the past, and each rule's own page. */
export function ruleRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/settings/rules', async (c) => {
    const [visit, rules, measures, { classifier }] = await Promise.all([
      visitOf(c, deps),
      listRules(deps.db),
      measureRules(deps.db),
      deps.lexicons.current(deps.db),
    ]);
    const progress = await recountProgress(deps.db, classifier.version);
    return showRules(visit, { rules, measures, progress });
  });
  routes.get('/settings/rules/new', need('rules'), async (c) => {
    const asked = Draft.parse(c.req.query());
    return form(c, deps, { draft: asked, mentionId: asked.mention });
  });
  routes.post('/settings/rules', need('rules'), async (c) => {
    const { pattern, language, topic, valence, note, mention } = Draft.parse(await c.req.parseBody());
    return sent(c, deps, { draft: { pattern, language, topic, valence, note }, mentionId: mention }, () =>
      addRule(deps, c.get('principal'), {
        pattern,
        language,
        topicId: topic,
        valence,
        note,
        fromMentionId: mention,
      }),
    );
  });
  routes.get('/settings/rules/:id', async (c) => {
    const rule = await getRule(deps.db, idOf(c.req.param('id')));
    const stored = { ...rule, topic: rule.topicId };
    const isAsked = c.req.query('pattern') !== undefined;
    return form(c, deps, { draft: isAsked ? Draft.parse(c.req.query()) : stored, id: rule.id, isAsked });
  });
  routes.post('/settings/rules/:id', need('rules'), async (c) => {
    const id = idOf(c.req.param('id'));
    const { pattern, language, topic, valence, note } = Draft.parse(await c.req.parseBody());
    return sent(c, deps, { draft: { pattern, language, topic, valence, note }, id }, () =>
      changeRule(deps, c.get('principal'), id, { pattern, language, topicId: topic, valence, note }),
    );
  });
  routes.post('/settings/rules/:id/:deed{enable|disable}', need('rules'), async (c) => {
    const id = idOf(c.req.param('id') ?? '');
    await changeRule(deps, c.get('principal'), id, { enabled: c.req.param('deed') === 'enable' });
    return c.redirect(`/settings/rules/${id}`, 303);
  });
  routes.post('/settings/rules/:id/remove', need('rules'), async (c) => {
    await removeRule(deps, c.get('principal'), idOf(c.req.param('id')));
    return c.redirect('/settings/rules', 303);
  });
  return routes;
}

interface Asked {
  readonly draft: RuleDraft;
  readonly id?: number;
  /** The corrected mention that the rule is made from. */
  readonly mentionId?: number | undefined;
  /** The draft comes from the form: what it would do is wanted. */
  readonly isAsked?: boolean;
  readonly mistake?: string;
}

/** Does what was sent and shows the rule, or the form again with what was wrong. */
async function sent(
  c: Context<WebEnv>,
  deps: WebDeps,
  asked: Asked,
  deed: () => Promise<{ id: number }>,
): Promise<Response> {
  try {
    const { id } = await deed();
    return c.redirect(`/settings/rules/${id}`, 303);
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Conflict || error instanceof NotFound)) throw error;
    return form(c, deps, { ...asked, mistake: error.message });
  }
}

async function form(c: Context<WebEnv>, deps: WebDeps, asked: Asked): Promise<Response> {
  const { draft, id, mentionId, mistake } = asked;
  const visit = await visitOf(c, deps);
  const rule = id === undefined ? undefined : await getRule(deps.db, id);
  const mention = mentionId === undefined ? undefined : await getMention(deps.db, mentionId);
  const wantsPreview =
    mistake === undefined && draft.pattern.trim() !== '' && (!rule || asked.isAsked === true);
  const { preview, refused } = wantsPreview ? await tried(deps, draft, id) : NOTHING_TRIED;
  const { classifier } = await deps.lexicons.current(deps.db);
  const view: RuleFormView = {
    visit,
    draft,
    rule,
    mention,
    preview,
    mistake: mistake ?? refused,
    proposals: mention ? await proposeRules(deps, mention) : [],
    measure: rule ? ((await measureRules(deps.db)).get(rule.id) ?? NO_MEASURE) : undefined,
    progress: await recountProgress(deps.db, classifier.version),
    languages: (await listLanguages(deps.db)).filter((language) => language !== 'und'),
    topics: (await listTopics(deps.db)).filter(({ kind }) => kind !== 'everything'),
  };
  return showRuleForm(view);
}

const NOTHING_TRIED = { preview: undefined, refused: undefined };

async function tried(deps: WebDeps, { topic, ...draft }: RuleDraft, id: number | undefined) {
  try {
    return { preview: await previewRule(deps, { ...draft, topicId: topic }, id), refused: undefined };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { preview: undefined, refused: error.message };
  }
}
