import { areaInWords } from '../../domain/area.ts';
import { NotFound, Refused } from '../../domain/errors.ts';
import type { CutPart } from '../../domain/kpi.ts';
import type { KpiMember } from '../../kpis/reading/member-series.ts';
import { placeTree, walk } from '../../places/place-tree.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { count } from '../parts/wording.ts';

/** More lines than this nobody tells apart. */
export const MOST_MEMBERS = 6;

/** What may stand side by side, by its name in an address: its part of a cut, and what one of them is called. */
export const MEMBER_KINDS = [
  { name: 'topics', part: 'topic', one: 'topic' },
  { name: 'places', part: 'location', one: 'place' },
  { name: 'touchpoints', part: 'touchpoint', one: 'touchpoint' },
  { name: 'segments', part: 'segment', one: 'segment' },
] as const satisfies readonly { name: string; part: CutPart; one: string }[];

export type MemberKind = (typeof MEMBER_KINDS)[number]['name'];

/** As it stands in an address: ids of topics; ids of places or keys of areas; names of the others. */
export type AskedMembers = Readonly<Record<MemberKind, readonly string[]>>;

export interface Members {
  readonly kind: (typeof MEMBER_KINDS)[number];
  readonly members: readonly KpiMember[];
  /** What there is with and without one of that kind, to hold them against. */
  readonly all: KpiMember;
}

export interface KnownMembers {
  readonly topics: readonly TopicRow[];
  readonly locations: readonly LocationRow[];
}

export function readAskedMembers(search: URLSearchParams): AskedMembers {
  const of = (name: MemberKind) => [...new Set(search.getAll(name).filter((value) => value !== ''))];
  return {
    topics: of('topics'),
    places: of('places'),
    touchpoints: of('touchpoints'),
    segments: of('segments'),
  };
}

/**
 * Who stands side by side; undefined where nobody was asked for.
 * @throws Refused for too many or for several kinds at once; NotFound for one that is not there.
 */
export function membersOf(asked: AskedMembers, known: KnownMembers): Members | undefined {
  const [kind, ...others] = MEMBER_KINDS.filter(({ name }) => asked[name].length > 0);
  if (!kind) return undefined;
  const values = asked[kind.name];
  if (others.length > 0) {
    const found = [kind, ...others].map(({ name }) => `${asked[name].length} ${name}`).join(' and ');
    throw new Refused(
      `Only one kind can stand side by side: topics, places, touchpoints or segments. Chosen are ${found}.`,
    );
  }
  if (values.length > MOST_MEMBERS) {
    throw new Refused(
      `At most ${MOST_MEMBERS} ${kind.name} can stand side by side, or their lines cannot be told apart. Chosen are ${count(values.length)}.`,
    );
  }
  const { name, part, one } = kind;
  return {
    kind,
    members: values.map((value) => ({ part, key: `${one}-${value}`, ...READ[name](value, known) })),
    all: { key: 'all', part, name: 'Everything', cut: {} },
  };
}

type Named = Pick<KpiMember, 'name' | 'cut'>;

const READ: Readonly<Record<MemberKind, (value: string, known: KnownMembers) => Named>> = {
  topics: (value, { topics }) => {
    const topic = topics.find(({ id }) => String(id) === value);
    if (!topic) throw new NotFound(`There is no topic with the id ${value} to set side by side.`);
    return { name: topic.name, cut: { topicId: topic.id } };
  },
  places: (value, { locations }) => {
    const node = walk(placeTree(locations)).find(({ key, level }) => key === value && level !== 'all');
    if (!node) {
      throw new NotFound(
        `There is no place or area "${value}" to set side by side. Expected the id of a location, or an area such as DE or DE/North.`,
      );
    }
    const { key, level, name, locationIds } = node;
    return { name: level === 'place' ? name : areaInWords(key), cut: { locationIds } };
  },
  touchpoints: (touchpoint) => ({ name: touchpoint, cut: { touchpoint } }),
  segments: (segment) => ({ name: segment, cut: { segment } }),
};
