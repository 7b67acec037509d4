// Where a reply is written: its length while typing, how it may come across, how it will read. The server checks
// everything again; without this script the page says the same after "Keep as a draft".

const UNTIL_CHECKED_MS = 600;

for (const form of document.querySelectorAll('[data-reply-form]')) follow(form);

function follow(form) {
  const field = form.querySelector('textarea[name="text"]');
  const length = form.querySelector('.reply-length');
  const preview = form.querySelector('[data-reply-preview]');
  const copy = form.querySelector('[data-reply-copy]');
  let timer;
  let latest = 0;
  field.addEventListener('input', () => {
    showLength(field, length);
    preview.textContent = field.value || 'Nothing is written yet.';
    clearTimeout(timer);
    timer = setTimeout(() => {
      latest += 1;
      check(form, () => latest, latest);
    }, UNTIL_CHECKED_MS);
  });
  if (!copy || !navigator.clipboard) return;
  copy.hidden = false;
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(field.value);
    copy.textContent = 'Copied';
  });
}

function showLength(field, shown) {
  const { most, unit } = shown.dataset;
  const length = lengthOf(field.value, unit);
  const isTooLong = most !== undefined && length > Number(most);
  const rest = most === undefined ? ` ${unit}` : ` of ${most} ${unit}`;
  shown.textContent = `${length}${rest}${isTooLong ? `: ${length - Number(most)} too many` : ''}`;
  shown.classList.toggle('is-too-long', isTooLong);
  if (isTooLong) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
}

function lengthOf(text, unit) {
  // What is sent counts a line end as one, as it is typed here.
  if (unit === 'bytes') return new TextEncoder().encode(text).length;
  if (unit === 'graphemes') return [...new Intl.Segmenter().segment(text)].length;
  return [...text].length;
}

async function check(form, now, mine) {
  const body = new FormData(form);
  const address = form.action.replace(/\/(send|copied)$/, '/check');
  try {
    const answer = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json' } });
    if (!answer.ok || now() !== mine) return;
    const { remarks, missing } = await answer.json();
    const asked = missing.map((name) => `{{${name}}} is not filled in.`);
    const items = [...asked, ...remarks.map(({ text }) => text)].map((text) => {
      const item = document.createElement('li');
      item.dir = 'auto';
      item.textContent = text;
      return item;
    });
    form.querySelector('[data-reply-remarks]').replaceChildren(...items);
  } catch {
    // The server is away for a moment; the next key asks again.
  }
}
