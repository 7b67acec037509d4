import { NotSent, type Outgoing, type Ways } from './channel.ts';

/** Posts a message; anything but 2xx is told apart into what may pass by itself and what needs a person. */
export async function postJson(
  ways: Ways,
  { idempotencyKey, now }: Outgoing,
  request: { url: string; headers?: Readonly<Record<string, string>>; body: string },
): Promise<string> {
  const answer = await ways.http.send({
    url: request.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'idempotency-key': idempotencyKey,
      ...request.headers,
    },
    body: request.body,
  });
  const said = Buffer.from(answer.body).toString('utf8').slice(0, 200).trim();
  if (answer.status >= 200 && answer.status < 300) return said;
  const passes = answer.status === 408 || answer.status === 429 || answer.status >= 500;
  throw new NotSent(`It answered ${answer.status}${said ? `: ${said}` : ''}`, {
    isFinal: !passes,
    retryAfterMs: retryAfterMs(answer.headers.get('retry-after'), now),
  });
}

/** RFC 9110, 10.2.3: seconds or a date. */
function retryAfterMs(value: string | null, now: Date): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
