import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Conflict, Refused } from '../../domain/errors.ts';
import { fillIn } from '../../domain/reply-variables.ts';
import { fittingReplies, type SavedReply } from '../../domain/saved-reply.ts';
import { listFeed } from '../../store/feed.ts';
import { getSavedReply, listSavedReplies } from '../../store/saved-replies.ts';
import { listSources } from '../../store/sources.ts';
import { listTopics } from '../../store/topics.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { importSavedReplies, keepSavedReply, removeSavedReply } from '../deeds/saved-replies.ts';
import type { WebDeps } from '../deps.ts';
import { News, type Told } from '../parts/told.tsx';
import { countOf } from '../parts/wording.ts';
import { idOf } from './mention.tsx';
import { toAnswer, valuesFor } from './reply-composer.ts';
import { SavedForm, type Tried } from './saved-reply-form.tsx';
import { fileOf, SavedReplyFile, SavedReplyForm } from './saved-reply-forms.ts';
import { showSaved } from './saved-reply-list.tsx';
import { show } from './shell.tsx';
import { type Visit, visitOf } from './visit.ts';

/** Replies to be used again: the list, a form with a try on real mentions, import and export. */
export function savedReplyRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  routes.get('/replies/saved', (c) => list(c, deps, undefined));
  routes.get('/replies/saved/export', async (c) => {
    const [saved, sources] = await Promise.all([listSavedReplies(deps.db), listSources(deps.db)]);
    return c.body(`${JSON.stringify(fileOf(saved, sources), null, 2)}\n`, 200, {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="saved-replies.json"',
    });
  });
  routes.get('/replies/saved/new', (c) => form(c, deps, { id: undefined, given: undefined }));
  routes.get('/replies/saved/:id{[0-9]+}', async (c) => {
    const id = idOf(c.req.param('id'));
    return form(c, deps, { id, given: await getSavedReply(deps.db, id) });
  });
  routes.post('/replies/saved/import', need('approve'), async (c) => {
    const { file } = await c.req.parseBody();
    const text = file instanceof File ? await file.text() : String(file ?? '');
    const parsed = SavedReplyFile.safeParse(jsonOf(text));
    if (!parsed.success) {
      return list(c, deps, {
        text: `This is no file of saved replies: ${z.prettifyError(parsed.error)}`,
        isMistake: true,
      });
    }
    const { added, changed, rejected } = await importSavedReplies(deps, by(c), parsed.data);
    const done = `${countOf(added, 'saved reply', 'saved replies')} added, ${changed} changed.`;
    return list(c, deps, { text: [done, ...rejected].join(' '), isMistake: rejected.length > 0 });
  });
  for (const path of ['/replies/saved/new', '/replies/saved/:id{[0-9]+}']) {
    routes.post(path, need('inbox'), async (c) => {
      const raw = c.req.param('id');
      const id = raw === undefined ? undefined : idOf(raw);
      const body = await c.req.parseBody({ all: true });
      const parsed = SavedReplyForm.safeParse(body);
      if (!parsed.success) {
        const text = parsed.error.issues.map(({ message }) => message).join(' ');
        return form(c, deps, { id, given: asTyped(body), told: { text, isMistake: true } });
      }
      if (body['deed'] === 'try') return form(c, deps, { id, given: parsed.data, isTried: true });
      try {
        await keepSavedReply(deps, by(c), parsed.data, id);
      } catch (error) {
        if (!(error instanceof Refused || error instanceof Conflict)) throw error;
        return form(c, deps, { id, given: parsed.data, told: { text: error.message, isMistake: true } });
      }
      return c.redirect('/replies/saved', 303);
    });
  }
  routes.post('/replies/saved/:id{[0-9]+}/remove', need('inbox'), async (c) => {
    await removeSavedReply(deps, by(c), idOf(c.req.param('id')));
    return c.redirect('/replies/saved', 303);
  });
  return routes;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a form held that could not be read, so that nobody types it twice. */
function asTyped(body: Record<string, unknown>): SavedReply {
  const textOf = (name: string) => (typeof body[name] === 'string' ? (body[name] as string) : '');
  const variants = [body['variants']]
    .flat()
    .filter((one): one is string => typeof one === 'string' && one !== '');
  return {
    name: textOf('name'),
    language: textOf('language') || undefined,
    label: undefined,
    aspect: textOf('aspect') || undefined,
    starsFrom: Number(textOf('starsFrom')) || undefined,
    starsTo: Number(textOf('starsTo')) || undefined,
    sourceId: Number(textOf('sourceId')) || undefined,
    variants,
    enabled: textOf('enabled') === 'yes',
  };
}

async function list(c: Context<WebEnv>, deps: WebDeps, told: Told | undefined): Promise<Response> {
  const [visit, saved, sources] = await Promise.all([
    visitOf(c, deps),
    listSavedReplies(deps.db),
    listSources(deps.db),
  ]);
  return showSaved(visit, { saved, sources, told });
}

const TRIED_ON = 3;
const LOOKED_AT = 200;

interface Edited {
  readonly id: number | undefined;
  readonly given: SavedReply | undefined;
  readonly told?: Told;
  readonly isTried?: boolean;
}

async function form(
  c: Context<WebEnv>,
  deps: WebDeps,
  { id, given, told, isTried }: Edited,
): Promise<Response> {
  const [visit, sources] = await Promise.all([visitOf(c, deps), listSources(deps.db)]);
  const tried = isTried && given ? await tryOn(deps, visit, given) : undefined;
  const title = id === undefined ? 'A new saved reply' : 'A saved reply';
  return show(
    visit,
    { title, status: told?.isMistake ? 422 : 200, assets: 'replies' },
    <>
      <p class="way-back">
        <a href="/replies/saved">Saved replies</a>
      </p>
      <h1>{title}</h1>
      <News told={told} />
      <SavedForm visit={visit} id={id} given={given} sources={sources} tried={tried} />
    </>,
  );
}

/** The latest mentions it is meant for, with the words they would be given. */
async function tryOn(deps: WebDeps, visit: Visit, saved: SavedReply): Promise<Tried> {
  const everything = (await listTopics(deps.db)).find(({ kind }) => kind === 'everything');
  const { timeZone } = visit.workspace;
  const filter = {
    topicId: everything?.id ?? 0,
    label: saved.label,
    sourceId: saved.sourceId,
    language: saved.language,
    timeZone,
  };
  const { mentions } = await listFeed(deps.db, filter, { limit: LOOKED_AT });
  const meant = mentions.filter(
    (mention) =>
      fittingReplies([{ ...saved, enabled: true }], toAnswer({ ...mention, topics: [], history: [] }))
        .length > 0,
  );
  const examples = await Promise.all(
    meant.slice(0, TRIED_ON).map(async (mention, index) => {
      const values = await valuesFor(deps, visit.principal, { ...mention, topics: [], history: [] });
      return { mention, text: fillIn(saved.variants[index % saved.variants.length] ?? '', values) };
    }),
  );
  return { examples, found: meant.length, lookedAt: mentions.length };
}
