import type { Visit } from '../pages/visit.ts';

const TABS = [
  ['/replies', 'Replies'],
  ['/replies/saved', 'Saved replies'],
  ['/replies/automatic', 'Automatic'],
  ['/replies/effect', 'Effect'],
  ['/replies/settings', 'Settings'],
] as const;

/** The way between the pages about replies. */
export const ReplyTabs = ({ visit }: { visit: Visit }) => {
  const here = visit.here.split('?')[0];
  return (
    <nav aria-label="Replies" class="tabs">
      <ul>
        {TABS.map(([path, name]) => (
          <li key={path}>
            <a href={path} aria-current={here === path ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};
