import { PassThrough } from 'node:stream';
import type { Engine } from '../../images/engine.ts';

/** How long a program may take to say its word and end, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Runs a program in an image, without a network, and gives what it printed on both streams. The container is removed in
 * every case. Throws the engine's error where it cannot be started, as when the image has no such program.
 */
export async function runOnce(
  { docker }: Engine,
  image: string,
  [program = '', ...args]: readonly string[],
  labels: Readonly<Record<string, string>>,
): Promise<string> {
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: [program],
    Cmd: args,
    Labels: { ...labels },
    HostConfig: { NetworkMode: 'none' },
  });
  try {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    const said: Buffer[] = [];
    const sink = new PassThrough().on('data', (chunk: Buffer) => said.push(chunk));
    docker.modem.demuxStream(stream, sink, sink);
    const ended = container.wait({ condition: 'next-exit', abortSignal: AbortSignal.timeout(PATIENCE) });
    await Promise.all([container.start(), ended]);
    return Buffer.concat(said).toString('utf8');
  } finally {
    await container.remove({ force: true, v: true }).catch(() => {});
  }
}
