import { FetchFailed } from '../../domain/errors.ts';
import type { HttpResponse } from '../http.ts';
import { limitResetMs, retryAfterMs } from './retry-after.ts';

const meanings: Readonly<Record<number, string>> = {
  304: 'nothing has changed, although nothing had been read before',
  400: 'the request was not understood',
  401: 'it asks for a password',
  403: 'access is forbidden',
  404: 'there is nothing at this address',
  410: 'the feed is gone for good',
  429: 'it asks us to come less often',
  500: 'the server has an internal error',
  502: 'the server is out of order',
  503: 'the server is overloaded or under maintenance',
  504: 'the server is out of order',
};

/** @throws FetchFailed unless the answer carries what was asked for (2xx) or says to a conditional request that it has not changed (304). */
export function refuseFailedStatus(
  response: HttpResponse,
  { isConditional }: { isConditional: boolean },
): void {
  const { status, headers } = response;
  if ((status >= 200 && status < 300) || (status === 304 && isConditional)) return;
  const host = URL.parse(response.finalUrl)?.host ?? 'the server';
  const meaning = meanings[status];
  const message = `${host} answered ${status}${meaning ? `: ${meaning}` : ''}`;
  const now = Date.now();
  const isLimit = status === 429 || (status === 403 && headers.get('x-ratelimit-remaining') === '0');
  const waitMs =
    retryAfterMs(headers.get('retry-after'), now) ?? (isLimit ? limitResetMs(headers, now) : undefined);
  const details = waitMs === undefined ? { status } : { status, retryAfterMs: waitMs };
  if (isLimit) throw new FetchFailed('rate-limited', message, details);
  if (status === 410) throw new FetchFailed('gone', message, details);
  throw new FetchFailed('http', message, details);
}
