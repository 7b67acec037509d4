// Every page works without this script. It adds: times as "12 minutes ago", new mentions as they come in,
// keys. Nothing here turns text into markup; fresh parts of a page are our own page, fetched again and parsed.

const main = () => document.querySelector('main');

// --- Times: how long ago, and the reader's own clock in the title ---

function showTimes() {
  for (const time of document.querySelectorAll('time[datetime]')) showTime(time);
}

function showTime(time) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime())) return;
  time.dataset.inWorkspace ??= time.title;
  const words = inWords((at.getTime() - Date.now()) / 1000, time.dataset.relative !== undefined);
  // What is older keeps its date in the workspace's time zone: that is the day it is counted on.
  time.dataset.inFull ??= time.textContent;
  time.textContent = (time.dataset.exact === undefined && words) || time.dataset.inFull;
  const own = new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium', timeStyle: 'short' });
  time.title = `${time.dataset.inWorkspace}; ${own.format(at)} your time`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

function inWords(seconds, always) {
  const size = Math.abs(seconds);
  if (size > 86_400 && !always) return undefined;
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  for (const [unit, length] of UNITS) {
    if (size >= length * (unit === 'day' ? 1.5 : 1)) return format.format(Math.round(seconds / length), unit);
  }
  return seconds > 0 ? 'in a moment' : 'just now';
}

// --- Times that are typed: read from the reader's own clock ---

function typeInOwnZone() {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  if (!timeZone) return;
  for (const place of document.querySelectorAll('[data-own-zone]')) {
    if (place instanceof HTMLInputElement) place.value = timeZone;
    else place.textContent = timeZone;
  }
}

// --- Navigation: where the words do not fit, the page one is on is in sight ---

function showWhereWeAre() {
  document
    .querySelector('.header nav [aria-current]')
    ?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

// --- News: server-sent events say that numbers have moved; the page then asks for what it shows ---

function followNews() {
  const mode = main()?.dataset.live;
  if (!mode || !('EventSource' in window)) return;
  const onNews = mode === 'refresh' ? oneAtATime(refresh) : oneAtATime(announce);
  let stream;
  let openings = 0;
  const start = () => {
    if (stream) return;
    stream = new EventSource(`/live?topic=${encodeURIComponent(main().dataset.topic)}`);
    stream.addEventListener('mentions', onNews);
    // What moved while the connection was down was not heard.
    stream.addEventListener('open', () => {
      if (openings > 0) onNews();
      openings += 1;
    });
  };
  const stop = () => {
    stream?.close();
    stream = undefined;
  };
  // A hidden tab holds no connection, and catches up as soon as it is seen and connected again.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return stop();
    start();
  });
  window.addEventListener('pagehide', stop);
  window.addEventListener('pageshow', (event) => event.persisted && start());
  if (!document.hidden) start();
}

/** While one run is on its way, further calls wait and become one. */
function oneAtATime(work) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await work();
    } catch {
      // The server is away for a moment; the next event tries again.
    } finally {
      running = false;
    }
    if (again) {
      again = false;
      run();
    }
  };
}

async function refresh() {
  if (isBeingUsed()) return;
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  if (!fresh || isBeingUsed()) return;
  for (const details of document.querySelectorAll('main details[open][id]')) {
    const same = fresh.querySelector(`#${CSS.escape(details.id)}`);
    if (same) same.open = true;
  }
  const focused = pathTo(document.activeElement);
  main().replaceWith(document.adoptNode(fresh));
  if (focused) document.querySelector(focused)?.focus({ preventScroll: true });
  showTimes();
}

/** Somebody who types or chooses is not interrupted. */
function isBeingUsed() {
  const at = document.activeElement;
  return at instanceof HTMLElement && main().contains(at) && at.matches('input, select, textarea');
}

function pathTo(element) {
  if (!(element instanceof HTMLElement) || !main().contains(element)) return undefined;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const address = element.getAttribute('href');
  return address ? `main a[href="${CSS.escape(address)}"]` : undefined;
}

