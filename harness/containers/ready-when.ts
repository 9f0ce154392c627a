import { type BoundPorts, getContainerRuntimeClient, type WaitStrategy } from 'testcontainers';
import type { Address } from '../core/gateway.ts';
import type { EngineContainer } from './engine-container.ts';
import { hostAddress } from './host-address.ts';
import { notStarted } from './not-started.ts';
import { untilTrue } from './until-true.ts';

/** How long a container may take, in milliseconds, unless it is told otherwise (`withStartupTimeout`). */
const PATIENCE = 60_000;

/** What tells that a container is ready: asked again and again until it is true. */
export type Look = (published: (port: number) => Address) => Promise<boolean>;

/** Waits until `look` finds the container ready. The error of one that does not get so shows what it said last. */
export class ReadyWhen implements WaitStrategy {
  readonly #what: string;
  readonly #look: Look;
  readonly #dead: () => boolean;
  #patience: number | null = null;

  /** `dead` tells that the container has ended, so that there is nothing to wait for. */
  constructor(what: string, dead: () => boolean, look: Look) {
    this.#what = what;
    this.#dead = dead;
    this.#look = look;
  }

  async waitUntilReady(container: EngineContainer, ports: BoundPorts): Promise<void> {
    const { info } = await getContainerRuntimeClient();
    const host = hostAddress(info.containerRuntime.host);
    const look = () => this.#look((port) => ({ host, port: ports.getBinding(port) }));
    const patience = this.getStartupTimeout();
    if (await untilTrue(look, { patience, over: this.#dead })) return;
    throw await notStarted(this.#what, `it is not ready after ${patience} ms`, container);
  }

  withStartupTimeout(milliseconds: number): this {
    this.#patience = milliseconds;
    return this;
  }

  isStartupTimeoutSet(): boolean {
    return this.#patience !== null;
  }

  getStartupTimeout(): number {
    return this.#patience ?? PATIENCE;
  }
}
