import { placeOptions } from '../parts/place-choice.ts';
import { countOf } from '../parts/wording.ts';
import type { KpiChoices } from './kpi-form.tsx';
import { type AskedMembers, MEMBER_KINDS, type MemberKind, MOST_MEMBERS } from './kpi-members.ts';

type Option = readonly [value: string, words: string];

interface Props {
  readonly asked: AskedMembers;
  readonly choices: KpiChoices;
  readonly isOpen: boolean;
}

/** A list of boxes for each kind that the company has. */
export const MemberChoice = ({ asked, choices, isOpen }: Props) => {
  const groups = groupsOf(choices).filter(({ options }) => options.length > 0);
  if (groups.length === 0) return null;
  return (
    <details id="side-by-side" open={isOpen}>
      <summary>Side by side ({inUse(asked)})</summary>
      <p class="hint">
        Up to {MOST_MEMBERS} of one kind, each with a line of its own on every chart. Without any, one is
        shown alone.
      </p>
      <div class="member-groups">
        {groups.map(({ kind, legend, options }) => (
          <fieldset key={kind} class="checks">
            <legend>{legend}</legend>
            {options.map(([value, words]) => (
              <label key={value}>
                <input type="checkbox" name={kind} value={value} checked={asked[kind].includes(value)} />{' '}
                {words}
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </details>
  );
};

function groupsOf({ topics, locations, touchpoints, segments }: KpiChoices) {
  const groups: { kind: MemberKind; legend: string; options: readonly Option[] }[] = [
    {
      kind: 'topics',
      legend: 'Topics and brands',
      options: topics
        .filter(({ kind }) => kind !== 'everything')
        .map(({ id, kind, name }) => [
          String(id),
          kind === 'brand' || kind === 'competitor' ? `${name} (${kind})` : name,
        ]),
    },
    { kind: 'places', legend: 'Places and areas', options: placeOptions(locations) },
    { kind: 'touchpoints', legend: 'Touchpoints', options: touchpoints.map((name) => [name, name]) },
    { kind: 'segments', legend: 'Segments', options: segments.map((name) => [name, name]) },
  ];
  return groups;
}

function inUse(asked: AskedMembers): string {
  const chosen = MEMBER_KINDS.flatMap(({ name, one }) =>
    asked[name].length > 0 ? countOf(asked[name].length, one) : [],
  );
  return chosen.join(', ') || 'nothing chosen';
}
