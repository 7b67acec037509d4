import { behaviour, isNegative, isNeutral, isNotNegative, isPositive } from './templates.ts';

behaviour('better', {
  labels: isPositive,
  templates: [
    'This {thing} is better than before.',
    'The {thing} is better than my old one.',
    'The new {thing} is so much better.',
    'It is better than any other {thing} in {place}.',
    'This {thing} is as good as it gets.',
    'Nothing beats this {thing}.',
    'This {thing} beats all the others.',
    'The best {thing} in {place}.',
    'One of the best {thing} deals ever, so {good}.',
    'The {thing} is much more {good} than the old one.',
    'By far the most {good} {thing}.',
    'This {thing} puts the competition to shame.',
    'The {thing} is far superior to the old model.',
    'Easily the best {thing} I have ever had.',
    "It doesn't get any better than this {thing}.",
    'I prefer this {thing} to all the others.',
    'This {thing} is second to none.',
    'This {thing} is head and shoulders above the rest.',
    'Even better than I expected.',
    'The {thing} is faster than the last one.',
    'Never had a better {thing}.',
    'The {thing} is {good}, unlike the old one.',
  ],
});

behaviour('worse', {
  labels: isNegative,
  allowed: 9,
  templates: [
    'This {thing} is worse than before.',
    'The {thing} is worse than my old one.',
    'The new {thing} is so much worse.',
    'It is worse than any other {thing} in {place}.',
    'This {thing} is no better than the last one.',
    'The worst {thing} in {place}.',
    'One of the worst {thing} experiences ever.',
    'The {thing} is much more {bad} than the old one.',
    'By far the most {bad} {thing}.',
    'The {thing} is inferior to the old model.',
    'Easily the worst {thing} I have ever had.',
    "It doesn't get any worse than this {thing}.",
    'The old {thing} was better.',
    'I have had better.',
    'I liked the old {thing} better.',
    'There are better options than this {thing}.',
    'My old {thing} was far better than this one.',
    'The {thing} is not as {good} as the old one.',
    'The {thing} is less {good} than it was.',
    'The {thing} is slower than the last one.',
    'Never had a worse {thing}.',
    'You would be better off with another {thing}.',
    'The {thing} is {bad}, unlike the old one.',
    'A brick would do a better job than this {thing}.',
  ],
});

behaviour('no worse', {
  labels: isNotNegative,
  templates: [
    'The {thing} is no worse than the others.',
    'The {thing} could be worse.',
    'The {thing} is not worse than before.',
    'Less {bad} than the last {thing}.',
  ],
});

behaviour('compared without judging', {
  labels: isNeutral,
  templates: [
    'The {thing} is bigger than the old one.',
    'The {thing} is taller than {name}.',
    'This {thing} is older than the other one.',
    'The {thing} in {place} is as big as the one in {place2}.',
    'My {thing} has the same size as yours.',
  ],
});
