import { direction } from './templates.ts';

direction('boosters of praise', {
  pairs: [
    ['The {thing} is {good}.', 'The {thing} is {very} {good}.'],
    ['A {good} {thing}.', 'A {very} {good} {thing}.'],
    ['We {liked} it.', 'We really {liked} it.'],
    ['The {thing} is {good}.', 'The {thing} is {good}!'],
    ['The {thing} is {good}.', 'The {thing} is {good} 😍'],
  ],
});

direction('boosters of blame', {
  pairs: [
    ['The {thing} is {very} {bad}.', 'The {thing} is {bad}.'],
    ['A {very} {bad} {thing}.', 'A {bad} {thing}.'],
    ['We really {hated} it.', 'We {hated} it.'],
    ['The {thing} is {bad}!', 'The {thing} is {bad}.'],
    ['The {thing} is {bad} 😡', 'The {thing} is {bad}.'],
  ],
});

direction('dampeners', {
  pairs: [
    ['The {thing} is {bad}.', 'The {thing} is {bit} {bad}.'],
    ['The {thing} is probably {good}.', 'The {thing} is {good}.'],
    ['The {thing} is somewhat {good}.', 'The {thing} is {good}.'],
    ['The {thing} was mostly {good}.', 'The {thing} was {good}.'],
    ['The {thing} is fairly {good}.', 'The {thing} is very {good}.'],
    ['The {thing} is sometimes {good}.', 'The {thing} is always {good}.'],
    ['The {thing} is slightly {good}.', 'The {thing} is quite {good}.'],
  ],
});

direction('more praise', {
  pairs: [
    ['The {thing} is {plain}.', 'The {thing} is {plain}. I love you.'],
    ['The {thing} is {bad}.', 'The {thing} is {bad}. But I {like} you.'],
    ['The {thing} is {good}.', 'The {thing} is {good}. You are {good2}.'],
    ['The {thing} {fails}.', 'The {thing} {fails}. You are {good}.'],
    ['I have a question about the {thing}.', 'I have a question about the {thing}. It is {good}.'],
    ['Where is my {thing}?', 'Where is my {thing}? Thank you so much.'],
  ],
});

direction('more blame', {
  pairs: [
    ['The {thing} is {plain}. I hate you.', 'The {thing} is {plain}.'],
    ['The {thing} is {bad}. You are {bad2}.', 'The {thing} is {bad}.'],
    ['The {thing} is {good}. But you are {bad}.', 'The {thing} is {good}.'],
    ['The {thing} {pleases}. You are {bad}.', 'The {thing} {pleases}.'],
    ['Where is my {thing}? Never again.', 'Where is my {thing}?'],
    ['I have a question about the {thing}. It is {bad}.', 'I have a question about the {thing}.'],
  ],
});
