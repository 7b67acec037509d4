import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

// The OWASP recommendation for argon2id: 19 MiB, two passes, one lane.
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Verified for an e-mail address nobody has, so that the answer takes as long as for a wrong password. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEhIQ$8dWDlG3w0FvjBqJCM1Ow3VAmJ8mVBXqfVyZsBOCgvJA';

export const PASSWORD_LENGTH = { least: 10, most: 200 } as const;

const derive = promisify(argon2);

/** A PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await deriveKey(password, { salt, ...COST, bytes: HASH_BYTES });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${bare(salt)}$${bare(hash)}`;
}

/** Whether the password made this hash, with the cost written in the hash. @throws on a hash that is none. */
export async function isPassword(password: string, phc: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(phc) ?? [];
  if (!salt || !hash) throw new Error('The stored password hash is not a PHC string of argon2id.');
  const expected = Buffer.from(hash, 'base64');
  const found = await deriveKey(password, {
    salt: Buffer.from(salt, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    bytes: expected.length,
  });
  return timingSafeEqual(found, expected);
}

function deriveKey(
  password: string,
  cost: { salt: Buffer; memory: number; passes: number; parallelism: number; bytes: number },
): Promise<Buffer> {
  return derive('argon2id', {
    // The same characters typed on another keyboard may be composed differently.
    message: password.normalize('NFKC'),
    nonce: cost.salt,
    memory: cost.memory,
    passes: cost.passes,
    parallelism: cost.parallelism,
    tagLength: cost.bytes,
  });
}

function bare(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
