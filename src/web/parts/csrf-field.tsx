import type { Visit } from '../pages/visit.ts';

/** What shows that a form was sent from a page of ours. */
export const CsrfField = ({ visit }: { visit: Visit }) => (
  <input type="hidden" name="csrf" value={visit.csrf} />
);
