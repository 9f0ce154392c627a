import { PassThrough } from 'node:stream';
import type { Test } from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import { messageOf } from '../../harness/core/problem.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { openEngine } from '../../harness/images/engine.ts';
import { ensureImages } from '../../harness/images/ensure-images.ts';

/** The container engine's client. */
export type Docker = Awaited<ReturnType<typeof openEngine>>['docker'];
type CreateOptions = Parameters<Docker['createContainer']>[0];

/** On every container of a test, so that a person can find what was left by one that was killed. */
const LABEL = 'gatecrash.test';
/** How long a container may take to say that it is ready, in milliseconds. */
const READY_WITHIN = 30_000;

/**
 * The container engine; null, with the test or the file skipped visibly, where none answers. Under GATECRASH_REQUIRE=all it
 * rejects instead.
 */
export async function dockerOr(t: Test): Promise<Docker | null> {
  try {
    return (await openEngine()).docker;
  } catch (error) {
    if (process.env.GATECRASH_REQUIRE === 'all') throw error;
    t.plan(0, messageOf(error));
    return null;
  }
}

/**
 * The image that tests use for `upstream`, `sidecar` or a gateway: the one made here where there is one, else its makers'.
 * GATECRASH_IMAGES=official or =built decides it.
 */
export async function testImage(docker: Docker, name: string): Promise<string> {
  const gateway = (await loadFolder<Gateway>('gateways')).find((one) => one.name === name);
  const made = await docker.listImages({ filters: JSON.stringify({ reference: ['gatecrash-built/debian'] }) });
  const built = (process.env.GATECRASH_IMAGES ?? (made.length > 0 ? 'built' : 'official')) === 'built';
  const wanted = { name, reference: gateway?.image?.reference };
  const images = await ensureImages([wanted], { set: built ? 'built' : 'official' });
  return images.get(name) ?? name;
}

/** A container that runs until it is disposed of. */
export interface TestContainer extends AsyncDisposable {
  readonly id: string;
  /** Its address in its first network; empty where it joined another container's. */
  readonly address: string;
  /** The port of this machine's 127.0.0.1 that leads to a published port of it. */
  port(inside: number): number;
  /** All that it has said so far. */
  output(): string;
}

/** What to run; `publish` are ports that become reachable on 127.0.0.1, and `ready` is what it says when it is. */
export interface TestContainerOptions {
  readonly create: CreateOptions;
  readonly publish?: readonly number[] | undefined;
  readonly ready: RegExp;
}

/** Starts a container, and resolves once it says that it is ready; rejects with its words where it ends before. */
export async function runContainer(docker: Docker, options: TestContainerOptions): Promise<TestContainer> {
  const { create, publish = [], ready } = options;
  const bindings = publish.map((port) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: '0' }]] as const);
  const container = await docker.createContainer({
    ...create,
    Labels: { [LABEL]: String(process.pid) },
    ...(publish.length > 0 ? { ExposedPorts: Object.fromEntries(publish.map((port) => [`${port}/tcp`, {}])) } : {}),
    HostConfig: { ...create.HostConfig, PortBindings: Object.fromEntries(bindings) },
  });
  const dispose = async () => void (await container.remove({ force: true, v: true }).catch(() => {}));
  try {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    const said = new PassThrough();
    docker.modem.demuxStream(stream, said, said);
    stream.once('end', () => said.end());
    let text = '';
    const isReady = Promise.withResolvers<void>();
    said.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (ready.test(text)) isReady.resolve();
    });
    said.once('end', () => isReady.reject(new Error(`the container of ${create.Image} ended: ${text}`)));
    const patience = setTimeout(() => isReady.reject(new Error(`${create.Image} is not ready: ${text}`)), READY_WITHIN);
    await container.start();
    await isReady.promise.finally(() => clearTimeout(patience));
    const { NetworkSettings } = await container.inspect();
    return {
      id: container.id,
      address: Object.values(NetworkSettings.Networks)[0]?.IPAddress ?? '',
      port: (inside) => Number(NetworkSettings.Ports[`${inside}/tcp`]?.[0]?.HostPort),
      output: () => text,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}
