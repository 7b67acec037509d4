/** A list to choose one from, with its label. */
export const Choice = ({
  name,
  label,
  chosen,
  options,
}: {
  name: string;
  label: string;
  chosen: string;
  options: readonly (readonly [string, string])[];
}) => (
  <label class="field">
    <span>{label}</span>
    <select name={name}>
      {options.map(([value, word]) => (
        <option key={value} value={value} selected={value === chosen}>
          {word}
        </option>
      ))}
    </select>
  </label>
);
