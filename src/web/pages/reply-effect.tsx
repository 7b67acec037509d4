import { Hono } from 'hono';
import { z } from 'zod';
import { type Effect, FEWEST_ANSWERED, FEWEST_UNANSWERED } from '../../domain/reply-effect.ts';
import type { EffectMeasure } from '../../store/reply-effect.ts';
import type { WebEnv } from '../auth/env.ts';
import { EFFECT_DAYS, type EffectDays, type EffectLine, readEffects } from '../deeds/reply-effect.ts';
import type { WebDeps } from '../deps.ts';
import { ReplyTabs } from '../parts/reply-tabs.tsx';
import { show } from './shell.tsx';
import { type Visit, visitOf } from './visit.ts';

const Asked = z.object({
  days: z.coerce
    .number()
    .transform((days): EffectDays => EFFECT_DAYS.find((one) => one === days) ?? 90)
    .catch(90),
});

/** What answering changed. */
export function replyEffectRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>().get('/replies/effect', async (c) => {
    const { days } = Asked.parse(c.req.query());
    const [visit, lines] = await Promise.all([visitOf(c, deps), readEffects(deps, days)]);
    return showEffects(visit, lines, days);
  });
}

const MEASURES: readonly {
  readonly measure: EffectMeasure;
  readonly title: string;
  readonly digits: number;
}[] = [
  { measure: 'stars', title: 'Stars', digits: 2 },
  { measure: 'compound', title: 'Sentiment (compound, −1 to 1)', digits: 3 },
];

function showEffects(visit: Visit, lines: readonly EffectLine[], days: EffectDays): Response {
  return show(
    visit,
    { title: 'What replies change', assets: 'replies' },
    <>
      <h1>What replies change</h1>
      <ReplyTabs visit={visit} />
      <p>
        How what people say changes in the {days} days after a reply by a person: the stars and words of the
        mention itself when its author edits it, or those of the latest that the same author writes at the
        same source. Nothing new counts as no change. It is compared with mentions nobody has answered, of the
        same source, stars, label and age; the difference is what the reply may have done.
      </p>
      <ul class="chips reply-lists">
        {EFFECT_DAYS.map((one) => (
          <li key={one} class="chip">
            <a href={`/replies/effect?days=${one}`} aria-current={one === days ? 'true' : undefined}>
              {one} days
            </a>
          </li>
        ))}
      </ul>
      {MEASURES.map(({ measure, title, digits }) => (
        <section key={measure} aria-labelledby={`effect-${measure}`}>
          <h2 id={`effect-${measure}`}>{title}</h2>
          <div class="table-scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Replies</th>
                  <th scope="col" class="number">
                    Answered
                  </th>
                  <th scope="col" class="number">
                    Not answered
                  </th>
                  <th scope="col" class="number">
                    Difference (95 %)
                  </th>
                  <th scope="col" class="number">
                    n
                  </th>
                </tr>
              </thead>
              <tbody>
                {lines.map(({ saved, effects }) => (
                  <Row key={saved?.id ?? 0} name={saved?.name} effect={effects[measure]} digits={digits} />
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
      <p class="hint reply-footnote">
        Below {FEWEST_ANSWERED} answered and {FEWEST_UNANSWERED} comparable unanswered mentions whose {days}{' '}
        days are over there is not enough data. A difference is no proof: people choose whom they answer.
      </p>
    </>,
  );
}

const Row = ({
  name,
  effect,
  digits,
}: {
  name: string | undefined;
  effect: Effect | undefined;
  digits: number;
}) => (
  <tr>
    <th scope="row">{name ?? 'All replies by people'}</th>
    {effect ? (
      <>
        <td class="number">{signed(effect.answered, digits)}</td>
        <td class="number">{signed(effect.unanswered, digits)}</td>
        <td class="number">
          <strong>{signed(effect.difference, digits)}</strong> ({signed(effect.low, digits)} to{' '}
          {signed(effect.high, digits)})
        </td>
        <td class="number">
          {effect.n} against {effect.nUnanswered}
        </td>
      </>
    ) : (
      <td colspan={4}>not enough data</td>
    )}
  </tr>
);

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : `+${text}`;
}
