import { behaviour, isNegative, isNotNegative, isNotPositive, isPositive } from './templates.ts';

behaviour('praise that has the last word', {
  labels: isPositive,
  allowed: 6,
  templates: [
    'The {thing} was {bad}, but the {thing2} was {very} {good}.',
    'Although the {thing} is {bad}, I {like} the {thing2}.',
    'Despite the {bad} {thing}, the {thing2} was {good}.',
    'Even though the {thing} was {bad}, we {liked} it.',
    'The {thing} was {bad}; however, the {thing2} was {very} {good}.',
    'The {thing} is {good} even though the box was {bad}.',
    'Small {thing}, yet {good}.',
    'The {thing} is old but {good}.',
    'The {thing} is expensive but worth every penny.',
    'In spite of the {bad} weather, a {good} {thing}.',
    'Apart from the {bad} parking, a {very} {good} {thing}.',
    'A {bad} name for a {thing}, nevertheless I {like} it.',
    'Pricey, but {good}.',
    'It took a while, but the {thing} is {good}.',
  ],
});

behaviour('blame that has the last word', {
  labels: isNegative,
  allowed: 21,
  templates: [
    'The {thing} was {good}, but the {thing2} was {very} {bad}.',
    'Although the {thing} is {good}, I {hate} the {thing2}.',
    'Despite the {good} {thing}, the {thing2} was {bad}.',
    'Even though the {thing} was {good}, we {hated} it.',
    'The {thing} was {good}; however, the {thing2} was {very} {bad}.',
    'The {thing} is {bad} even though the box was {good}.',
    'Big {thing}, yet {bad}.',
    'The {thing} is cheap but {bad}.',
    'In spite of the {good} weather, a {bad} {thing}.',
    'Apart from the {good} parking, a {very} {bad} {thing}.',
    'It looks {good}, but it {fails}.',
    'A {good} idea, except that the {thing} {fails}.',
    'The {thing} is {good} on paper, in reality it is {bad}.',
    'Other than the {good} view, the {thing} was {bad}.',
    'I wanted a {good} {thing} and got a {bad} one.',
    'The {thing} was {good}, too bad it {fails}.',
    'Instead of a {good} {thing} I got a {bad} one.',
  ],
});

behaviour('conceded to praise', {
  labels: isNotNegative,
  templates: [
    'The {thing} is {good}, except for the colour.',
    'The {thing} is {good}, apart from the price.',
    'A {good} {thing}, if a bit {bad} at times.',
    'A {very} {good} {thing} although it is not cheap.',
    'The only downside of this {good} {thing} is the price.',
  ],
});

behaviour('conceded to blame', {
  labels: isNotPositive,
  allowed: 12,
  templates: [
    'The {thing} is {bad}, except for the colour.',
    'The only {good} thing about this {thing} is the box.',
    'The {thing} is {very} {bad} although it is not expensive.',
    'Apart from the name there is nothing {good} about this {thing}.',
    'It may look {good}, it is {bad}.',
  ],
});
