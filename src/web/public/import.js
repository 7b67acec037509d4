// A preview keeps the chosen file: only what the server says about it is put into the page.
const form = document.querySelector('form[data-import]');

form?.addEventListener('submit', async (event) => {
  const button = event.submitter;
  if (button?.value !== 'preview') return;
  event.preventDefault();
  const result = document.querySelector('[data-import-result]');
  result.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form, button) });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const news = page.querySelector('[data-import-result]');
    if (news) result.replaceChildren(...news.childNodes);
    else form.submit();
  } catch {
    form.submit();
  } finally {
    result.removeAttribute('aria-busy');
  }
});
