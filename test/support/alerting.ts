import type { Ways } from '../../src/channels/channel.ts';
import { createMailWay } from '../../src/channels/smtp.ts';
import { vettedAddress } from '../../src/sources/http/address-guard.ts';
import type { Http } from '../../src/sources/http.ts';

/** What workers need to tell people, over a test's own connection; `allow` names mail servers on this machine. */
export function waysOver(
  http: Http,
  allow: readonly string[] = [],
): { ways: Ways; origin: string | undefined } {
  const mail = createMailWay((host, port) => vettedAddress(host, port, allow));
  return { ways: { http, mail }, origin: 'https://earshot.example' };
}
