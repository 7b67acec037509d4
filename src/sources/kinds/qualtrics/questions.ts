import { z } from 'zod';
import { htmlToText } from '../../html-to-text.ts';
import type { Question, Scale } from '../../survey/submission.ts';

export const Definition = z.object({
  name: z.string().nullish(),
  questions: z.record(z.string(), z.unknown()),
});

const Choice = z.object({ recode: z.coerce.number().nullish().catch(undefined) });
const Asked = z.object({
  questionType: z.object({ type: z.string(), selector: z.string().nullish() }),
  questionText: z.string().nullish(),
  questionName: z.string().nullish(),
  choices: z.record(z.string(), Choice).nullish().catch(undefined),
});
type Asked = z.output<typeof Asked>;

/** The questions by their ids; names such as Q1 are the team's own. */
export function questionsOf({ questions }: z.output<typeof Definition>): Question[] {
  return Object.entries(questions).flatMap(([id, question]): Question[] => {
    const asked = Asked.safeParse(question).data;
    if (!asked) return [];
    return [
      {
        id,
        ref: asked.questionName ?? undefined,
        title: htmlToText(asked.questionText ?? ''),
        asks: asksOf(asked),
        scale: scaleOf(asked),
      },
    ];
  });
}

/** A multiple choice may rate anything or nothing: beyond NPS and stars, the settings have to name it. */
function asksOf({ questionType: { type, selector } }: Asked): Question['asks'] {
  if (selector === 'NPS') return 'nps';
  if (type === 'Slider' && selector === 'STAR') return 'scale';
  return type === 'TE' ? 'words' : 'other';
}

function scaleOf({ questionType: { type, selector }, choices }: Asked): Scale | undefined {
  if (selector === 'NPS') return { min: 0, max: 10 };
  if (type === 'Slider' && selector === 'STAR') return { min: 1, max: 5 };
  const codes = Object.values(choices ?? {}).flatMap(({ recode }) => recode ?? []);
  const [min, max] = [Math.min(...codes), Math.max(...codes)];
  return codes.length > 1 && max > min ? { min, max } : undefined;
}
