import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Conflict, Refused } from '../../domain/errors.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { type Offered, offerChoices, readOffer, takeChoices } from '../deeds/choose.ts';
import type { WantedSource } from '../deeds/wanted-source.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { count } from '../parts/wording.ts';
import { manyOf } from './form-fields.ts';
import { show } from './shell.tsx';
import { askerOf, goOn } from './source-consent.tsx';
import { Field } from './source-field.tsx';
import { fieldsOf, settingsFrom } from './source-fields.ts';
import { type Visit, visitOf } from './visit.ts';

// Names no setting of a source can have, so that what is typed by hand keeps its own.
const Sent = z.object({
  'choose-state': z.string().min(1).max(200),
  'choose-search': z.string().trim().max(200).default(''),
  'choose-place': manyOf.transform((places) => places.map(Number)).pipe(z.array(z.number().int().min(0))),
  do: z.enum(['search', 'all', 'none', 'add']).default('search'),
});

/** GET and POST /sources/choose: what an account holds, to choose from by name; a search keeps what is ticked. */
export function sourceChooseRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/sources/choose', need('sources'), async (c) => {
      const state = c.req.query('state') ?? '';
      const offer = await readOffer(deps, { session: askerOf(c, deps).session, state });
      return form(c, deps, { state, search: '', places: placesNow(offer), typed: {} });
    })
    .post('/sources/choose', need('sources'), async (c) => {
      const body = await c.req.parseBody({ all: true });
      const sent = Sent.safeParse(body);
      if (!sent.success) throw new Refused('The form came without its list. Open the list again.');
      const { 'choose-state': state, 'choose-search': search, 'choose-place': places } = sent.data;
      const offer = await readOffer(deps, { session: askerOf(c, deps).session, state });
      const typed = settingsFrom(typedFields(offer), body);
      const picking = { state, search, places, typed };
      if (sent.data.do === 'add') return add(c, deps, picking);
      return form(c, deps, { ...picking, places: placesAfter(sent.data.do, offer, picking) });
    });
}

/** What a source that is there reads already. */
function placesNow({ found, wanted, choices }: Offered): readonly number[] {
  const names = Object.keys(choices.fills);
  return found.flatMap(({ settings }, place) =>
    names.every((name) => settings[name] === wanted.settings[name]) ? [place] : [],
  );
}

/** Leads to what the account of these settings holds. @throws Refused, Conflict */
export async function choose(c: Context<WebEnv>, deps: WebDeps, wanted: WantedSource): Promise<Response> {
  const { by, session } = askerOf(c, deps);
  return goOn(c, await offerChoices(deps, by, { session, wanted, given: { settings: {} } }));
}

interface Picking {
  readonly state: string;
  readonly search: string;
  readonly places: readonly number[];
  readonly typed: Readonly<Record<string, unknown>>;
  readonly mistake?: string;
}

async function add(c: Context<WebEnv>, deps: WebDeps, picking: Picking): Promise<Response> {
  const { by, session } = askerOf(c, deps);
  const { state, places, typed } = picking;
  try {
    const saved = await takeChoices(deps, by, { session, state, chosen: { places, typed } });
    const [source] = saved;
    if (source && saved.length === 1) return goOn(c, { source });
    return c.redirect(`/sources?added=${saved.length}`, 303);
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Conflict)) throw error;
    return form(c, deps, { ...picking, mistake: error.message });
  }
}

function placesAfter(deed: 'search' | 'all' | 'none', offer: Offered, { search, places }: Picking) {
  const shown = shownOf(offer, search);
  if (deed === 'none') return places.filter((place) => !shown.includes(place));
  if (deed === 'all') return [...new Set([...places, ...shown.filter((place) => !offer.known.has(place))])];
  return places;
}

/** Every word has to be in the name or what stands beside it. */
function shownOf({ found }: Offered, search: string): readonly number[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return found.flatMap(({ name, detail = '' }, place) => {
    const text = `${name} ${detail}`.toLowerCase();
    return words.every((word) => text.includes(word)) ? [place] : [];
  });
}

const typedFields = ({ wanted, choices }: Offered) =>
  fieldsOf(wanted.kind).filter(({ name }) => name in choices.fills);

async function form(c: Context<WebEnv>, deps: WebDeps, picking: Picking): Promise<Response> {
  const offer = await readOffer(deps, { session: askerOf(c, deps).session, state: picking.state });
  const visit = await visitOf(c, deps);
  const title =
    offer.wanted.id === undefined ? `Choose ${offer.choices.many}` : `Choose the ${offer.choices.one}`;
  const status = picking.mistake === undefined ? 200 : 422;
  return show(visit, { title, status }, <Choosing {...{ visit, offer, picking, title }} />);
}

