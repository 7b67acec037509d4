import type { Ranked } from '../../domain/ranking.ts';
import type { PlaceIndex, Places } from '../../places/read-places.ts';
import { IndexBar } from '../parts/index-bar.tsx';
import { changeInWords, indexInWords, missingInWords, ordinal } from '../parts/index-words.ts';
import { SmallLine } from '../parts/small-line.tsx';
import { count, countOf, percent, signed } from '../parts/wording.ts';

export const SORTS = ['rank', 'name', 'change', 'n'] as const;
export type Sort = (typeof SORTS)[number];

interface RankingProps {
  readonly places: Places;
  readonly within: string | undefined;
  readonly sort: Sort;
  readonly query: URLSearchParams;
}

interface Row {
  readonly place: PlaceIndex;
  readonly ranked: Ranked | undefined;
}

/** Places in order of their rank, each with what is not known of it. */
export const Ranking = ({ places, within, sort, query }: RankingProps) => {
  const ranked = new Map(places.ranking.map((one) => [one.id, one]));
  const rows = places.nodes
    .filter(({ node }) => node.level === 'place' && isWithin(places, node.locationIds, within))
    .map((place): Row => ({ place, ranked: ranked.get(place.node.location?.id ?? 0) }))
    .toSorted((a, b) => ORDER[sort](a, b) || a.place.node.name.localeCompare(b.place.node.name, 'en'));
  const address = (one: Sort) =>
    `/locations?${query}${within ? `&within=${encodeURIComponent(within)}` : ''}&sort=${one}`;
  const heading = (one: Sort, name: string) => (
    <a href={address(one)} aria-current={one === sort ? 'true' : undefined}>
      {name}
    </a>
  );
  return (
    <>
      <p class="hint">
        Places with little data are drawn towards the mean of their region, so that noise neither shames nor
        flatters them: the full dot is the number that ranks, with its 95&nbsp;% interval, the hollow one is
        what was measured. A rank is known only as far as the numbers tell. Places with less than half of the
        weight that the best covered one has are not ranked.
      </p>
      <div class="table-scroll table-tall">
        <table class="split ranking">
          <thead>
            <tr>
              <th scope="col">{heading('rank', 'Rank')}</th>
              <th scope="col">{heading('name', 'Place')}</th>
              <th scope="col">Index, 0 to 100</th>
              <th scope="col" class="number">
                {heading('change', 'Change')}
              </th>
              <th scope="col">Four weeks each</th>
              <th scope="col" class="number">
                {heading('n', 'n')}
              </th>
              <th scope="col" class="number">
                Weight, weeks there
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ place, ranked }) => (
              <RankingRow key={place.node.key} place={place} ranked={ranked} places={places} query={query} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
};

const last = (value: number | undefined, otherwise: number) => value ?? otherwise;
const ORDER: Readonly<Record<Sort, (a: Row, b: Row) => number>> = {
  rank: (a, b) => last(a.ranked?.rank, Infinity) - last(b.ranked?.rank, Infinity) || 0,
  name: () => 0,
  change: (a, b) => last(b.place.change?.value, -Infinity) - last(a.place.change?.value, -Infinity) || 0,
  n: (a, b) => (b.place.index.estimate?.n ?? 0) - (a.place.index.estimate?.n ?? 0),
};

const Z = 1.959_964;

const RankingRow = ({ place, ranked, places, query }: Row & { places: Places; query: URLSearchParams }) => {
  const { node, index, change, trend, weeksHeard } = place;
  const { estimate } = index;
  return (
    <tr>
      <td class="number">{rankInWords(ranked, places.ranking.length)}</td>
      <th scope="row">
        <a href={`/locations/${node.key}?${query}`}>{node.name}</a>
        {node.location?.region && <small> {node.location.region}</small>}
      </th>
      <td>
        {ranked && estimate ? (
          <>
            <IndexBar
              value={ranked.value}
              low={ranked.value - Z * ranked.error}
              high={ranked.value + Z * ranked.error}
              measured={estimate.value}
              title={`${node.name}: ${Math.round(ranked.value)} as ranked, measured ${indexInWords(index)}`}
            />{' '}
            {Math.round(ranked.value)} <small>measured {Math.round(estimate.value)}</small>
          </>
        ) : (
          <small>
            {estimate ? `measured ${indexInWords(index)}, too few parts to rank` : 'not enough data'}
          </small>
        )}
      </td>
      <td class="number" title={changeInWords(change)}>
        {change ? `${signed(change.value)}${change.isClear ? '' : ' ≈'}` : '–'}
      </td>
      <td>
        <SmallLine points={trend} range={{ min: 0, max: 100 }} title={trendInWords(node.name, trend)} />
      </td>
      <td class="number">{count(estimate?.n ?? 0)}</td>
      <td class="number" title={missingInWords(index)}>
        {percent(index.coverage)}, {weeksHeard} of {places.weeks}
      </td>
    </tr>
  );
};

function rankInWords(ranked: Ranked | undefined, of: number): string {
  if (!ranked) return '–';
  const { best, worst } = ranked;
  return best === worst ? `${ordinal(best)} of ${of}` : `${ordinal(best)} to ${ordinal(worst)} of ${of}`;
}

export function trendInWords(name: string, trend: readonly (number | undefined)[]): string {
  const known = trend.flatMap((value) => (value === undefined ? [] : [Math.round(value)]));
  if (known.length < 2) return `${name}: not enough data for a line`;
  return `${name}: index from ${known[0]} to ${known.at(-1)}`;
}

interface TreeProps {
  readonly places: Places;
  readonly within: string | undefined;
  readonly query: URLSearchParams;
}

/** Brand, countries, regions and places, each the sum of what is below it. */
export const PlaceTree = ({ places, within, query }: TreeProps) => (
  <div class="table-scroll table-tall">
    <table class="split tree">
      <thead>
        <tr>
          <th scope="col">Where</th>
          <th scope="col">Index</th>
          <th scope="col" class="number">
            Change
          </th>
          <th scope="col" class="number">
            n
          </th>
          <th scope="col" class="number">
            Weight there
          </th>
        </tr>
      </thead>
      <tbody>
        {places.nodes
          .filter(({ node }) => isWithin(places, node.locationIds, within))
          .map(({ node, index, change }) => (
            <tr key={node.key} class={`level-${node.level}`}>
              <th scope="row">
                {node.level === 'place' ? (
                  <a href={`/locations/${node.key}?${query}`}>{node.name}</a>
                ) : (
                  node.name
                )}
                {node.level !== 'place' && node.level !== 'all' && (
                  <small> {countOf(node.locationIds.length, 'place')}</small>
                )}
              </th>
              <td>{indexInWords(index)}</td>
              <td class="number" title={changeInWords(change)}>
                {change ? `${signed(change.value)}${change.isClear ? '' : ' ≈'}` : '–'}
              </td>
              <td class="number">{count(index.estimate?.n ?? 0)}</td>
              <td class="number">{percent(index.coverage)}</td>
            </tr>
          ))}
      </tbody>
    </table>
    <p class="hint">
      ≈ stands behind a change that may be chance. What names no place counts for the brand only.
    </p>
  </div>
);

/** Whether all of these places are below a node. */
function isWithin(places: Places, locationIds: readonly number[], key: string | undefined): boolean {
  const node = places.nodes.find((place) => place.node.key === key)?.node;
  return !node || locationIds.every((id) => node.locationIds.includes(id));
}
