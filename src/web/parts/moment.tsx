import { moment } from './wording.ts';

/** An instant in the workspace's time zone; the script adds how long ago that was and the reader's own time. */
export const Moment = ({ at, timeZone }: { at: Date; timeZone: string }) => (
  <time datetime={at.toISOString()} title={`${moment(at, timeZone)} (${timeZone})`}>
    {moment(at, timeZone)}
  </time>
);