interface Props {
  readonly visit: Visit;
  readonly offer: Offered;
  readonly picking: Picking;
}

const Choosing = ({ visit, offer, picking, title }: Props & { title: string }) => (
  <div class="narrow">
    <h1>{title}</h1>
    <p class="lead">{summaryOf(offer)}</p>
    <form method="post" action="/sources/choose" class="stacked">
      <CsrfField visit={visit} />
      <input type="hidden" name="choose-state" value={picking.state} />
      {picking.mistake && (
        <p class="mistake" role="alert">
          {picking.mistake}
        </p>
      )}
      {offer.found.length > 0 && <FoundList offer={offer} picking={picking} />}
      <ByHand offer={offer} picking={picking} />
      <p class="deeds choose-deeds">
        <button type="submit" name="do" value="add">
          {offer.wanted.id === undefined ? 'Add what is chosen' : 'Read what is chosen'}
        </button>
        <a
          href={offer.wanted.id === undefined ? '/sources' : `/sources/${offer.wanted.id}`}
          class="button quiet"
        >
          Not now
        </a>
      </p>
    </form>
  </div>
);

function summaryOf({ found, failure, choices, wanted }: Offered): string {
  if (failure !== undefined)
    return `The ${choices.many} of this account could not be listed: ${failure}. You can type below which one is meant.`;
  if (found.length === 0)
    return `This account holds no ${choices.many} that the app may use. Connect as somebody who has some, or type below which one is meant.`;
  const held = `The account holds ${count(found.length)} ${found.length === 1 ? choices.one : choices.many}.`;
  return wanted.id === undefined ? `${held} Each becomes a source of its own, named after it.` : held;
}

const FoundList = ({ offer, picking }: Omit<Props, 'visit'>) => {
  const shown = shownOf(offer, picking.search);
  const isNew = offer.wanted.id === undefined;
  const hidden = isNew ? picking.places.filter((place) => !shown.includes(place) && offer.found[place]) : [];
  return (
    <>
      <div class="choose-search">
        <label class="field">
          <span>Search by name or address</span>
          <input type="search" name="choose-search" value={picking.search} maxlength={200} />
        </label>
        <p class="deeds">
          <button type="submit" name="do" value="search" class="quiet">
            Search
          </button>
          {isNew && (
            <>
              <button type="submit" name="do" value="all" class="quiet">
                Tick all shown
              </button>
              <button type="submit" name="do" value="none" class="quiet">
                Untick them
              </button>
            </>
          )}
        </p>
      </div>
      {/* What a search hides stays ticked. */}
      {hidden.map((place) => (
        <input type="hidden" name="choose-place" value={String(place)} />
      ))}
      <fieldset class="choose-list">
        <legend>{legendOf(offer, picking, shown)}</legend>
        {shown.length === 0 && <p>Nothing fits “{picking.search}”.</p>}
        {shown.map((place) => (
          <Row offer={offer} place={place} isTicked={picking.places.includes(place)} />
        ))}
      </fieldset>
    </>
  );
};

function legendOf({ found, choices }: Offered, { places }: Picking, shown: readonly number[]): string {
  const ticked = places.filter((place) => found[place]).length;
  return `${count(shown.length)} of ${count(found.length)} ${choices.many} shown, ${count(ticked)} ticked`;
}

const Row = ({ offer, place, isTicked }: { offer: Offered; place: number; isTicked: boolean }) => {
  const { name, detail } = offer.found[place] ?? { name: '' };
  return (
    <label class="choose-row">
      <input
        type={offer.wanted.id === undefined ? 'checkbox' : 'radio'}
        name="choose-place"
        value={String(place)}
        checked={isTicked}
      />
      <span>
        {name}
        {detail && <small>{detail}</small>}
        {offer.known.has(place) && <small>It is a source already.</small>}
      </span>
    </label>
  );
};

const ByHand = ({ offer, picking }: Omit<Props, 'visit'>) => (
  <details open={offer.found.length === 0 || Object.keys(picking.typed).length > 0}>
    <summary>It is not in the list</summary>
    <div class="stacked">
      {typedFields(offer).map((field) => (
        <Field
          key={field.name}
          field={{ ...field, isRequired: false }}
          value={picking.typed[field.name]}
          state="empty"
        />
      ))}
    </div>
  </details>
);
