import { Refused } from '../domain/errors.ts';
import type { ReplyLimit, ReplyRequest, SentReply, Source, SourceContext } from './source.ts';

/**
 * Sends a reply, or finds the one that an earlier attempt has sent already.
 * @throws Refused when the kind cannot reply or the text does not fit; FetchFailed.
 */
export async function sendReply<S>(
  kind: Source<S>,
  context: SourceContext<S>,
  request: ReplyRequest & { isRetry: boolean },
): Promise<SentReply> {
  const { replies } = kind;
  if (!replies) throw new Refused(`${kind.label} has no way to reply. Open the original and answer there.`);
  refuseLength(request.text, await replies.limit(context, request.target), kind.label);
  const sent = request.isRetry ? await replies.find(context, request) : undefined;
  return sent ?? replies.send(context, request);
}

function refuseLength(text: string, limit: ReplyLimit, label: string): void {
  const length = lengthOf(text, limit.unit);
  if (length > limit.most) {
    throw new Refused(
      `${label} takes ${limit.most} ${limit.unit} at most; this reply has ${length}. Shorten it by ${length - limit.most}.`,
    );
  }
  if (length < (limit.least ?? 1)) {
    throw new Refused(`${label} wants at least ${limit.least ?? 1} ${limit.unit}; this reply has ${length}.`);
  }
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How long a text is for whoever counts it. */
export function lengthOf(text: string, unit: ReplyLimit['unit']): number {
  if (unit === 'bytes') return Buffer.byteLength(text, 'utf8');
  if (unit === 'graphemes') return [...graphemes.segment(text)].length;
  return [...text].length;
}
