// The inbox works without this script. It adds: a claim as soon as an item is opened, kept while somebody works on it
// and given back when they leave; who has what, as it changes; a selection that can be seen; a list that keeps its place.

const item = document.querySelector('[data-item]');
const list = document.querySelector('[data-inbox]');
const csrf = item?.dataset.csrf ?? document.querySelector('input[name="csrf"]')?.value;

/** Asks the server to do something about this item. */
async function post(deed, fields = {}) {
  const body = new URLSearchParams({ csrf, ...fields });
  const headers = { accept: 'application/json' };
  const answer = await fetch(`/inbox/${item.dataset.item}/${deed}`, { method: 'POST', headers, body });
  return answer.ok ? answer.json() : undefined;
}

// --- The claim ---

const numberFields = () => document.querySelectorAll('input[data-claim-number], input[name="claim"]');
let claimNumber = document.querySelector('[data-claim-number]')?.value ?? '';
let isLeaving = false;
let hasWorked = true;

function setClaimNumber(number) {
  claimNumber = number;
  for (const field of numberFields()) field.value = number;
}

async function claimOnOpen() {
  if (!item || claimNumber || !document.querySelector('[data-claim]')) return;
  const claim = await post('claim');
  if (claim) setClaimNumber(String(claim.number));
  await refreshParts();
}

const RENEW_MS = 60_000;

/** A claim is renewed only while somebody works; who went away gives it back by doing nothing. */
async function renew() {
  if (!item || !claimNumber || !hasWorked || document.hidden) return;
  hasWorked = false;
  const renewed = await post('renew', { claim: claimNumber });
  if (renewed?.until) return;
  setClaimNumber('');
  await refreshParts();
}

/** The page that was here before the reload may have given the claim back after this one was drawn. */
async function claimAgainAfterReload() {
  if (!item || !claimNumber || performance.getEntriesByType('navigation')[0]?.type !== 'reload') return;
  const renewed = await post('renew', { claim: claimNumber });
  if (renewed?.until) return;
  const claim = await post('claim');
  setClaimNumber(claim ? String(claim.number) : '');
  await refreshParts();
}

// A reload is no leaving, where the browser tells the two apart.
window.navigation?.addEventListener('navigate', ({ navigationType }) => {
  if (navigationType === 'reload') isLeaving = true;
});

function releaseOnLeave() {
  // A form that is being sent, such as the answer itself, still needs the claim.
  if (!item || !claimNumber || isLeaving) return;
  navigator.sendBeacon(
    `/inbox/${item.dataset.item}/release`,
    new URLSearchParams({ csrf, claim: claimNumber }),
  );
}

// --- What others do ---

async function refreshParts() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live-part]')) {
    const newer = fresh.querySelector(`#${CSS.escape(part.id)}`);
    if (!newer || newer.innerHTML === part.innerHTML) continue;
    const hadFocus = part.contains(document.activeElement);
    part.replaceWith(document.adoptNode(newer));
    if (hadFocus) document.querySelector(`#${CSS.escape(part.id)} button`)?.focus();
  }
  const shown = document.querySelector('[data-claim-number]')?.value;
  if (shown !== undefined && shown !== claimNumber) setClaimNumber(shown);
}

function onChange(event) {
  const { items } = JSON.parse(event.data);
  if (item) {
    if (items.includes(Number(item.dataset.item))) refreshParts();
    return;
  }
  const shown = new Set(
    [...list.querySelectorAll('[data-mention]')].map((row) => Number(row.dataset.mention)),
  );
  if (items.some((id) => shown.has(id))) refreshRows();
  else document.querySelector('[data-inbox-news]')?.removeAttribute('hidden');
}

/** Who has what is shown at once; the order stays as it is until somebody asks for it. */
async function refreshRows() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  let isGone = false;
  for (const row of list.querySelectorAll('[data-mention]')) {
    const newer = fresh.querySelector(`#${CSS.escape(row.id)} .inbox-what`);
    if (newer) row.querySelector('.inbox-what').replaceWith(document.adoptNode(newer));
    else isGone = true;
    row.classList.toggle('inbox-gone', !newer);
  }
  if (isGone) document.querySelector('[data-inbox-news]')?.removeAttribute('hidden');
}

function follow() {
  if ((!item && !list) || !('EventSource' in window)) return;
  let stream;
  const start = () => {
    if (stream) return;
    stream = new EventSource('/live?inbox=1');
    stream.addEventListener('inbox', onChange);
  };
  const stop = () => {
    stream?.close();
    stream = undefined;
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()));
  window.addEventListener('pagehide', stop);
  if (!document.hidden) start();
}

// --- The selection ---

function showSelection() {
  const words = document.querySelector('[data-selected]');
  if (!words) return;
  const chosen = list.querySelectorAll('input[name="id"]:checked').length;
  words.textContent =
    chosen === 0
      ? 'Do the same to several'
      : `Do the same to ${chosen} selected ${chosen === 1 ? 'item' : 'items'}`;
  if (chosen > 0) document.querySelector('#many').open = true;
}

function listenToSelection() {
  if (!list) return;
  list.addEventListener('change', showSelection);
  const all = list.querySelector('[data-select-all]');
  if (!all) return;
  all.hidden = false;
  all.addEventListener('click', () => {
    const boxes = [...list.querySelectorAll('input[name="id"]')];
    const isOn = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = isOn;
    showSelection();
  });
}

// --- The place in a list: the next item has the focus after one was dealt with ---

const PLACE = 'earshot-inbox-place';

function keepPlace() {
  if (!list) return;
  document.addEventListener('submit', () => {
    const rows = [...list.querySelectorAll('[data-mention]')];
    const at = rows.indexOf(document.activeElement?.closest('[data-mention]'));
    if (at >= 0) sessionStorage.setItem(PLACE, `${location.pathname} ${at}`);
  });
  const [path, at] = (sessionStorage.getItem(PLACE) ?? '').split(' ');
  sessionStorage.removeItem(PLACE);
  if (path !== location.pathname) return;
  const rows = list.querySelectorAll('[data-mention]');
  rows[Math.min(Number(at), rows.length - 1)]?.focus();
}

for (const event of ['keydown', 'pointerdown', 'input', 'scroll']) {
  document.addEventListener(event, () => (hasWorked = true), { passive: true, capture: true });
}
document.addEventListener('submit', () => (isLeaving = true));
window.addEventListener('pagehide', releaseOnLeave);
// Back from another page, as it was left: it has been given back meanwhile.
window.addEventListener('pageshow', async (event) => {
  if (!event.persisted || !item) return;
  isLeaving = false;
  setClaimNumber('');
  await refreshParts();
  await claimOnOpen();
});
setInterval(() => renew().catch(() => {}), RENEW_MS);
listenToSelection();
keepPlace();
follow();
claimOnOpen()
  .then(claimAgainAfterReload)
  .catch(() => {});
