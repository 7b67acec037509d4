import { behaviour, isNegative, isNeutral, isPositive } from './templates.ts';

behaviour('questions that ask', {
  labels: isNeutral,
  templates: [
    'Is the {thing} {good}?',
    'Was the {thing} {good}?',
    'Is this a {good} {thing}?',
    'Is this {thing} any {good}?',
    'Do you {like} the {thing}?',
    'Would you recommend this {thing}?',
    'Does anyone {like} the {thing}?',
    'Has anyone tried the {thing}?',
    'Is the {thing} in {place} {good}?',
    'How {good} is the {thing}?',
    'Which {thing} is the best?',
    'What is the best {thing} in {place}?',
    'Who makes the best {thing}?',
    'Where can I find a {good} {thing}?',
    'Can you recommend a {good} {thing}?',
    'Do I need a {thing} for this?',
    'What time does the {thing} open?',
    'Is there a {plain} {thing} in {place}?',
  ],
});

behaviour('questions that complain', {
  labels: isNegative,
  templates: [
    'Why is the {thing} so {bad}?',
    'Why does the {thing} never work?',
    'How can a {thing} be so {bad}?',
    'How is this {thing} still so {bad}?',
    'Why did you ruin the {thing}?',
    'What is wrong with this {thing}?',
    'Who thought this {bad} {thing} was a good idea?',
    'When will you fix this {bad} {thing}?',
  ],
});

behaviour('questions that know their answer', {
  labels: isPositive,
  templates: [
    "Isn't this {thing} {good}?",
    "Isn't it {good}?",
    "Who doesn't {like} this {thing}?",
    "Who wouldn't {like} it?",
    'How {good} is that!',
    'How could anyone not {like} this {thing}?',
  ],
});
