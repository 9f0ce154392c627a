import type { Readable } from 'node:stream';
import { openEngine } from '../../images/engine.ts';
import { programInImage } from '../../images/program-in-image.ts';
import type { EngineAnswer, EngineEvent, EngineRequest } from '../worker/engine-request.ts';
import { containerArchive } from './container-archive.ts';
import { containerStart } from './container-start.ts';
import { COMPILE_CACHE } from './driver-start.ts';
import type { ContainerPlan, RunningContainer } from './joined-container.ts';

/** What a desk works with. */
export interface DeskParts {
  /** Owns the namespaces of network and processes that gateways join, and the folder that they share. */
  readonly driver: RunningContainer;
  /** Owns the network namespace of the upstreams. */
  readonly upstreamSide: RunningContainer;
  readonly images: { readonly upstream: string; readonly gateways: ReadonlyMap<string, string> };
  run(plan: Omit<ContainerPlan, 'labels'>): Promise<RunningContainer>;
  tell(event: EngineEvent): void;
}

type RequestOf<Op extends EngineRequest['op']> = Extract<EngineRequest, { op: Op }>;

/** Carries out what a driver asks of the container engine. */
export class EngineDesk {
  readonly #parts: DeskParts;
  /** By the driver's ids of them, while they run. */
  readonly #containers = new Map<string, RunningContainer>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  async carryOut(request: EngineRequest): Promise<EngineAnswer> {
    switch (request.op) {
      case 'start-gateway':
        return this.#adopt(request.id, await this.#startGateway(request));
      case 'start-upstream':
        return this.#adopt(request.id, await this.startUpstream(request.controlPort));
      case 'limit-memory':
        return await this.#limitMemory(request);
      case 'signal':
        return await this.#signal(request);
    }
  }

  /** An upstream program in the upstreams' network namespace; `hear` is told what it says on standard error. */
  async startUpstream(controlPort: number, hear?: (chunk: Buffer) => void): Promise<RunningContainer> {
    const { driver, upstreamSide, images, run } = this.#parts;
    return await run({
      image: images.upstream,
      purpose: 'an upstream',
      create: {
        Cmd: ['node', programInImage('upstream/main'), '--detached', '--control', `0.0.0.0:${controlPort}`],
        Env: [`NODE_COMPILE_CACHE=${COMPILE_CACHE}`],
      },
      host: {
        NetworkMode: `container:${upstreamSide.id}`,
        PidMode: `container:${driver.id}`,
        VolumesFrom: [driver.id],
      },
      output: (chunk, stream) => stream === 'stderr' && hear?.(chunk),
    });
  }

  async #startGateway(request: RequestOf<'start-gateway'>): Promise<RunningContainer> {
    const { driver, images, run, tell } = this.#parts;
    const { id, gateway, env, put, image } = request;
    const namespaces = `container:${driver.id}`;
    const { create, host } = containerStart(request);
    return await run({
      image: images.gateways.get(gateway) ?? gateway,
      purpose: gateway,
      create: { ...create, Env: Object.entries(env).map(([name, value]) => `${name}=${value}`) },
      host: { ...host, NetworkMode: namespaces, PidMode: namespaces, VolumesFrom: [driver.id] },
      copies: image?.copies,
      archive: containerArchive(put),
      output: (chunk) => tell({ kind: 'output', id, text: chunk.toString('latin1') }),
    });
  }

  #adopt(id: string, container: RunningContainer): EngineAnswer {
    this.#containers.set(id, container);
    void container.ended.then((exit) => {
      this.#containers.delete(id);
      this.#parts.tell({ kind: 'ended', id, exit });
    });
    return { container: container.id };
  }

  /** The engine's own word for an out-of-memory kill is listened for before the limit is set, so that none is missed. */
  async #limitMemory({ id, bytes }: RequestOf<'limit-memory'>): Promise<EngineAnswer> {
    const container = this.#containers.get(id);
    if (!container) return { container: '' };
    const { docker } = await openEngine();
    const events = await docker.getEvents({ filters: { container: [container.id], event: ['oom'] } });
    events.once('data', () => this.#parts.tell({ kind: 'out-of-memory', id }));
    void container.ended.finally(() => (events as Readable).destroy());
    await container.engine.update({ Memory: bytes, MemorySwap: bytes });
    return { container: container.id };
  }

  async #signal({ id, signal }: RequestOf<'signal'>): Promise<EngineAnswer> {
    const container = this.#containers.get(id);
    await container?.engine.kill({ signal }).catch((error: unknown) => {
      // One that has just ended cannot be signalled, and that is told by its end.
      if (signal !== 'SIGKILL') throw error;
    });
    return { container: container?.id ?? '' };
  }
}
