import type { SourceField } from './source-fields.ts';

interface FieldProps {
  readonly field: SourceField;
  readonly value: unknown;
  /** Of a secret: kept in the store, typed into the form before, or neither. */
  readonly state: 'kept' | 'typed' | 'empty';
}

/** A setting with its label, its control and its help. */
export const Field = ({ field, value, state }: FieldProps) => {
  const id = `setting-${field.name}`;
  const isSecret = field.input.startsWith('secret');
  if (field.input === 'check') return <Check id={id} field={field} value={value} />;
  return (
    <div class="field">
      <label for={id}>{field.title}</label>
      <Control
        id={id}
        field={field}
        value={value ?? field.byDefault}
        isKept={isSecret && state !== 'empty'}
      />
      {isSecret && state === 'typed' && <small>As you typed it; typing here replaces it.</small>}
      {isSecret && state === 'kept' && (
        <small>
          It is set and kept encrypted; typing here replaces it.
          {!field.isRequired && (
            <label>
              {' '}
              <input type="checkbox" name={`${field.name}-remove`} value="yes" /> Remove it
            </label>
          )}
        </small>
      )}
      {field.hint && <small>{field.hint}</small>}
    </div>
  );
};

const Check = ({ id, field, value }: { id: string; field: SourceField; value: unknown }) => (
  <div class="field">
    <label for={id}>
      <input
        id={id}
        type="checkbox"
        name={field.name}
        value="yes"
        checked={(value ?? field.byDefault) === true}
      />{' '}
      {field.title}
    </label>
    {field.hint && <small>{field.hint}</small>}
  </div>
);

interface ControlProps {
  readonly id: string;
  readonly field: SourceField;
  readonly value: unknown;
  readonly isKept: boolean;
}

const Control = ({ id, field, value, isKept }: ControlProps) => {
  const { name, input, choices, isRequired, byDefault } = field;
  if (input === 'choice') {
    return (
      <select id={id} name={name}>
        {!isRequired && byDefault === undefined && <option value="">as it says itself</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.title}
          </option>
        ))}
      </select>
    );
  }
  if (input === 'secret') {
    const mustBeTyped = isRequired && !isKept;
    // What is typed here is sent once and never comes back, not even after a mistake elsewhere.
    return <input id={id} type="password" name={name} autocomplete="off" required={mustBeTyped} />;
  }
  if (input === 'secret-file') {
    return <textarea id={id} name={name} rows={6} autocomplete="off" required={isRequired && !isKept} />;
  }
  const typed = value === undefined ? '' : String(value);
  if (input === 'long') {
    return (
      <textarea id={id} name={name} rows={6} required={isRequired}>
        {typed}
      </textarea>
    );
  }
  return <input id={id} type={input} name={name} value={typed} required={isRequired} step="any" />;
};
