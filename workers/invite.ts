import { sendInvitation } from '../src/inviting/send-invitation.ts';
import type { Worker } from '../src/queue/jobs.ts';
import type { Deps } from './deps.ts';

export default {
  job: 'invite',
  async work({ invitationId }, { db, vault, ways, origin, now, random, log }) {
    const failed = await sendInvitation({ db, vault, ways, origin, now, random }, invitationId);
    if (failed) log.warn({ invitation: invitationId, ...failed }, 'invitation could not be sent');
  },
} satisfies Worker<'invite', Deps>;