async function announce() {
  const news = document.querySelector('[data-news]');
  if (!news) return;
  const address = new URL('/feed/newer', location.href);
  address.search = location.search;
  address.searchParams.set('than', news.dataset.than);
  const answer = await fetch(address);
  if (!answer.ok) return;
  const { newer, isMore } = await answer.json();
  news.hidden = newer === 0;
  const many = `${newer}${isMore ? ' or more' : ''} new ${newer === 1 ? 'mention' : 'mentions'}`;
  news.querySelector('[data-news-link]').textContent = `${many} – show`;
}

// --- The rest: what takes long to add up is fetched when the page is there ---

async function fetchRest() {
  const part = document.querySelector('[data-rest]');
  if (!part) return;
  const answer = await fetch(part.dataset.rest, { headers: { accept: 'text/html' } });
  if (!answer.ok || answer.redirected) return;
  const whole = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = whole.querySelector(`#${CSS.escape(part.id)}`);
  if (!fresh) return;
  const focused = pathTo(document.activeElement);
  part.replaceWith(document.adoptNode(fresh));
  if (focused) document.querySelector(focused)?.focus({ preventScroll: true });
  showTimes();
}

// --- Keys ---

// A box that is ticked is not typed in.
const TYPED_IN = 'input:not([type="checkbox"], [type="radio"]), select, textarea';

function listenToKeys() {
  const dialog = document.querySelector('#shortcuts');
  const opener = document.querySelector('[data-open-shortcuts]');
  if (!dialog || !opener) return;
  opener.hidden = false;
  opener.addEventListener('click', () => dialog.showModal());
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target instanceof HTMLElement && event.target.matches(TYPED_IN)) return;
    const mention = mentionInUse();
    if (event.key === '?') dialog.showModal();
    else if (!pressKeyed(event.key, mention) && !DEEDS[event.key]?.(mention)) return;
    event.preventDefault();
  });
}

/** The mention that has the focus, or the only one of the page. */
function mentionInUse() {
  const all = document.querySelectorAll('[data-mention]');
  return document.activeElement?.closest('[data-mention]') ?? (all.length === 1 ? all[0] : null);
}

/** Elements may have a key of their own, within the mention in use or on the page: fields are gone to, others pressed. */
function pressKeyed(key, mention) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const onPage = [...(main()?.querySelectorAll(selector) ?? [])].find(
    (one) => !one.closest('[data-mention]'),
  );
  const element = forSelected(key) ?? mention?.querySelector(selector) ?? onPage;
  if (!element) return false;
  if (element.matches('textarea, input:not([type="checkbox"])')) element.focus();
  else element.click();
  return true;
}

/** Where items are selected, a deed that can be done to many is done to all of them, wherever the focus is. */
function forSelected(key) {
  const hasSelected = main()?.querySelector('[data-mention] input[name="id"]:checked');
  return hasSelected ? main().querySelector(`[data-many-key="${CSS.escape(key)}"]`) : null;
}

/** Each is given the mention that has the focus, if any, and says whether there was something to do. */
const DEEDS = {
  j: (mention) => step(mention, 1),
  k: (mention) => step(mention, -1),
  o: (mention) => press(mention, '[data-original]'),
  w: (mention) => press(mention, '.why > summary'),
  1: (mention) => press(mention, 'button[value="positive"]'),
  2: (mention) => press(mention, 'button[value="neutral"]'),
  3: (mention) => press(mention, 'button[value="negative"]'),
  4: (mention) => press(mention, 'button[value="skipped"]'),
  u: (mention) => press(mention, 'button[value="undo"]'),
};

function step(mention, by) {
  const all = [...document.querySelectorAll('[data-mention]')];
  const target = all.indexOf(document.querySelector('[data-mention]:target'));
  const from = mention ? all.indexOf(mention) : target;
  const next = all[from === -1 ? 0 : Math.min(all.length - 1, Math.max(0, from + by))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'center' });
  return next !== undefined;
}

function press(mention, selector) {
  const element = mention?.querySelector(selector);
  element?.click();
  return Boolean(element);
}

// --- Start, once everything above is known ---

showTimes();
showWhereWeAre();
setInterval(showTimes, 30_000);
followNews();
typeInOwnZone();
listenToKeys();
// What does not arrive stays a link.
fetchRest().catch(() => {});
