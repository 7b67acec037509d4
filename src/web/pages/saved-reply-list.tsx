import type { SavedReply } from '../../domain/saved-reply.ts';
import type { SavedReplyRow } from '../../store/saved-replies.ts';
import type { SourceRow } from '../../store/sources.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { ReplyTabs } from '../parts/reply-tabs.tsx';
import { News, type Told } from '../parts/told.tsx';
import { countOf, LABEL_WORD, languageName } from '../parts/wording.ts';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

interface SavedPage {
  readonly saved: readonly SavedReplyRow[];
  readonly sources: readonly SourceRow[];
  readonly told: Told | undefined;
}

export function showSaved(visit: Visit, { saved, sources, told }: SavedPage): Response {
  return show(
    visit,
    { title: 'Saved replies', status: told?.isMistake ? 422 : 200, assets: 'replies' },
    <>
      <h1>Saved replies</h1>
      <ReplyTabs visit={visit} />
      <News told={told} />
      <p class="deeds">
        {visit.can('inbox') && (
          <a class="button" href="/replies/saved/new">
            Write one
          </a>
        )}
        {saved.length > 0 && (
          <a class="button quiet" href="/replies/saved/export">
            Export
          </a>
        )}
      </p>
      {saved.length === 0 && (
        <p class="empty">None yet. A saved reply is offered where a mention it is meant for is answered.</p>
      )}
      <ul class="rows">
        {saved.map((one) => (
          <li key={one.id}>
            <div>
              <a href={`/replies/saved/${one.id}`}>
                <strong>{one.name}</strong>
              </a>
              {one.enabled ? '' : ' (switched off)'}
              <p class="hint">
                {meantFor(one, sources)} · {countOf(one.variants.length, 'wording')} · sent{' '}
                {countOf(one.used, 'time')}
              </p>
              <p class="reply-text" dir="auto">
                {one.variants[0]}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {visit.can('approve') && (
        <details>
          <summary>Import a file</summary>
          <form
            method="post"
            action="/replies/saved/import"
            enctype="multipart/form-data"
            class="stacked narrow"
          >
            <CsrfField visit={visit} />
            <label class="field">
              <span>File, as it is exported; a name that is there is given its words</span>
              <input type="file" name="file" accept=".json,application/json" required />
            </label>
            <p class="deeds">
              <button type="submit">Import it</button>
            </p>
          </form>
        </details>
      )}
    </>,
  );
}

function meantFor(saved: SavedReply, sources: readonly SourceRow[]): string {
  const { language, label, aspect, starsFrom, starsTo, sourceId } = saved;
  const parts = [
    ...(label ? [LABEL_WORD[label]] : []),
    ...(starsFrom !== undefined || starsTo !== undefined ? [`${starsFrom ?? 1}–${starsTo ?? 5} stars`] : []),
    ...(aspect ? [`about ${aspect}`] : []),
    ...(language ? [`in ${languageName(language)}`] : []),
    ...(sourceId === undefined
      ? []
      : [`from ${sources.find(({ id }) => id === sourceId)?.name ?? 'a source'}`]),
  ];
  return parts.length === 0 ? 'For any mention' : `For mentions: ${parts.join(', ')}`;
}
