import { type CipherGCMTypes, createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

/** Types of content (RFC 8446 section 5.1). */
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const HEADER = 5;
const TAG = 16;
/** The most that one record holds. */
const MOST = 2 ** 14;
/** KeyUpdate (section 4.6.3): type 24, one octet long, and whether an update is wanted back. */
const KEY_UPDATE = [24, 0, 0, 1];

/** The suites of TLS 1.3 that OpenSSL has by default: the AEAD, the length of its key, and the hash. */
const SUITES: Readonly<Record<string, { readonly aead: string; readonly key: number; readonly hash: string }>> = {
  TLS_AES_128_GCM_SHA256: { aead: 'aes-128-gcm', key: 16, hash: 'sha256' },
  TLS_AES_256_GCM_SHA384: { aead: 'aes-256-gcm', key: 32, hash: 'sha384' },
  TLS_CHACHA20_POLY1305_SHA256: { aead: 'chacha20-poly1305', key: 32, hash: 'sha256' },
};

/** One key of one direction, and the records that were sealed with it. */
interface Epoch {
  readonly secret: Buffer;
  readonly key: Buffer;
  readonly iv: Buffer;
  sealed: number;
}

/**
 * The server's own side of the records of a TLS 1.3 connection, beside the engine's: what no engine sends at will can be
 * sealed here. It learns the secret from the engine's key log and counts the engine's records; once it has sealed one itself
 * the engine's own can no longer be read by the peer.
 */
export class OwnRecords {
  #secret: Buffer | null = null;
  #suite: (typeof SUITES)[string] | null = null;
  #epoch: Epoch | null = null;
  #unread: Buffer = Buffer.alloc(0);
  readonly #sentEarly: Buffer[] = [];
  /** True once a record was sealed here. */
  taken = false;

  /** One line of the engine's log of keys (NSS key log format). */
  learn(line: string): void {
    const [label, , secret = ''] = line.trim().split(' ');
    if (label === 'SERVER_TRAFFIC_SECRET_0') this.#secret = Buffer.from(secret, 'hex');
  }

  /** The suite that was agreed on, by its name in RFC 8446 appendix B.4. */
  agreed(suite: string): void {
    this.#suite = SUITES[suite] ?? null;
    if (!this.#secret || !this.#suite) return;
    this.#epoch = this.#epochOf(this.#secret, this.#suite);
    for (const record of this.#sentEarly.splice(0)) this.#count(record);
  }

  /** What the engine sends. */
  note(octets: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, octets]);
    while (this.#unread.length >= HEADER) {
      const end = HEADER + this.#unread.readUInt16BE(3);
      if (this.#unread.length < end) return;
      const record = this.#unread.subarray(0, end);
      this.#unread = this.#unread.subarray(end);
      if (record[0] !== APPLICATION_DATA) continue;
      if (this.#epoch) this.#count(record);
      else this.#sentEarly.push(record);
    }
  }

  /** False where the connection is not one of TLS 1.3. */
  get able(): boolean {
    return this.#epoch !== null;
  }

  /** Records of some content. Throws where they cannot be had. */
  seal(type: number, content: Buffer): Buffer {
    const records: Buffer[] = [];
    for (let at = 0; at === 0 || at < content.length; at += MOST)
      records.push(this.#record(type, content.subarray(at, at + MOST)));
    return Buffer.concat(records);
  }

  /** Application data. */
  sealData(content: Buffer): Buffer {
    return this.seal(APPLICATION_DATA, content);
  }

  /** A KeyUpdate, behind which the next key is in force; `asks` wants one of the peer, too. */
  keyUpdate(asks: boolean): Buffer {
    const record = this.seal(HANDSHAKE, Buffer.from([...KEY_UPDATE, asks ? 1 : 0]));
    const { suite, epoch } = this.#inForce();
    const { length } = epoch.secret;
    this.#epoch = this.#epochOf(expand(suite.hash, epoch.secret, 'traffic upd', length), suite);
    return record;
  }

  #record(type: number, content: Buffer): Buffer {
    const { suite, epoch } = this.#inForce();
    this.taken = true;
    const plain = Buffer.concat([content, Buffer.from([type])]);
    const header = Buffer.from([APPLICATION_DATA, 3, 3, 0, 0]);
    header.writeUInt16BE(plain.length + TAG, 3);
    const cipher = createCipheriv(suite.aead as CipherGCMTypes, epoch.key, nonce(epoch), { authTagLength: TAG });
    cipher.setAAD(header, { plaintextLength: plain.length });
    const octets = Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    epoch.sealed += 1;
    return octets;
  }

  #inForce(): { suite: (typeof SUITES)[string]; epoch: Epoch } {
    if (!this.#suite || !this.#epoch) throw new TypeError('the connection is not one of TLS 1.3');
    return { suite: this.#suite, epoch: this.#epoch };
  }

  #epochOf(secret: Buffer, { hash, key }: (typeof SUITES)[string]): Epoch {
    return { secret, key: expand(hash, secret, 'key', key), iv: expand(hash, secret, 'iv', 12), sealed: 0 };
  }

  /** The server's flight is sealed with another key and looks the same: the first record that can be opened is the first. */
  #count(record: Buffer): void {
    const { epoch } = this.#inForce();
    if (epoch.sealed > 0 || this.#opens(record)) epoch.sealed += 1;
  }

  #opens(record: Buffer): boolean {
    const { suite, epoch } = this.#inForce();
    const content = record.subarray(HEADER, -TAG);
    const cipher = createDecipheriv(suite.aead as CipherGCMTypes, epoch.key, nonce(epoch), { authTagLength: TAG });
    cipher.setAAD(record.subarray(0, HEADER), { plaintextLength: content.length });
    cipher.setAuthTag(record.subarray(-TAG));
    cipher.update(content);
    try {
      cipher.final();
      return true;
    } catch {
      return false;
    }
  }
}

/** Section 5.3: the number of the record in the last octets of the IV. */
function nonce({ iv, sealed }: Epoch): Buffer {
  const octets = Buffer.from(iv);
  octets.writeUInt32BE((octets.readUInt32BE(8) ^ sealed) >>> 0, 8);
  return octets;
}

/** HKDF-Expand-Label (section 7.1) with no context, and no longer than one block of the hash. */
function expand(hash: string, secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([length >> 8, length & 0xff, name.length]), name, Buffer.from([0])]);
  return createHmac(hash, secret)
    .update(info)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, length);
}
