import { behaviour, isNegative, isNeutral, isNotNegative, isPositive } from './templates.ts';

behaviour('the writer praises, others do not', {
  labels: isPositive,
  allowed: 7,
  templates: [
    '{others} say this {thing} is {bad}, but I think it is {good}.',
    '{others} think the {thing} is {bad}, but I {like} it.',
    '{others} {hate} this {thing}, but I {like} it.',
    'I think this {thing} is {good}, but {others} think it is {bad}.',
    'I {like} this {thing}, {others} {hate} it.',
    '{others} called the {thing} {bad}; I find it {good}.',
    'I had heard the {thing} was {bad}, but it is {good}.',
    'I read that the {thing} was {bad}, I think it is {good}.',
    'Despite what {others} say about this {bad} {thing}, I {like} it.',
    'Contrary to what {others} say, the {thing} is not {bad}, it is {good}.',
    'The reviews were {bad}, yet I {like} this {thing}.',
  ],
});

behaviour('the writer complains, others do not', {
  labels: isNegative,
  allowed: 6,
  templates: [
    '{others} say this {thing} is {good}, but I think it is {bad}.',
    '{others} think the {thing} is {good}, but I {hate} it.',
    '{others} {like} this {thing}, but I {hate} it.',
    'I think this {thing} is {bad}, but {others} think it is {good}.',
    'I {hate} this {thing}, {others} {like} it.',
    '{others} called the {thing} {good}; I find it {bad}.',
    'I had heard the {thing} was {good}, but it is {bad}.',
    'I read that the {thing} was {good}, I think it is {bad}.',
    'Despite what {others} say about this {good} {thing}, I {hate} it.',
    'The reviews were {good}, yet I {hate} this {thing}.',
    'They say the {thing} is {good}, I disagree.',
    'The ad says the {thing} is {good}. It is {bad}.',
  ],
});

behaviour('answered with yes, praise', {
  labels: isPositive,
  templates: [
    'Do I think the {thing} is {good}? Yes.',
    'Did I {like} the {thing}? Yes, I did.',
    'Would I recommend this {thing}? Absolutely.',
    'Is the {thing} {good}? Yes!',
    'Was the {thing} {good}? Yes, it was.',
    'Do I {like} this {thing}? Yes, very much.',
    'Is it a {good} {thing}? Definitely.',
    'Is the {thing} {good}? You bet.',
  ],
});

behaviour('answered with no, blame', {
  labels: isNotNegative,
  templates: [
    'Do I think the {thing} is {bad}? No.',
    'Did I {hate} the {thing}? No, I did not.',
    'Is the {thing} {bad}? No!',
    'Was the {thing} {bad}? Not at all.',
    'Do I regret buying the {thing}? Not for a second.',
    'Is it a {bad} {thing}? Absolutely not.',
  ],
});

behaviour('answered with yes, blame', {
  labels: isNegative,
  templates: [
    'Do I think the {thing} is {bad}? Yes.',
    'Did I {hate} the {thing}? Yes, I did.',
    'Is the {thing} {bad}? Yes!',
    'Was the {thing} {bad}? Yes, it was.',
    'Is it a {bad} {thing}? Definitely.',
    'Do I regret buying the {thing}? Yes.',
    'Is the {thing} {bad}? You bet.',
  ],
});

behaviour('answered with no, praise', {
  labels: isNegative,
  templates: [
    'Do I think the {thing} is {good}? No.',
    'Did I {like} the {thing}? No, I did not.',
    'Would I recommend this {thing}? Absolutely not.',
    'Is the {thing} {good}? No!',
    'Was the {thing} {good}? Not at all.',
    'Do I {like} this {thing}? Not really.',
    'Is it a {good} {thing}? Nope.',
    'Is the {thing} {good}? Not even close.',
    'Is the {thing} {good}? Hardly.',
  ],
});

behaviour('answers to plain questions', {
  labels: isNeutral,
  templates: [
    'Is the {thing} {plain}? Yes.',
    'Is the {thing} {plain}? No.',
    'Did I buy a {plain} {thing}? No, I did not.',
    'Do I think this {thing} is {plain}? Yes, I do.',
    'Did we see the {thing} {today}? Yes, we did.',
    'Did you go to {place}? No.',
    'Does {name} work {today}? No.',
    'Do I think this is a {plain} {thing}? No, I do not.',
  ],
});

behaviour('own judgement', {
  labels: isPositive,
  templates: [
    'In my opinion the {thing} is {good}.',
    'If you ask me, the {thing} is {good}.',
    'I must say the {thing} is {good}.',
    'I have to admit that the {thing} is {good}.',
    "I'd say the {thing} is {good}.",
    'I would call this a {good} {thing}.',
    'Personally, I {like} this {thing}.',
    'The {thing} is {good}, if you ask me.',
    'I am convinced that this is a {good} {thing}.',
    'I believe this {thing} is {good}.',
    'My friend told me the {thing} was {good}, and it is.',
    'Everyone says the {thing} is {good}, and I agree.',
  ],
});

behaviour('own blame', {
  labels: isNegative,
  templates: [
    'In my opinion the {thing} is {bad}.',
    'If you ask me, the {thing} is {bad}.',
    'I must say the {thing} is {bad}.',
    'I have to admit that the {thing} is {bad}.',
    "I'd say the {thing} is {bad}.",
    'I would call this a {bad} {thing}.',
    'Personally, I {hate} this {thing}.',
    'The {thing} is {bad}, if you ask me.',
    'I am convinced that this is a {bad} {thing}.',
  ],
});
