import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Desk, DeskField } from '../../replying/desk.ts';
import { desks } from '../../replying/desks.ts';
import { type DeskRow, listDesks } from '../../store/desks.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { addDesk, removeDesk } from '../deeds/hand-overs.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { ReplyTabs } from '../parts/reply-tabs.tsx';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { mistakeOrThrow } from './telling.ts';
import { type Visit, visitOf } from './visit.ts';

const New = z.looseObject({
  name: z.string().trim().min(1, { error: 'The help desk needs a name.' }).max(120),
  kind: z.string().max(40),
});

interface Told {
  readonly text: string;
  readonly secret?: string | undefined;
  readonly isMistake?: boolean;
}

/** Help desks that items can be handed over to. */
export function deskRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  routes.get('/replies/desks', (c) => page(c, deps, undefined));
  routes.post('/replies/desks', need('admin'), async (c) => {
    try {
      const { name, kind, ...entered } = New.parse(await c.req.parseBody());
      const settings = Object.fromEntries(
        Object.entries(entered).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
        ),
      );
      const { id, secret } = await addDesk(deps, by(c), { name, kind, settings });
      const back = `/webhooks/hand-overs/${id}`;
      const way = kind === 'webhook' ? ` It tells us what is solved at ${back}.` : '';
      const more = secret ? ' Both ways are signed with this secret, shown only now:' : '';
      return page(c, deps, { text: `“${name}” is set up.${way}${more}`, secret });
    } catch (error) {
      return page(c, deps, { text: mistakeOrThrow(error), isMistake: true });
    }
  });
  routes.post('/replies/desks/:id{[0-9]+}/remove', need('admin'), async (c) => {
    await removeDesk(deps, by(c), idOf(c.req.param('id')));
    return c.redirect('/replies/desks', 303);
  });
  return routes;
}

async function page(c: Context<WebEnv>, deps: WebDeps, told: Told | undefined): Promise<Response> {
  const [visit, all] = await Promise.all([visitOf(c, deps), listDesks(deps.db)]);
  return show(
    visit,
    { title: 'Help desks', status: told?.isMistake ? 422 : 200, assets: 'replies' },
    <>
      <h1>Help desks</h1>
      <ReplyTabs visit={visit} />
      {told && (
        <div class={told.isMistake ? 'mistake' : 'news'} role={told.isMistake ? 'alert' : 'status'}>
          <p>{told.text}</p>
          {told.secret && <code class="token">{told.secret}</code>}
        </div>
      )}
      <p>
        An item of the inbox can be handed over to whoever solves it; once it is solved there, it comes back
        to be answered. A help desk is told what the author said in public and the note of whoever hands it
        over.
      </p>
      {all.length === 0 && <p class="empty">No help desk yet.</p>}
      <ul class="rows">
        {all.map((one) => (
          <li key={one.id}>
            <Line visit={visit} desk={one} />
          </li>
        ))}
      </ul>
      {visit.can('admin') && (
        <section aria-labelledby="add-desk">
          <h2 id="add-desk">Add a help desk</h2>
          {[...desks].map(([kind, desk]) => (
            <AddForm key={kind} visit={visit} kind={kind} desk={desk} />
          ))}
        </section>
      )}
    </>,
  );
}

const Line = ({ visit, desk }: { visit: Visit; desk: DeskRow }) => (
  <>
    <div>
      <strong>{desk.name}</strong> ({desks.get(desk.kind)?.title ?? desk.kind})
      <p class="hint">
        {desk.kind === 'webhook'
          ? `Tells us what is solved at /webhooks/hand-overs/${desk.id}`
          : String(desk.settings['address'] ?? '')}
      </p>
    </div>
    {visit.can('admin') && (
      <form method="post" action={`/replies/desks/${desk.id}/remove`} class="deeds">
        <CsrfField visit={visit} />
        <button type="submit" class="danger small">
          Remove
        </button>
      </form>
    )}
  </>
);

const AddForm = ({ visit, kind, desk }: { visit: Visit; kind: string; desk: Desk }) => (
  <details>
    <summary>{desk.title}</summary>
    <form method="post" action="/replies/desks" class="stacked narrow">
      <CsrfField visit={visit} />
      <input type="hidden" name="kind" value={kind} />
      <label class="field">
        <span>Name</span>
        <input name="name" required maxlength={120} autocomplete="off" />
      </label>
      {desk.fields.map((field) => (
        <Field key={field.name} field={field} isGiven={kind === 'webhook' && field.name === 'secret'} />
      ))}
      <p class="deeds">
        <button type="submit">Add it</button>
      </p>
    </form>
  </details>
);

const Field = ({ field, isGiven }: { field: DeskField; isGiven: boolean }) => (
  <label class="field">
    <span>{isGiven ? `${field.label} (may stay empty)` : field.label}</span>
    <input
      name={field.name}
      type={field.isSecret ? 'password' : 'text'}
      required={!isGiven}
      maxlength={2_000}
      autocomplete="off"
    />
    {field.hint && <small>{field.hint}</small>}
  </label>
);
