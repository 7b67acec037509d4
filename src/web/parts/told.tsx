/** What was just done or could not be, shown once. */
export interface Told {
  readonly text: string;
  readonly isMistake: boolean;
}

/** Said aloud by screen readers: a mistake at once, news when there is time. */
export const News = ({ told }: { told: Told | undefined }) =>
  told ? (
    <p class={told.isMistake ? 'mistake' : 'news'} role={told.isMistake ? 'alert' : 'status'}>
      {told.text}
    </p>
  ) : null;
