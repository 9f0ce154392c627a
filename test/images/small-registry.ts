import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

const IMAGE = 'application/vnd.docker.container.image.v1+json';
const LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/** An image registry on 127.0.0.1, which engines trust without TLS. It has one image of one empty layer, `small:1`. */
export interface SmallRegistry {
  /** HOST:PORT, as a reference begins. */
  readonly host: string;
  close(): void;
}

/** Distribution API (registry v2), as far as a pull needs it. */
export async function openRegistry(): Promise<SmallRegistry> {
  const { blobs, manifest } = smallImage();
  const server = createServer((request, response) => {
    const [, version, , kind, key = ''] = (request.url ?? '').split('/');
    if (version !== 'v2') return response.writeHead(404).end();
    if (kind === undefined) return response.writeHead(200).end();
    const body = kind === 'manifests' ? manifestOf(key) : blobs.get(key);
    if (!body)
      return response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
    const type = kind === 'manifests' ? MANIFEST : 'application/octet-stream';
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': body.length,
      'Docker-Content-Digest': digest(body),
    });
    return response.end(request.method === 'HEAD' ? undefined : body);
  });
  const manifestOf = (key: string): Buffer | undefined =>
    key === '1' || key === digest(manifest) ? manifest : undefined;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function smallImage(): { readonly blobs: ReadonlyMap<string, Buffer>; readonly manifest: Buffer } {
  // Two blocks of zeros are an archive without files.
  const archive = Buffer.alloc(1024);
  const layer = gzipSync(archive);
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const rootfs = { type: 'layers', diff_ids: [digest(archive)] };
  const config = Buffer.from(JSON.stringify({ architecture, os: 'linux', config: {}, rootfs }));
  const describe = (mediaType: string, bytes: Buffer) => ({ mediaType, size: bytes.length, digest: digest(bytes) });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: describe(IMAGE, config),
      layers: [describe(LAYER, layer)],
    }),
  );
  return {
    blobs: new Map([config, layer].map((bytes) => [digest(bytes), bytes])),
    manifest,
  };
}

function digest(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
