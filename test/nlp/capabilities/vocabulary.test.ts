import { behaviour, isNegative, isNeutral, isPositive } from './templates.ts';

behaviour('praise', {
  labels: isPositive,
  allowed: 3,
  templates: [
    'The {thing} is {good}.',
    'This is a {good} {thing}.',
    'What a {good} {thing}!',
    'I {like} this {thing}.',
    'We {liked} the {thing}.',
    'The {thing} {pleases}.',
    'The {thing} looked {very} {good}.',
    'A {good} {thing} in {place}.',
    '{good} {thing}',
    'I found the {thing} {good}.',
    'It turned out to be a {good} {thing}.',
    'The {thing} at the corner was {very} {good}, and we stayed for hours.',
    'My {thing} has been {good} so far.',
  ],
});

behaviour('blame', {
  labels: isNegative,
  templates: [
    'The {thing} is {bad}.',
    'This is a {bad} {thing}.',
    'What a {bad} {thing}!',
    'I {hate} this {thing}.',
    'We {hated} the {thing}.',
    'The {thing} {fails}.',
    'The {thing} looked {very} {bad}.',
    'A {bad} {thing} in {place}.',
    '{bad} {thing}',
    'I found the {thing} {bad}.',
    'It turned out to be a {bad} {thing}.',
    'The {thing} at the corner was {very} {bad}, and we left at once.',
    'My {thing} has been {bad} so far.',
  ],
});

behaviour('plain statements', {
  labels: isNeutral,
  templates: [
    'The {thing} is {plain}.',
    'This is a {plain} {thing}.',
    'I bought a {plain} {thing} {today}.',
    'We saw the {thing} {today}.',
    'The {thing} is {today}.',
    'There is a {plain} {thing} in {place}.',
    '{name} wrote about the {thing} {today}.',
    'I took the {thing} to {place}.',
    'Which {thing} do you use?',
    'How do I open the {thing}?',
    'The {thing} comes in two sizes.',
    'Does the {thing} come with a cable?',
    'They opened a {thing} in {place} {today}.',
    'My {thing} was made in {place}.',
    'Please send the {thing} to {name}.',
    '{neutral}.',
  ],
});
