import type { ClaimState } from '../../domain/inbox.ts';
import type { ReplyRow } from '../../store/reply-row.ts';
import type { ReplyComposer } from '../pages/reply-composer.ts';
import type { Visit } from '../pages/visit.ts';
import { CsrfField } from './csrf-field.tsx';
import { HandOver } from './hand-over.tsx';
import { Moment } from './moment.tsx';
import { ReplyBeginnings } from './reply-beginnings.tsx';
import { ReplyDeeds } from './reply-deeds.tsx';
import { isOnItsWay, stateInWords } from './reply-words.ts';
import { webAddress } from './web-address.ts';

export interface ReplyPanelProps {
  readonly visit: Visit;
  readonly composer: ReplyComposer;
  /** The claim of whoever looks, if it holds now; its number goes with the reply as the field `claim`. */
  readonly claim: ClaimState | undefined;
}

/** Where a mention is answered: what was answered before, and a place to write. Works without a script. */
export const ReplyPanel = ({ visit, composer, claim }: ReplyPanelProps) => {
  const isBusy = composer.replies.some(isOnItsWay);
  return (
    <section class="reply-panel" id="reply" aria-labelledby="reply-title">
      <link rel="stylesheet" href="/replies.css" />
      <h2 id="reply-title">Reply</h2>
      {composer.replies.length > 0 && (
        <ol class="rows reply-list">
          {composer.replies.map((reply) => (
            <li key={reply.id}>
              <Given visit={visit} reply={reply} />
            </li>
          ))}
        </ol>
      )}
      {!visit.can('inbox') && <p class="hint">Only who answers may write here.</p>}
      {visit.can('inbox') && !isBusy && <Composer visit={visit} composer={composer} claim={claim} />}
      {visit.can('inbox') && (
        <HandOver
          visit={visit}
          mentionId={composer.mention.id}
          desks={composer.desks}
          handed={composer.handed}
          claim={claim}
        />
      )}
    </section>
  );
};

/** One reply and what can be done about it. */
const Given = ({ visit, reply }: { visit: Visit; reply: ReplyRow }) => (
  <div class="reply-given">
    <p>
      <strong>{stateInWords(reply)}</strong> · {reply.isAutomated ? 'automatic, by ' : ''}
      {reply.author}
      {reply.approver && reply.state !== 'draft' ? `, approved by ${reply.approver}` : ''} ·{' '}
      <Moment at={reply.sentAt ?? reply.submittedAt ?? reply.createdAt} timeZone={visit.workspace.timeZone} />{' '}
      · <a href={`/replies/${reply.id}`}>its story</a>
    </p>
    {reply.lastError && <p class="mistake">{reply.lastError}</p>}
    {reply.text && (
      <p class="reply-text" dir="auto">
        {reply.text}
      </p>
    )}
    {visit.can('inbox') && <ReplyDeeds visit={visit} reply={reply} />}
  </div>
);

const Composer = ({ visit, composer, claim }: ReplyPanelProps) => {
  const { mention, draft, canSend } = composer;
  return (
    <>
      <ReplyBeginnings visit={visit} composer={composer} />
      <form
        method="post"
        action={`/replies/to/${mention.id}/${canSend ? 'send' : 'copied'}`}
        class="stacked reply-form"
        data-reply-form
      >
        <CsrfField visit={visit} />
        <input type="hidden" name="back" value={visit.here} />
        <input type="hidden" name="claim" value={claim ? String(claim.number) : ''} />
        {draft?.lastError && (
          <p class="mistake" role="alert">
            {draft.lastError}
          </p>
        )}
        {draft?.remark && (
          <p class="warning" role="status">
            <strong>{draft.approver} gave it back:</strong> {draft.remark}
          </p>
        )}
        <WritingField composer={composer} />
        <Missing missing={composer.check.missing} />
        <Remarks composer={composer} />
        <Preview text={draft?.text ?? ''} />
        <Actions composer={composer} />
      </form>
      <script src="/replies.js" type="module" />
    </>
  );
};

const WritingField = ({
  composer: { mention, draft, limit, check, canSend },
}: {
  composer: ReplyComposer;
}) => (
  <div class="field">
    <label for="reply-text">{canSend ? 'Your reply' : 'Your reply, to be copied'}</label>
    <textarea
      id="reply-text"
      data-key="r"
      name="text"
      rows={9}
      maxlength={65_536}
      dir="auto"
      lang={mention.language === 'und' ? undefined : mention.language}
      aria-describedby="reply-length"
      aria-invalid={limit && check.length > limit.most ? 'true' : undefined}
    >
      {draft?.text ?? ''}
    </textarea>
    <p
      class="hint reply-length"
      id="reply-length"
      data-most={limit?.most}
      data-unit={limit?.unit ?? 'characters'}
      aria-live="polite"
    >
      {limit
        ? `${check.length} of ${limit.most} ${limit.unit}`
        : `${check.length} characters${canSend ? '; the place says its limit when it is sent' : ''}`}
    </p>
  </div>
);

const Missing = ({ missing }: { missing: readonly string[] }) =>
  missing.length === 0 ? null : (
    <fieldset class="reply-missing">
      <legend>Not known here; please fill in</legend>
      {missing.map((name) => (
        <label key={name} class="field">
          <span>{`{{${name}}}`}</span>
          <input name={`value.${name}`} maxlength={200} autocomplete="off" dir="auto" />
        </label>
      ))}
    </fieldset>
  );

const Remarks = ({ composer: { check } }: { composer: ReplyComposer }) => (
  <ul class="reply-remarks" data-reply-remarks aria-live="polite" aria-label="How it may come across">
    {check.remarks.map(({ text }) => (
      <li key={text} dir="auto">
        {text}
      </li>
    ))}
  </ul>
);

const Preview = ({ text }: { text: string }) => (
  <details class="reply-preview">
    <summary>How it will read</summary>
    <p class="reply-text" data-reply-preview dir="auto">
      {text || 'Nothing is written yet.'}
    </p>
  </details>
);

const Actions = ({ composer }: { composer: ReplyComposer }) => {
  const { mention, canSend, goesOutAtOnce, replies, draft } = composer;
  const address = webAddress(mention.url);
  const isAnswered = replies.some(({ state }) => state === 'sent' || state === 'published');
  return (
    <>
      {!canSend && (
        <p class="hint">
          {mention.source.name} takes no replies from programs. Copy the text, answer at the original, then
          mark it here.
        </p>
      )}
      {isAnswered && canSend && (
        <label class="reply-check">
          <input type="checkbox" name="again" value="yes" /> Answer once more
        </label>
      )}
      <p class="deeds">
        {canSend ? (
          <button type="submit" data-reply-send>
            {goesOutAtOnce ? 'Send' : 'Ask for approval'}
          </button>
        ) : (
          <>
            <button type="button" class="quiet" data-reply-copy hidden>
              Copy the text
            </button>
            {address && (
              <a class="button quiet" href={address} rel="noopener nofollow noreferrer" target="_blank">
                Open the original
              </a>
            )}
            <button type="submit">Mark as replied</button>
          </>
        )}
        <button type="submit" class="quiet" formaction={`/replies/to/${mention.id}/draft`}>
          Keep as a draft
        </button>
        {draft && (
          <button type="submit" class="quiet" formaction={`/replies/to/${mention.id}/discard`}>
            Discard
          </button>
        )}
        {canSend && (
          <button type="submit" class="link-button" formaction={`/replies/to/${mention.id}/copied`}>
            I have answered at the original
          </button>
        )}
      </p>
    </>
  );
};
