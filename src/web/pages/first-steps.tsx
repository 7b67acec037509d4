import type { SourceRow } from '../../store/sources.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import type { Visit } from './visit.ts';

/** The overview of a workspace in which nothing has been counted yet. */
export const FirstSteps = ({ visit, sources }: { visit: Visit; sources: readonly SourceRow[] }) => {
  const isListening = sources.some((source) => source.enabled);
  return (
    <>
      <h1>{isListening ? 'Listening' : 'Nothing to hear yet'}</h1>
      <p class="lead">
        {isListening
          ? 'The sources are being read. The first mentions show up here within a minute or two.'
          : 'Three steps, and this page shows how customers feel.'}
      </p>
      <ol class="steps">
        <li>
          <h2>Add a feed</h2>
          <p>
            The address of a news site, a blog, a forum or a review page. You see what it brings before you
            save it.
          </p>
          {visit.can('sources') ? (
            <a href="/sources/new" class="button">
              Add a feed
            </a>
          ) : (
            <p class="hint">Somebody with the role analyst or admin can do this.</p>
          )}
        </li>
        <li>
          <h2>Say what to follow</h2>
          <p>
            A topic is a search for a brand, a product, a campaign or a theme. Everything is counted with or
            without one.
          </p>
          {visit.can('topics') && (
            <a href="/topics/new" class="button quiet">
              Add a topic
            </a>
          )}
        </li>
        <li>
          <h2>Or look around first</h2>
          <p>
            The sample company brings months of made-up mentions, and can be removed again with one click.
          </p>
          <LoadSample visit={visit} isPossible={sources.length === 0} />
        </li>
      </ol>
    </>
  );
};

const LoadSample = ({ visit, isPossible }: { visit: Visit; isPossible: boolean }) =>
  visit.can('admin') && isPossible ? (
    <form method="post" action="/sample/load">
      <CsrfField visit={visit} />
      <button type="submit" class="quiet">
        Load the sample company
      </button>
    </form>
  ) : (
    <p class="hint">It can be loaded by an admin while there are no sources.</p>
  );
