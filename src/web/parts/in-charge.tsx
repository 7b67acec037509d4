import type { AlertRow } from '../../store/alerts.ts';
import { byName, Choice } from './choice.tsx';

/** Who sees to an alert, to be chosen. */
export const InCharge = ({
  alert,
  users,
}: {
  alert: AlertRow;
  users: readonly { readonly id: number; readonly name: string }[];
}) => (
  <Choice name="user" label="In charge" chosen={alert.assignee?.id} any="nobody" options={byName(users)} />
);
