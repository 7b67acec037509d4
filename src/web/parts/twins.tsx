import type { FeedMention } from '../../store/feed.ts';
import type { TwinPlace } from '../../store/twin-places.ts';
import type { Visit } from '../pages/visit.ts';
import { CsrfField } from './csrf-field.tsx';
import { Moment } from './moment.tsx';
import { hostOf, webAddress } from './web-address.ts';
import { count, countOf } from './wording.ts';

/** Where else the same was said, what it reaches together, and the way to say that it is not the same. */
export const TwinNote = ({ mention, visit }: { mention: FeedMention; visit: Visit }) => {
  if (mention.duplicateOf !== undefined) return <Duplicate mention={mention} visit={visit} />;
  if (mention.isApart) return <Apart mention={mention} visit={visit} />;
  return mention.twins.count > 0 ? <AlsoIn mention={mention} visit={visit} /> : null;
};

const Duplicate = ({ mention, visit }: { mention: FeedMention; visit: Visit }) => (
  <div class="twins">
    <p>
      The same as <a href={`/mentions/${mention.duplicateOf}`}>an earlier mention</a>, which counts for both.
    </p>
    {visit.can('override') && <ApartForm id={mention.id} isApart={true} visit={visit} />}
  </div>
);

const Apart = ({ mention, visit }: { mention: FeedMention; visit: Visit }) => (
  <div class="twins">
    <p>Kept apart by a person: it counts for itself.</p>
    {visit.can('override') && <ApartForm id={mention.id} isApart={false} visit={visit} />}
  </div>
);

const AlsoIn = ({ mention, visit }: { mention: FeedMention; visit: Visit }) => {
  const { twins } = mention;
  const left = twins.count - twins.places.length;
  return (
    <details class="twins">
      <summary>
        Also in {countOf(twins.count, 'place')}, counted once{togetherOf(mention)}
      </summary>
      <ul>
        {twins.places.map((place) => (
          <li key={place.id}>
            <Place place={place} visit={visit} />
            {visit.can('override') && <ApartForm id={place.id} isApart={true} visit={visit} />}
          </li>
        ))}
      </ul>
      {left > 0 && <p>and {count(left)} more</p>}
    </details>
  );
};

function togetherOf({ reach, engagement, twins }: FeedMention): string {
  const sum = (own: number | undefined, others: number | undefined) => (own ?? 0) + (others ?? 0);
  const people = sum(reach, twins.reach);
  const reactions = sum(engagement, twins.engagement);
  const parts = [
    ...(people > 0 ? [`reach ${countOf(people, 'person', 'people')}`] : []),
    ...(reactions > 0 ? [countOf(reactions, 'reaction')] : []),
  ];
  return parts.length === 0 ? '' : `; together ${parts.join(', ')}`;
}

const Place = ({ place, visit }: { place: TwinPlace; visit: Visit }) => {
  const address = webAddress(place.url);
  return (
    <span class="twin-place">
      <a href={`/mentions/${place.id}`}>{place.sourceName}</a>
      {place.author && ` · by ${place.author}`}
      {place.publishedAt && (
        <>
          {' · '}
          <Moment at={place.publishedAt} timeZone={visit.workspace.timeZone} />
        </>
      )}
      {place.reach ? ` · reach ${countOf(place.reach, 'person', 'people')}` : ''}
      {address && (
        <>
          {' · '}
          <a href={address} rel="noopener nofollow noreferrer" target="_blank">
            {hostOf(address)}
          </a>
        </>
      )}
    </span>
  );
};

const ApartForm = ({ id, isApart, visit }: { id: number; isApart: boolean; visit: Visit }) => (
  <form method="post" action={`/mentions/${id}/apart`} class="apart">
    <CsrfField visit={visit} />
    <input type="hidden" name="back" value={visit.here} />
    <button type="submit" name="apart" value={isApart ? 'yes' : 'no'} class="quiet">
      {isApart ? 'Not the same' : 'Compare it again'}
    </button>
  </form>
);
