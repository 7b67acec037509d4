import { Hono } from 'hono';
import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import { getMention, listLanguages } from '../../store/feed.ts';
import { getSample, lastAnswered, listSamples, nextItem } from '../../store/label-samples.ts';
import { listSources } from '../../store/sources.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { answerCheck, type Basis, basisOf, newSeed, readAccuracy, startCheck } from '../deeds/accuracy.ts';
import type { WebDeps } from '../deps.ts';
import { type AccuracyQuery, showAccuracy } from './accuracy-report.tsx';
import { showCheck } from './label-check.tsx';
import { idOf } from './mention.tsx';
import { visitOf } from './visit.ts';

const idOrNothing = z
  .string()
  .regex(/^\d{0,15}$/)
  .optional()
  .catch(undefined)
  .transform((id) => (id ? Number(id) : undefined));
const dayOrNothing = z
  .union([z.iso.date(), z.literal('')])
  .optional()
  .catch(undefined)
  .transform((day) => day || undefined);

const Asked = z.object({
  on: z.string().max(20).optional().catch(undefined),
  source: idOrNothing,
  lang: z
    .string()
    .regex(/^([a-z]{2,3})?$/)
    .optional()
    .catch(undefined)
    .transform((code) => code || undefined),
  from: dayOrNothing,
  to: dayOrNothing,
});

const Drawing = z.object({
  size: z.coerce.number().int().min(10).max(2_000).default(100),
  seed: z.string().trim().max(40).default(''),
  from: dayOrNothing,
  to: dayOrNothing,
});

const Answered = z.object({
  position: z.coerce.number().int().positive(),
  label: z.enum(['positive', 'neutral', 'negative', 'skipped', 'undo']),
});

/** How often labels are right, and the flow in which people check a drawn sample. */
export function accuracyRoutes(deps: WebDeps): Hono<WebEnv> {
  const { db } = deps;
  const report = async (c: Parameters<typeof visitOf>[0], mistake?: string) => {
    const visit = await visitOf(c, deps);
    const query: AccuracyQuery = Asked.parse(c.req.query());
    const basis = await basisAsked(deps, query.on);
    const { source, lang, from, to } = query;
    return showAccuracy({
      visit,
      query,
      basis,
      mistake,
      report: await readAccuracy(deps, basis, { sourceId: source, language: lang, from, to }),
      samples: await listSamples(db),
      sources: await listSources(db),
      languages: await listLanguages(db),
    });
  };
  return new Hono<WebEnv>()
    .get('/settings/accuracy', (c) => report(c))
    .post('/settings/accuracy/check', need('override'), async (c) => {
      const { size, seed, from, to } = Drawing.parse(await c.req.parseBody());
      try {
        const drawn = await startCheck(deps, c.get('principal'), { size, seed: seed || newSeed(), from, to });
        return c.redirect(`/settings/accuracy/check/${drawn.id}`, 303);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return report(c, error.message);
      }
    })
    .get('/settings/accuracy/check/:id', need('override'), async (c) => {
      const sample = await getSample(db, idOf(c.req.param('id')));
      const [item, last] = [await nextItem(db, sample.id), await lastAnswered(db, sample.id)];
      return showCheck({
        visit: await visitOf(c, deps),
        sample,
        item: item && { position: item.position, mention: await getMention(db, item.mentionId) },
        last,
      });
    })
    .post('/settings/accuracy/check/:id', need('override'), async (c) => {
      const sampleId = idOf(c.req.param('id'));
      const { position, label } = Answered.parse(await c.req.parseBody());
      const answer = label === 'undo' ? undefined : label;
      await answerCheck(deps, c.get('principal'), { sampleId, position }, answer);
      return c.redirect(`/settings/accuracy/check/${sampleId}`, 303);
    });
}

/** `on` is "team" or the id of a sample; without it the latest sample with enough answers, if there is one. */
async function basisAsked(deps: WebDeps, on: string | undefined): Promise<Basis> {
  if (on === 'team') return 'team';
  const sample = on !== undefined && /^\d{1,15}$/.test(on) ? Number(on) : undefined;
  return basisOf(deps, { sample });
}
