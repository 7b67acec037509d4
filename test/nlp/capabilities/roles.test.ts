import { behaviour, isNegative, isNotNegative, isNotPositive, isPositive } from './templates.ts';

behaviour('praise of the product by comparison of roles', {
  labels: isPositive,
  templates: [
    'The {thing} beats the competition.',
    'This {thing} has put an end to my problems.',
    'The {thing} solved my problem.',
    'The {thing} saved my day.',
    'This {thing} took away my pain.',
    'The {thing} got rid of the smell.',
    'The staff fixed the problem right away.',
    'They replaced the broken part for free.',
    'The {thing} is free of problems.',
    'We had no trouble with the {thing}.',
  ],
});

behaviour('blame of the product by comparison of roles', {
  labels: isNegative,
  templates: [
    'The competition beats this {thing}.',
    'This {thing} put an end to a good day.',
    'The {thing} ruined my day.',
    'The {thing} took away all the fun.',
    'The {thing} spoiled a {good} evening.',
    'This {thing} has caused nothing but problems.',
    'The staff made the problem worse.',
    'The {thing} destroyed my {good} jacket.',
    'They refused to replace the broken part.',
    'The {thing} is full of problems.',
  ],
});

behaviour('others who are praised', {
  labels: isNotNegative,
  templates: [
    'My neighbours {like} their {thing}.',
    'The {person} said the {thing} is {good}.',
    'John is a {good} friend of the {person}.',
  ],
});

behaviour('others who are blamed', {
  labels: isNotPositive,
  templates: ['My neighbours {hate} their {thing}.', 'The {person} said the {thing} is {bad}.'],
});
