import type { ReplyRow } from '../../store/reply-row.ts';
import type { ReplyDeed } from '../deeds/reply-decisions.ts';
import type { Visit } from '../pages/visit.ts';
import { CsrfField } from './csrf-field.tsx';

/** The buttons for a reply that is on its way or could not be sent. */
export const ReplyDeeds = ({ visit, reply }: { visit: Visit; reply: ReplyRow }) => {
  const isOwn = reply.author === visit.principal.name;
  const deeds = deedsFor(reply).filter(([deed]) => deed !== 'take-back' || isOwn);
  if (deeds.length === 0) return null;
  return (
    <form method="post" action={`/replies/${reply.id}/deeds`} class="deeds">
      <CsrfField visit={visit} />
      <input type="hidden" name="back" value={visit.here} />
      {deeds.map(([deed, words]) => (
        <button
          key={deed}
          type="submit"
          name="deed"
          value={deed}
          class={deed === 'drop' ? 'danger small' : 'quiet small'}
        >
          {words}
        </button>
      ))}
    </form>
  );
};

function deedsFor(reply: ReplyRow): readonly (readonly [ReplyDeed, string])[] {
  const drop = ['drop', 'Drop it'] as const;
  if (reply.state === 'waiting') return [['take-back', 'Take it back']];
  if (reply.state === 'queued') return reply.isAutomated ? [drop] : [['take-back', 'Take it back']];
  if (reply.state !== 'parked') return [];
  if (!reply.mayHaveArrived) return [['retry', 'Try again'], ['take-back', 'Change it'], drop];
  return [['confirm', 'It is there: mark it as sent'], ['retry-missing', 'It is not there: send it'], drop];
}
