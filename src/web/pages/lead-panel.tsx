import type { LeadVerdict } from '../../stats/claims.ts';
import { MINIMUM_WEEKS, SEASON_KNOWN_FROM } from '../../stats/lead.ts';
import { LagChart } from '../charts/lag-chart.tsx';
import { countOf, signedHundredths } from '../parts/wording.ts';
import type { FoundLead } from './lead-search.ts';

/** Whether sentiment goes before the numbers, in words and by lag; honest where it does not. */
export const LeadPanel = ({ leads }: { leads: readonly FoundLead[] }) => {
  const found = leads.filter(({ verdict }) => verdict.kind === 'lead');
  const others = leads.filter(({ verdict }) => verdict.kind !== 'lead');
  const weeks = Math.max(0, ...leads.map(({ verdict }) => weeksOf(verdict)));
  return (
    <section class="leads" aria-labelledby="leads-title">
      <h2 id="leads-title">Does sentiment go before the other numbers?</h2>
      {found.length === 0 && (
        <p class="lead-none">
          <strong>No lead found.</strong> {leads.length === 0 ? 'Choose a number to compare with.' : ''}
        </p>
      )}
      <div class="kpi-cards">
        {found.map(({ id, name, verdict }) => (
          <article class="card" key={id}>
            <h3>{leadInWords(name, verdict)}</h3>
            {verdict.kind === 'lead' && <LagChart search={verdict.search} id={id} name={name} />}
          </article>
        ))}
      </div>
      {others.length > 0 && (
        <details class="chart-numbers" id="leads-others" open={found.length === 0}>
          <summary>{found.length === 0 ? 'Why not' : 'For the others no lead was found'}</summary>
          <ul class="lead-list">
            {others.map(({ id, name, verdict }) => (
              <li key={id}>
                {leadInWords(name, verdict)}
                {verdict.kind === 'none' && (
                  <details id={`lag-of-${id}`}>
                    <summary>By weeks of lead</summary>
                    <LagChart search={verdict.search} id={id} name={name} />
                  </details>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      <p class="hint">
        A lead says that what is new in a week of sentiment tends to come back in the other number some weeks
        later, beyond trend, season and what carries over by itself; it does not say that one causes the
        other.
        {weeks > 0 &&
          weeks < SEASON_KNOWN_FROM &&
          ` With ${countOf(weeks, 'week')}, less than two years, a season that moves both cannot be ruled out.`}
      </p>
    </section>
  );
};

function weeksOf(verdict: LeadVerdict): number {
  return verdict.kind === 'not-searched' ? 0 : verdict.search.weeks;
}

export function leadInWords(name: string, verdict: LeadVerdict): string {
  if (verdict.kind === 'not-searched') return notSearched(name, verdict.answer);
  const { best, band, weeks, range } = verdict.search;
  const r = `r ${signedHundredths(best.r)}`;
  const after = best.lag === 0 ? 'in the same week' : `at ${countOf(best.lag, 'week')}`;
  if (verdict.kind === 'none') {
    const best95 = `the strongest connection, ${r} ${after}, over ${countOf(weeks, 'week')}`;
    return verdict.onlyAlone
      ? `${name}: no lead found. By itself ${best95}, would do, but among so many numbers one such find is to be expected (corrected p ${chance(verdict.p)}).`
      : `${name}: no lead found. ${capital(best95)}, is within what chance brings (±${band.toFixed(2)}; corrected p ${chance(verdict.p)}).`;
  }
  const facts = `(${[r, `n ${countOf(weeks, 'week')}`, `corrected p ${chance(verdict.p)}`].join(', ')})`;
  const opposite = best.r < 0 ? ', the other way round' : '';
  const also =
    range[0] === range[1] ? '' : ` Leads of ${range[0]} to ${range[1]} weeks explain it about as well.`;
  if (best.lag === 0) return `Sentiment and ${name} move in the same week${opposite} ${facts}.${also}`;
  return `Sentiment leads ${name} by ${countOf(best.lag, 'week')}${opposite} ${facts}.${also}`;
}

function notSearched(name: string, answer: Extract<LeadVerdict, { kind: 'not-searched' }>['answer']): string {
  if (answer.kind === 'too-few-weeks') {
    const has = answer.weeks === 1 ? 'has' : 'have';
    return `${name}: too early to say. ${countOf(answer.weeks, 'whole week')} ${has} both numbers; ${MINIMUM_WEEKS} are needed.`;
  }
  return answer.which === 'following'
    ? `${name}: nothing to find, it was the same in all ${countOf(answer.weeks, 'week')}.`
    : `${name}: nothing to find, sentiment was the same in all ${countOf(answer.weeks, 'week')}.`;
}

const chance = (p: number): string => (p < 0.01 ? p.toFixed(3) : p.toFixed(2));
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
