import type { Visit } from '../pages/visit.ts';

const TABS = [
  ['/replies', 'Replies'],
  ['/replies/saved', 'Saved replies'],
  ['/replies/automatic', 'Automatic'],
  ['/replies/effect', 'Effect'],
  ['/replies/desks', 'Help desks'],
  ['/replies/settings', 'Settings'],
] as const;

/** The way between the pages about replies. */
export const ReplyTabs = ({ visit }: { visit: Visit }) => {
  const here = visit.here.split('?')[0] ?? '';
  const isHere = (path: string) => here === path || (path !== '/replies' && here.startsWith(`${path}/`));
  return (
    <nav aria-label="Replies" class="tabs">
      <ul>
        {TABS.map(([path, name]) => (
          <li key={path}>
            <a href={path} aria-current={isHere(path) ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};
