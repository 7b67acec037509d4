import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Refused } from '../domain/errors.ts';

export interface Sealed {
  readonly keyId: string;
  readonly sealed: string;
}

/** Encrypts what must not be readable in the store or its backups: AES-256-GCM, bound to the place it belongs to. */
export interface Vault {
  /** The key that new secrets are sealed with; undefined without any key. */
  readonly keyId: string | undefined;
  /** @throws Refused without a key. */
  seal(secret: string, place: string): Sealed;
  /** @throws Refused when the key is not known any more or the value was changed. */
  open(sealed: Sealed, place: string): string;
  /**
   * Digests of a mail address by which a person is known again and that nobody without the key can make: the one to
   * store first, then those made with older keys. Empty without any key.
   */
  digestsOf(address: string): readonly string[];
  /** Signatures of a link, the current key's first; whoever has none of the keys can make none. */
  signaturesOf(link: string): readonly string[];
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
  readonly forDigests: KeyObject;
  readonly forLinks: KeyObject;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `keys`: the current one first, then those that older secrets were sealed with. */
export function openVault(keys: readonly string[]): Vault {
  const known = keys.map(keyOf);
  const [current] = known;
  return {
    keyId: current?.id,
    seal: (secret, place) => {
      if (!current) {
        throw new Refused(
          'There is no key to keep secrets with. Set EARSHOT_SECRET_KEY to a random text of at least 32 characters, the same for every process.',
        );
      }
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.bytes, nonce).setAAD(Buffer.from(place));
      const words = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return {
        keyId: current.id,
        sealed: Buffer.concat([nonce, cipher.getAuthTag(), words]).toString('base64'),
      };
    },
    open: ({ keyId, sealed }, place) => {
      const key = known.find(({ id }) => id === keyId);
      if (!key) {
        throw new Refused(
          `A secret was kept with the key ${keyId}, which is not known here. Add that key to EARSHOT_SECRET_KEY, or enter the secret again.`,
        );
      }
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        const words = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
        return Buffer.concat(words).toString('utf8');
      } catch (error) {
        throw new Refused('A secret in the store was changed by hand. Enter it again.', { cause: error });
      }
    },
    digestsOf: (address) => {
      const plain = address.normalize('NFC').trim().toLowerCase();
      return known.map(({ forDigests }) =>
        createHmac('sha256', forDigests).update(plain).digest('base64url').slice(0, 27),
      );
    },
    signaturesOf: (link) =>
      known.map(({ forLinks }) =>
        createHmac('sha256', forLinks).update(link).digest('base64url').slice(0, 27),
      ),
  };
}

function keyOf(secret: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'earshot secrets', 32));
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  // A key for one purpose says nothing about that for another.
  const forOne = (what: string) => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', what, 32)));
  return { id, bytes, forDigests: forOne('earshot addresses'), forLinks: forOne('earshot links') };
}

/**
 * The key of an embedded store: made on the first start and kept in the data folder, readable by its owner only. It
 * is worth as much as the secrets: a backup without it cannot be used for them.
 */
export async function keyInFolder(folder: string): Promise<string> {
  const file = path.join(folder, 'secret.key');
  if (!existsSync(file)) {
    await writeFile(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  if (process.platform !== 'win32') await chmod(file, 0o600);
  return (await readFile(file, 'utf8')).trim();
}
