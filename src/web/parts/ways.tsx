export interface Way {
  readonly href: string;
  readonly name: string;
  readonly hint: string;
}

/** Links to pages with a line on what is there. */
export const Ways = ({ ways }: { ways: readonly Way[] }) => (
  <ul class="rows">
    {ways.map(({ href, name, hint }) => (
      <li key={href}>
        <div>
          <strong>
            <a href={href}>{name}</a>
          </strong>
          <p class="hint">{hint}</p>
        </div>
      </li>
    ))}
  </ul>
);
