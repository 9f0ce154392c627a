import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Identity } from '../../core/tls.ts';
import type { Keys } from './write-certificate.ts';

/** The key pair of a certificate. */
export function keysOf({ key }: Pick<Identity, 'key'>): Keys {
  return { privateKey: createPrivateKey(key), publicKey: createPublicKey(key) };
}

/** A private key in PEM. */
export function pemOf({ privateKey }: { readonly privateKey: KeyObject }): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
