import type { Child } from 'hono/jsx';
import type { Visit } from '../pages/visit.ts';

/** What shows that a form was sent from a page of ours. */
export const CsrfField = ({ visit }: { visit: Visit }) => (
  <input type="hidden" name="csrf" value={visit.csrf} />
);

/** For a form that another button sends with GET: the token goes with this button alone, never into an address. */
export const PostButton = ({ visit, children }: { visit: Visit; children?: Child }) => (
  <button type="submit" name="csrf" value={visit.csrf}>
    {children}
  </button>
);
