import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { WebEnv } from '../auth/env.ts';
import { localPath } from '../auth/local-path.ts';
import { need } from '../auth/need.ts';
import { giveToDesk, HAND_OVER_DEEDS, handleHandOver } from '../deeds/hand-overs.ts';
import type { WebDeps } from '../deps.ts';
import { idOf } from './mention.tsx';
import { lines } from './reply-forms.ts';

const Given = z.object({
  desk: z.coerce.number().int().positive({ error: 'Choose a help desk.' }),
  note: lines.pipe(z.string().trim().max(2_000)).default(''),
  claim: z
    .string()
    .regex(/^\d{0,9}$/)
    .default(''),
  back: z.string().default('/inbox'),
});
const Handling = z.object({ deed: z.enum(HAND_OVER_DEEDS), back: z.string().default('/inbox') });

/** Giving an item to a help desk, and what can be done when that fails. */
export function handOverRoutes(deps: WebDeps): Hono<WebEnv> {
  const by = (c: Context<WebEnv>) => c.get('principal');
  const back = (c: Context<WebEnv>, to: string) =>
    c.redirect(`${localPath(to).split('#')[0]}#hand-over`, 303);
  return new Hono<WebEnv>()
    .post('/replies/to/:id/hand-over', need('inbox'), async (c) => {
      const { desk, note, claim, back: to } = Given.parse(await c.req.parseBody());
      const claimNumber = claim === '' ? undefined : Number(claim);
      await giveToDesk(deps, by(c), idOf(c.req.param('id')), { deskId: desk, note, claimNumber });
      return back(c, to);
    })
    .post('/replies/hand-overs/:id{[0-9]+}', need('inbox'), async (c) => {
      const { deed, back: to } = Handling.parse(await c.req.parseBody());
      await handleHandOver(deps, by(c), idOf(c.req.param('id')), deed);
      return back(c, to);
    });
}
