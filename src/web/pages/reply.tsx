import type { FeedMention } from '../../store/feed.ts';
import type { ReplyEvent, ReplyRow } from '../../store/replies.ts';
import type { ReplySettings } from '../../store/reply-settings.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { MentionCard } from '../parts/mention-card.tsx';
import { ReplyDeeds } from '../parts/reply-deeds.tsx';
import { ReplyTabs } from '../parts/reply-tabs.tsx';
import { REPLY_ORIGIN_WORD, stateInWords } from '../parts/reply-words.ts';
import { Timeline } from '../parts/timeline.tsx';
import { webAddress } from '../parts/web-address.ts';
import { WordChanges } from '../parts/word-changes.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

interface ReplyPage {
  readonly reply: ReplyRow;
  readonly events: readonly ReplyEvent[];
  readonly mention: FeedMention | undefined;
  readonly settings: ReplySettings;
}

/** One reply: to what, in which words, how these came about, and what can be done. */
export function showReply(visit: Visit, page: ReplyPage): Response {
  const { reply, mention } = page;
  const address = webAddress(reply.url);
  return show(
    visit,
    { title: 'Reply', assets: 'replies' },
    <>
      <p class="way-back">
        <a href="/replies">Replies</a>
      </p>
      <h1>{stateInWords(reply)}</h1>
      <ReplyTabs visit={visit} />
      {reply.lastError && <p class="mistake">{reply.lastError}</p>}
      {mention && (
        <section aria-labelledby="reply-to">
          <h2 id="reply-to">What it answers</h2>
          <MentionCard mention={mention} visit={visit} />
        </section>
      )}
      <section aria-labelledby="reply-words">
        <h2 id="reply-words">The reply</h2>
        <p class="hint">
          By {reply.author}
          {reply.isAutomated ? ', automatic' : ''}, begun from {REPLY_ORIGIN_WORD[reply.origin]}
          {reply.approver ? `; decided about by ${reply.approver}` : ''}.{' '}
          {address && (
            <a href={address} rel="noopener nofollow noreferrer" target="_blank">
              See it there
            </a>
          )}
        </p>
        <p class="reply-text" dir="auto">
          {reply.text}
        </p>
        <ReplyDeeds visit={visit} reply={reply} />
      </section>
      {reply.basis !== undefined && reply.basis !== reply.text && (
        <section aria-labelledby="reply-changes">
          <h2 id="reply-changes">Changes to what it was begun from</h2>
          <WordChanges before={reply.basis} after={reply.text} />
        </section>
      )}
      <Versions page={page} />
      {reply.state === 'waiting' && visit.can('approve') && <Decision visit={visit} page={page} />}
      <Timeline visit={visit} id="reply-story" deeds={page.events} />
    </>,
  );
}

/** How the words changed from one hand to the next. */
const Versions = ({ page: { events, reply } }: { page: ReplyPage }) => {
  const texts = events.flatMap(({ text, actor }) => (text === undefined ? [] : [{ text, actor }]));
  const earlier = texts.filter(({ text }, index) => text !== (texts[index + 1]?.text ?? reply.text));
  if (earlier.length === 0) return null;
  return (
    <section aria-labelledby="reply-versions">
      <h2 id="reply-versions">Changes to earlier versions</h2>
      {earlier.map(({ text, actor }) => (
        <div key={text}>
          <p class="hint">Since the version of {actor}:</p>
          <WordChanges before={text} after={reply.text} />
        </div>
      ))}
    </section>
  );
};

const Decision = ({ visit, page: { reply, settings } }: { visit: Visit; page: ReplyPage }) => {
  const isOwn = reply.author === visit.principal.name && reply.authorId === visit.principal.userId;
  if (isOwn && !settings.mayApproveOwn) {
    return <p class="warning">It is your own: somebody else has to approve it.</p>;
  }
  return (
    <section aria-labelledby="reply-decision">
      <h2 id="reply-decision">Your decision</h2>
      <form method="post" action={`/replies/${reply.id}/decide`} class="stacked narrow">
        <CsrfField visit={visit} />
        <label class="field">
          <span>The words that go out</span>
          <textarea name="text" rows={7} maxlength={65_536} dir="auto">
            {reply.text}
          </textarea>
        </label>
        <label class="field">
          <span>Remark for {reply.author} (may stay empty)</span>
          <input name="remark" maxlength={2_000} autocomplete="off" />
        </label>
        <p class="deeds">
          <button type="submit" name="deed" value="approve">
            Approve and send
          </button>
          <button type="submit" name="deed" value="return" class="quiet">
            Give it back
          </button>
        </p>
      </form>
    </section>
  );
};
