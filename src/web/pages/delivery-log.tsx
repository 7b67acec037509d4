import type { DeliveryRow, DeliveryState } from '../../store/deliveries.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { Moment } from '../parts/moment.tsx';
import { countOf } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

const STATE: Readonly<Record<DeliveryState, string>> = {
  waiting: 'waits to be sent',
  sent: 'sent',
  parked: 'could not be sent',
  dropped: 'no longer needed',
};

/** What went out, what waits and what failed, with the receivers' answers. */
export const DeliveryLog = ({
  visit,
  deliveries,
  title,
}: {
  visit: Visit;
  deliveries: readonly DeliveryRow[];
  title: string;
}) => (
  <section aria-labelledby="delivery-log">
    <h2 id="delivery-log">{title}</h2>
    <ul class="rows">
      {deliveries.map((delivery) => (
        <li key={delivery.id}>
          <div>
            <strong>{delivery.destinationName}</strong>: {delivery.purpose}, {STATE[delivery.state]}
            <p class="hint">
              <Moment at={delivery.sentAt ?? delivery.createdAt} timeZone={visit.workspace.timeZone} />
              {delivery.attempts > 0 && ` · tried ${countOf(delivery.attempts, 'time')}`}
              {delivery.lastError && ` · ${delivery.lastError}`}
            </p>
          </div>
          {delivery.state === 'parked' && visit.can('admin') && (
            <form method="post" action={`/settings/deliveries/${delivery.id}/retry`}>
              <CsrfField visit={visit} />
              <button type="submit" class="quiet small">
                Send it again
              </button>{' '}
              <button
                type="submit"
                class="quiet small"
                formaction={`/settings/deliveries/${delivery.id}/give-up`}
              >
                Give it up
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  </section>
);
