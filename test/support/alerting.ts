import type { Ways } from '../../src/channels/channel.ts';
import { createMailWay } from '../../src/channels/smtp.ts';
import { vettedAddress } from '../../src/sources/http/address-guard.ts';
import type { Http } from '../../src/sources/http.ts';
import { openVault, type Vault } from '../../src/store/vault.ts';

/** A vault with a key that only tests know. */
export const testVault: Vault = openVault(['a key for tests that is long enough']);

/** What workers need to tell people, over a test's own connection; `allow` names mail servers on this machine. */
export function waysOver(
  http: Http,
  allow: readonly string[] = [],
): { ways: Ways; origin: string | undefined } {
  const mail = createMailWay((host, port) => vettedAddress(host, port, allow));
  return { ways: { http, mail }, origin: 'https://earshot.example' };
}
