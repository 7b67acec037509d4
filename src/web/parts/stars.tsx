import { stars as inWords } from './wording.ts';

/** "★★★★☆ 4.0 of 5": the stars are a picture, the words are read out. */
export const Stars = ({ value }: { value: number }) => {
  const full = Math.round(value);
  return (
    <span class="stars">
      <span aria-hidden="true" class="stars-picture">
        {'★'.repeat(full)}
        {'☆'.repeat(Math.max(0, 5 - full))}
      </span>
      <span class="stars-words">{inWords(value)} of 5</span>
    </span>
  );
};
