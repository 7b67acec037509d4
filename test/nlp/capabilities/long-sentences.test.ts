import { behaviour, isNegative, isNotPositive, isPositive } from './templates.ts';

behaviour('praise at the end of a long sentence', {
  labels: isPositive,
  templates: [
    'After I had bought the {thing} {today} and carried it home with my brother and his two sons, I must say that it is {good}.',
    'The {thing} that my {person} from {place} told me about when we met {today} is {good}.',
    '{neutral}, and the {thing} we have had since then is {good}.',
    'Whatever you may have read about the {thing} in the papers {today}, it is {good}.',
  ],
});

behaviour('a denial at the end of a long sentence', {
  labels: isNegative,
  templates: [
    'After I had bought the {thing} {today} and carried it home with my brother and his two sons, I must say that it is not {good}.',
    'The {thing} that my {person} from {place} told me about when we met {today} is not {good}.',
    'A {good} {thing} is what they promised me {today} on the phone, but this is not.',
    'I would like to say that this {thing}, which we bought {today} for the whole family, is {good}, but I cannot.',
    'They say that the {thing} in {place} is {good}, and that everybody should buy one, but I do not agree.',
  ],
});

behaviour('denied from far away', {
  labels: isNotPositive,
  templates: [
    'I do not think that this {plain} {thing}, which I paid for {today}, is {good}.',
    "I can't say, after three weeks with the {thing} in my kitchen, that it is {good}.",
    'I do not believe that anybody who has used the {thing} would call it {good}.',
  ],
});
