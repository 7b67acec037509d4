import { behaviour, direction, isNegative, isPositive } from './templates.ts';

behaviour('better than feared', {
  labels: isPositive,
  templates: [
    'I thought the {thing} would be {bad}, but it was {good}.',
    'I expected a {bad} {thing}, but it turned out {good}.',
    'I was afraid the {thing} would be {bad}, but I {like} it.',
    'I was sceptical, but the {thing} is {good}.',
    'I had my doubts, but this {thing} is {good}.',
    'I thought it would be {bad}, but it is not {bad} at all.',
    'The {thing} is better than I thought.',
    'I never thought I would {like} this {thing}, but I do.',
    'Not as {bad} as I feared.',
    'I wanted to {hate} this {thing}, but it is {good}.',
  ],
});

behaviour('worse than hoped', {
  labels: isNegative,
  templates: [
    'I thought the {thing} would be {good}, but it was {bad}.',
    'I expected a {good} {thing}, but it turned out {bad}.',
    'I was sure I would {like} the {thing}, but I {hate} it.',
    'I had high hopes, but the {thing} is {bad}.',
    'I thought it would be {good}, but it is not {good} at all.',
    'The {thing} is worse than I thought.',
    'I wanted to {like} this {thing}, but it is {bad}.',
    'Not as {good} as I hoped.',
    'I thought I would {like} this {thing}, but I do not.',
    'The pictures look {good}, the {thing} does not.',
  ],
});

behaviour('praise that was and is', {
  labels: isPositive,
  templates: [
    'The {thing} used to be {bad}, but now it is {good}.',
    'Two years ago this {thing} was {bad}, today it is {good}.',
    'Since the update the {thing} is {good}.',
    'The {thing} has become {good}.',
    'The {thing} was {good} then and is {good} now.',
    'I used to {hate} this {thing}, now I {like} it.',
    'The {thing} is no longer {bad}.',
    'The {thing} gets better every year.',
  ],
});

behaviour('blame that came about', {
  labels: isNegative,
  templates: [
    'The {thing} used to be {good}, but now it is {bad}.',
    'Two years ago this {thing} was {good}, today it is {bad}.',
    'Since the update the {thing} is {bad}.',
    'The {thing} has become {bad}.',
    'I used to {like} this {thing}, now I {hate} it.',
    'The {thing} is no longer {good}.',
    'The {thing} gets worse every year.',
    'The {thing} was {good} until the update.',
  ],
});

direction('how much was meant', {
  pairs: [
    ['The {thing} is not {good}.', 'The {thing} is a bit {good}.'],
    ['The {thing} is a bit {bad}.', 'The {thing} is not {bad}.'],
    ['The {thing} is extremely {bad}.', 'The {thing} is {bad}.'],
    ['The {thing} is {bad}.', 'The {thing} is slightly {bad}.'],
    ['The {thing} is slightly {good}.', 'The {thing} is {good}.'],
    ['The {thing} is {good}.', 'The {thing} is extremely {good}.'],
    ['The {thing} is {bad} and {bad2}.', 'The {thing} is {bad} but {good}.'],
    ['The {thing} is {bad} but {good}.', 'The {thing} is {good} and {good2}.'],
  ],
});
