import type { ClaimState } from '../../domain/inbox.ts';
import type { FeedMention } from '../../store/feed.ts';
import type { InboxItem } from '../../store/inbox.ts';
import type { Visit } from '../pages/visit.ts';
import { CsrfField } from './csrf-field.tsx';
import { hostOf, webAddress } from './web-address.ts';

export interface ReplyPanelProps {
  readonly visit: Visit;
  readonly item: InboxItem;
  readonly mention: FeedMention;
  /** The claim of whoever looks, if it holds now; its number goes with the reply as the field `claim`. */
  readonly claim: ClaimState | undefined;
}

/** How to answer: where it was said, and the mark that it has been done. */
export const ReplyPanel = ({ visit, item, mention }: ReplyPanelProps) => {
  const address = webAddress(mention.url);
  return (
    <section aria-labelledby="reply-title" class="reply-panel" id="reply">
      <h2 id="reply-title">Answer</h2>
      <p>
        {address ? (
          <a href={address} rel="noopener nofollow noreferrer" target="_blank" data-key="r">
            Open the original at {hostOf(address)} and answer there
          </a>
        ) : (
          'Its source gives no address: look for it there and answer.'
        )}
      </p>
      <form method="post" action="/inbox/do/replied">
        <CsrfField visit={visit} />
        <input type="hidden" name="back" value={visit.here} />
        <button type="submit" name="only" value={String(item.mentionId)}>
          Mark as answered
        </button>
      </form>
    </section>
  );
};
