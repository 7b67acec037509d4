import { expect, test } from 'vitest';
import { z } from 'zod';
import { saidOf } from '../../../src/sources/survey/fetched-answers.ts';
import { idsOf, type Question, readSubmission } from '../../../src/sources/survey/submission.ts';
import { surveySettings } from '../../../src/sources/survey/survey-settings.ts';

const settings = (given: object = {}) => z.object(surveySettings).parse(given);

const QUESTIONS: readonly Question[] = [
  { id: '1', title: 'Your name', asks: 'words' },
  { id: '2', ref: 'ease', title: 'Was it easy?', asks: 'scale', scale: { min: 1, max: 7 } },
  { id: '3', title: 'What was hard?', asks: 'words' },
  { id: '4', title: 'Would you recommend us?', asks: 'nps' },
  { id: '5', title: 'Why?', asks: 'words' },
  { id: '6', title: 'May we quote you?', asks: 'other' },
];

const sent = (given: Record<string, string | number>, fields: Record<string, unknown> = {}) => ({
  id: 's1',
  answeredAt: new Date('2026-11-23T10:00:00Z'),
  given: new Map(Object.entries(given)),
  fields,
});

const ALL = sent({ 1: 'Mia', 2: 6, 3: 'The form', 4: 9, 5: 'Kind people', 6: 'Ja' });

test('NPS goes first and carries the comment; what else is rated is an answer of its own', () => {
  const { answers, mention } = readSubmission(ALL, QUESTIONS, settings({ scaleIs: 'ces' }));
  expect(answers).toMatchObject([
    { externalId: 's1', kind: 'nps', score: 9, scale: { min: 0, max: 10 }, comment: 'Kind people' },
    { externalId: 's1/2', kind: 'ces', score: 6, scale: { min: 1, max: 7 } },
  ]);
  expect(answers[1]).not.toHaveProperty('comment');
  expect(mention).toMatchObject({ externalId: 's1', kind: 'survey', text: 'Kind people' });
});

test('settings say otherwise: what is rated, by id or by name, and which words are the comment', () => {
  const { answers } = readSubmission(ALL, QUESTIONS, settings({ rated: 'ces=ease', comment: '3, 5' }));
  expect(answers).toMatchObject([{ externalId: 's1', kind: 'ces', comment: 'The form\n\nKind people' }]);
  expect(answers).toHaveLength(1);
});

test('a name is not taken for a comment while there is an open question after the rated one', () => {
  const { mention } = readSubmission(sent({ 1: 'Mia', 4: 2 }), QUESTIONS, settings());
  expect(mention).toBeUndefined();
});

const scores = [
  [11, undefined],
  [-1, undefined],
  ['', undefined],
  ['ten', undefined],
  ['7', 7],
  [0, 0],
] as const;

for (const [given, score] of scores) {
  test(`"${given}" on 0–10 is ${score === undefined ? 'no score' : 'a score'}`, () => {
    const { answers } = readSubmission(sent({ 4: given, 5: 'Words' }), QUESTIONS, settings());
    expect(answers[0]?.score).toBe(score);
  });
}

test('a submission without a score and without words is none; one with words only is kept as unanswered', () => {
  expect(readSubmission(sent({ 1: 'Mia' }), QUESTIONS, settings()).answers).toEqual([]);
  const { answers } = readSubmission(sent({ 5: 'Words' }), QUESTIONS, settings());
  expect(answers).toMatchObject([{ externalId: 's1', comment: 'Words' }]);
  expect(answers[0]).not.toHaveProperty('score');
});

test('fields say who, where and when; what they leave out the source says of all', () => {
  const named = settings({
    customerField: 'uid',
    locationField: 'store',
    touchpointField: 'step',
    quoteField: '6',
    touchpoint: 'use',
    location: 'm-1',
  });
  const { answers } = readSubmission(
    { ...ALL, fields: { uid: 77, store: 'b-1', step: '  ' } },
    QUESTIONS,
    named,
  );
  expect(answers[0]).toMatchObject({ customer: '77', location: 'b-1', touchpoint: 'use', mayQuote: true });
});

test('a field that only looks like one of the language’s own is not there', () => {
  const { answers } = readSubmission(ALL, QUESTIONS, settings({ segmentField: 'constructor' }));
  expect(answers[0]).not.toHaveProperty('segment');
});

test('what is gone goes with every answer it has become', () => {
  expect(idsOf('s1', QUESTIONS, settings())).toEqual(['s1', 's1/2']);
});

test('a person is told what is taken for what, before anything is read', () => {
  const said = saidOf(QUESTIONS, settings());
  expect(said).toContain('NPS: Would you recommend us?');
  expect(said).toContain('CSAT: Was it easy?');
  expect(said).toContain('The comment is: Why?');
  expect(saidOf([], settings())).toContain('name one under');
});

test('pairs that are none are refused with an example', () => {
  const mistake = z.object(surveySettings).safeParse({ rated: 'the first' }).error?.issues[0]?.message;
  expect(mistake).toContain('nps=42');
});
