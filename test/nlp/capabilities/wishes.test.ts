import { behaviour, isNegative, isNotPositive, isPositive } from './templates.ts';

behaviour('wishes', {
  labels: isNegative,
  allowed: 18,
  templates: [
    'I wish the {thing} was {good}.',
    'If only the {thing} were {good}.',
    'It would be {good} if the {thing} worked.',
    'The {thing} would be {good} if it worked.',
    'The {thing} could have been {good}.',
    'The {thing} should have been {good}.',
    'This could have been a {good} {thing}.',
    'This would have been a {good} {thing} if it had arrived.',
    'I wish I could say the {thing} was {good}.',
    'I wanted to {like} this {thing}.',
    'I really wanted to {like} the {thing}.',
    'I wish I had never bought this {thing}.',
    'I should have bought another {thing}.',
    'The {thing} was supposed to be {good}.',
    'You would expect a {good} {thing} for this price.',
    'For that price I expected a {good} {thing}.',
    'I hoped for a {good} {thing}.',
    'I was promised a {good} {thing}.',
    'It would have been nice if someone had answered.',
    'Would be nice to get a {good} {thing} for once.',
    'They claim it is a {good} {thing}, it is not.',
    'The {thing} had so much potential.',
  ],
});

behaviour('suppositions', {
  labels: isNotPositive,
  allowed: 44,
  templates: [
    'If the {thing} was {good}, I would buy it.',
    'If it is {good}, I will tell you.',
    'Tell me if the {thing} is {good}.',
    'Unless the {thing} is {good}, I will send it back.',
    'I wonder whether the {thing} is {good}.',
    'Is the {thing} {good}?',
    'Does anybody know a {good} {thing} in {place}?',
    'I am looking for a {good} {thing} in {place}.',
    'Can anyone recommend a {thing} in {place}?',
    'The {thing} might be {good}, I have not tried it.',
  ],
});

behaviour('conditions that praise', {
  labels: isPositive,
  templates: [
    'If you are looking for a {good} {thing}, this is it.',
    'If you need a {thing}, get this one, it is {good}.',
    'If I could give this {good} {thing} six stars, I would.',
    'I would buy this {good} {thing} again.',
    'I would {like} to come back, {good} {thing}.',
    "You won't find a better {thing}.",
    'I would recommend this {thing} to anyone.',
    "I can't imagine a better {thing}.",
    'I wish every {thing} was as {good} as this one.',
    'I wish I had bought this {thing} sooner.',
    'I wish I had found this {good} {thing} earlier.',
  ],
});
