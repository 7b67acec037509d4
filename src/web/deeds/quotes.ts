import { dayOf } from '../../domain/day.ts';
import { NotFound } from '../../domain/errors.ts';
import type { Quote } from '../../domain/quote.ts';
import { sources } from '../../sources/index.ts';
import { termsOf } from '../../sources/terms.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { type FeedMention, readMentions } from '../../store/feed.ts';
import { deleteQuotePermission, listQuotable, saveQuotePermission } from '../../store/quotes.ts';
import type { SaidCut } from '../../store/said.ts';
import { listSources, type SourceRow } from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** Keeps that a mention may, or must not, be quoted; `undefined` forgets what was decided. @throws NotFound */
export async function permitQuote(
  deps: WebDeps,
  by: Principal,
  mentionId: number,
  decision: { isAllowed: boolean; note: string } | undefined,
): Promise<void> {
  const at = deps.now();
  if (!decision) await deleteQuotePermission(deps.db, mentionId);
  else if (!(await saveQuotePermission(deps.db, mentionId, { ...decision, author: by.name, at }))) {
    throw new NotFound(`There is no mention with the id ${mentionId} whose text is kept.`);
  }
  const detail = { isAllowed: decision?.isAllowed ?? null };
  await saveAudit(deps.db, {
    at,
    actor: by.name,
    action: 'permit quote',
    target: `mention ${mentionId}`,
    detail,
  });
}

/** Praise of a topic's days that may be quoted, with what has to stand beside it. */
export async function readQuotes(deps: WebDeps, cut: SaidCut, limit: number): Promise<Quote[]> {
  const all = new Map((await listSources(deps.db)).map((source) => [source.id, source]));
  const publicSourceIds = [...all.values()].filter(isPublic).map(({ id }) => id);
  const found = await listQuotable(deps.db, cut, { publicSourceIds, limit });
  const mentions = await readMentions(
    deps.db,
    found.map(({ mentionId }) => mentionId),
  );
  const byId = new Map(mentions.map((mention) => [mention.id, mention]));
  return found.flatMap(({ mentionId, basis, note }) => {
    const mention = byId.get(mentionId);
    if (!mention) return [];
    const terms = termsIn(all.get(mention.source.id));
    const said = basis === 'person' ? note : basis === 'customer' ? '' : (terms?.note ?? '');
    return [quoteOf(mention, { basis, note: said, attribution: terms?.attribution, timeZone: cut.timeZone })];
  });
}

/** Reviews that stand in public, at places whose terms let a text be kept and used. */
function isPublic(source: SourceRow): boolean {
  const terms = termsIn(source);
  return Boolean(terms?.mayStore && terms.mayAnalyse && terms.keepDays === undefined);
}

/** Undefined for a kind that is not there any more, or settings it cannot read. */
function termsIn(source: SourceRow | undefined) {
  const kind = source && sources.get(source.kind);
  const settings = kind?.settings.safeParse(source?.settings);
  return kind && settings?.success ? termsOf(kind, settings.data) : undefined;
}

function quoteOf(
  mention: FeedMention,
  { timeZone, ...rest }: Pick<Quote, 'basis' | 'note' | 'attribution'> & { timeZone: string },
): Quote {
  const { id, text, author, source, url, stars, publishedAt, collectedAt } = mention;
  // Who answers a survey is not named in public.
  const name = mention.kind === 'survey' ? undefined : (author.name ?? author.handle);
  return {
    mentionId: id,
    text,
    author: name,
    source: source.name,
    url: url !== undefined && /^https?:\/\//i.test(url) ? url : undefined,
    stars,
    day: dayOf(publishedAt ?? collectedAt, timeZone),
    ...rest,
  };
}
