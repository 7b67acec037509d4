/** Keys of the inbox, as its pages explain them. They never act while somebody types. */
export const LIST_KEYS = [
  ['j', 'next item'],
  ['k', 'previous item'],
  ['o or Enter', 'open the item'],
  ['x', 'select the item, or not'],
  ['c', 'claim it and open it'],
  ['r', 'open it to answer'],
  ['a', 'assign it, or what is selected, to me'],
  ['e', 'archive it, or what is selected'],
  ['s', 'snooze it, or what is selected, until tomorrow'],
  ['z', 'take the last change back'],
  ['/', 'search'],
  ['?', 'this list'],
] as const;

export const ITEM_KEYS = [
  ['o', 'open the original'],
  ['c', 'claim it'],
  ['t', 'take it over'],
  ['g', 'give it back'],
  ['r', 'go to the answer'],
  ['n', 'write a note'],
  ['a', 'assign it to me'],
  ['e', 'archive it'],
  ['s', 'snooze it until tomorrow'],
  ['b', 'back to the list'],
  ['?', 'this list'],
] as const;
