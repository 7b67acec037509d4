import { moment } from './wording.ts';

interface MomentProps {
  readonly at: Date;
  readonly timeZone: string;
  /** After a word like "until", where "in ten minutes" would be no English. */
  readonly isExact?: boolean;
}

/** An instant in the workspace's time zone; the script adds how long ago that was and the reader's own time. */
export const Moment = ({ at, timeZone, isExact = false }: MomentProps) => (
  <time
    datetime={at.toISOString()}
    title={`${moment(at, timeZone)} (${timeZone})`}
    data-exact={isExact ? '' : undefined}
  >
    {moment(at, timeZone)}
  </time>
);
