import { createPrivateKey, sign } from 'node:crypto';
import { FetchFailed } from '../../domain/errors.ts';

export interface JwtKey {
  readonly algorithm: 'ES256' | 'RS256';
  /** PEM. */
  readonly privateKey: string;
  readonly id?: string;
}

/** A signed token (RFC 7519) with these claims. @throws FetchFailed when the key cannot be used. */
export function signJwt(key: JwtKey, claims: Readonly<Record<string, unknown>>): string {
  const head = { alg: key.algorithm, typ: 'JWT', ...(key.id === undefined ? {} : { kid: key.id }) };
  const content = `${encoded(head)}.${encoded(claims)}`;
  try {
    // A key pasted into a form may have lost its line breaks to "\n".
    const privateKey = createPrivateKey(key.privateKey.replaceAll('\\n', '\n'));
    // JWT wants both halves of an elliptic signature side by side (RFC 7518, 3.4), not in DER.
    const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${content}.${signature.toString('base64url')}`;
  } catch (error) {
    const advice = 'Sign in again: paste the whole private key, from "-----BEGIN" to "END…-----".';
    throw new FetchFailed('sign-in', `The private key cannot be used. ${advice}`, { cause: error });
  }
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
