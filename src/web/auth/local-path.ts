/** Where to go after signing in: a path on this server, never another address; anything else is the start page. */
export function localPath(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const here = 'http://here.invalid';
  // Browsers read "//host" and "/\host" as addresses and drop tabs and line ends; so does URL.
  const url = URL.parse(next, here);
  return url?.origin === here ? url.pathname.replace(/^\/+/, '/') + url.search + url.hash : '/';
}
