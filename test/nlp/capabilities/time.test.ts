import { behaviour, isNegative, isNotNegative, isNotPositive, isPositive } from './templates.ts';

behaviour('once bad, now good', {
  labels: isPositive,
  templates: [
    'I used to {hate} this {thing}, but now I {like} it.',
    'I used to {hate} this {thing}, now I {like} it.',
    'I used to think this {thing} was {bad}, but now I think it is {good}.',
    'I used to think this {thing} was {bad}, now it is {good}.',
    'In the past I thought this {thing} was {bad}, but now I find it {good}.',
    'In the past I would {hate} this {thing}, but now I {like} it.',
    'I think this {thing} is {good}, I used to think it was {bad}.',
    'I {like} this {thing}, but I used to {hate} it.',
    'I {like} this {thing}, although in the past I {hated} it.',
    'Once a {bad} {thing}, now a {good} one.',
    'Years ago this {thing} was {bad}, today it is {good}.',
    'The {thing} was {bad} before the update, now it is {good}.',
    'It was {bad} at first, but it became {good}.',
    'Previously {bad}, the {thing} is now {good}.',
    'Last year the {thing} was {bad}. This year it is {good}.',
    'I {hated} the {thing} at first. Now I {like} it.',
    'The old {thing} was {bad}, the new one is {good}.',
    'I no longer think the {thing} is {bad}, I now think it is {good}.',
  ],
});

behaviour('once good, now bad', {
  labels: isNegative,
  allowed: 10,
  templates: [
    'I used to {like} this {thing}, but now I {hate} it.',
    'I used to {like} this {thing}, now I {hate} it.',
    'I used to think this {thing} was {good}, but now I think it is {bad}.',
    'I used to think this {thing} was {good}, now it is {bad}.',
    'In the past I thought this {thing} was {good}, but now I find it {bad}.',
    'In the past I would {like} this {thing}, but now I {hate} it.',
    'I think this {thing} is {bad}, I used to think it was {good}.',
    'I {hate} this {thing}, but I used to {like} it.',
    'I {hate} this {thing}, although in the past I {liked} it.',
    'Once a {good} {thing}, now a {bad} one.',
    'Years ago this {thing} was {good}, today it is {bad}.',
    'The {thing} was {good} before the update, now it is {bad}.',
    'It was {good} at first, but it became {bad}.',
    'Previously {good}, the {thing} is now {bad}.',
    'Last year the {thing} was {good}. This year it is {bad}.',
    'I {liked} the {thing} at first. Now I {hate} it.',
    'The old {thing} was {good}, the new one is {bad}.',
    'I no longer think the {thing} is {good}, I now think it is {bad}.',
    'The {thing} used to be {good}.',
    'I used to {like} the {thing}.',
    'The {thing} was {good} until the last update.',
    'The {thing} is not as {good} as it used to be.',
    'I no longer {like} this {thing}.',
    "I don't {like} the {thing} anymore.",
    'The {thing} has gone downhill.',
    'The {thing} gets worse every year.',
  ],
});

behaviour('what has gone', {
  labels: isNotNegative,
  templates: [
    'The {thing} is no longer {bad}.',
    "The {thing} isn't {bad} anymore.",
    'The {thing} has become much better.',
    'The {thing} keeps getting better.',
    'The {thing} has finally been fixed.',
    'The {thing} used to be {bad}.',
    'I used to {hate} the {thing}.',
  ],
});

behaviour('what does not last', {
  labels: isNotPositive,
  templates: [
    'It was {good} in the beginning, then it broke.',
    'It was {good} while it lasted, then it {fails}.',
  ],
});
