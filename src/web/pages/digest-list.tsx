import { nextDue } from '../../domain/digest.ts';
import type { DestinationRow } from '../../store/destinations.ts';
import type { DigestRow } from '../../store/digests.ts';
import type { TopicRow } from '../../store/topics.ts';
import { digestInWords } from '../parts/digest-words.ts';
import { Moment } from '../parts/moment.tsx';
import { listed } from '../parts/wording.ts';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

export function showDigests(
  visit: Visit,
  {
    digests,
    destinations,
    topics,
  }: {
    digests: readonly DigestRow[];
    destinations: readonly DestinationRow[];
    topics: readonly TopicRow[];
  },
): Response {
  const namesOf = (ids: readonly number[], all: readonly { id: number; name: string }[]) =>
    listed(ids.flatMap((id) => all.find((one) => one.id === id)?.name ?? []));
  return show(
    visit,
    { title: 'Digests' },
    <>
      <p class="way-back">
        <a href="/alerts">Alerts</a>
      </p>
      <div class="page-head">
        <h1>Digests</h1>
        {visit.can('alerts') && (
          <p class="deeds">
            <a class="button" href="/digests/new">
              A new digest
            </a>
          </p>
        )}
      </div>
      <p class="lead">What is told at a set time, whether or not anything happened.</p>
      {digests.length === 0 && <p class="empty">There is no digest yet.</p>}
      <ul class="rows">
        {digests.map((digest) => (
          <li key={digest.id}>
            <div>
              <a href={`/digests/${digest.id}`}>
                <strong dir="auto">{digest.name}</strong>
              </a>
              {digest.enabled ? '' : ' (switched off)'}
              <p>
                {digestInWords(digest)} About {namesOf(digest.topicIds, topics) || 'topics that were removed'}
                .
              </p>
              <p class="hint">
                {digest.destinationIds.length === 0
                  ? 'Nobody gets it yet.'
                  : `Goes to ${namesOf(digest.destinationIds, destinations)}.`}{' '}
                {digest.enabled && (
                  <>
                    Next:{' '}
                    <Moment
                      at={nextDue(digest, visit.now, visit.workspace.timeZone).at}
                      timeZone={visit.workspace.timeZone}
                    />
                  </>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </>,
  );
}
