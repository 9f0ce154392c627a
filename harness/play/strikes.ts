import { setImmediate as nextTurn } from 'node:timers/promises';
import { now } from '../core/clock.ts';
import {
  type GatewayAction,
  type GatewayLook,
  type GatewaySighting,
  type GatewayStrike,
  SIGHTED,
} from '../core/gateway-strike.ts';
import type { Deployment } from '../core/runtime.ts';
import type { Expectations, Step } from '../core/scenario.ts';
import { RequestsSeen } from './requests-seen.ts';

/** What stays in force until it is taken away. */
const SQUEEZES: readonly GatewayAction[] = ['exhaust-descriptors', 'block-temporary'];
/** How long the requests that a strike waits for may take, in milliseconds. */
const PATIENCE = 5000;

/** What is done to the gateway of one pass, and how it fared. */
export class Strikes {
  readonly made: GatewayStrike[] = [];
  readonly sightings: GatewaySighting[] = [];
  readonly #deployment: Deployment;
  readonly #seen: RequestsSeen;
  #dead = false;
  #squeezed = false;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
    this.#seen = new RequestsSeen(deployment);
  }

  /** Waits for the requests that are to come before, and strikes. */
  async strike({ path, action, after }: Extract<Step, { kind: 'gateway' }>): Promise<void> {
    const tooSoon = await this.#seen.reach(after, PATIENCE);
    if (tooSoon === undefined) return await this.#do(path, action);
    this.made.push({ step: path, action, from: now(), until: now(), outcome: 'silent', tooSoon });
  }

  /** Takes away what is in force, and starts a gateway again that the steps have left dead. */
  async revive(): Promise<void> {
    if (this.#squeezed) await this.#do('', 'relieve');
    if (this.#dead) await this.#do('', 'restart');
  }

  /** Looks at the gateway before and after what is done, where the author of the step asks for it. */
  async watch(step: Step, act: () => Promise<void>): Promise<void> {
    const before: GatewayLook | null = asks(step) ? this.#deployment.look() : null;
    await act();
    if (before) this.sightings.push({ step: step.path, before, after: this.#deployment.look() });
  }

  async #do(step: string, action: GatewayAction): Promise<void> {
    const from = now();
    const outcome = await this.#deployment.strike(action);
    // Ends of connections that wait in the kernel are seen before the next request, which would go out on one of these.
    await nextTurn();
    await nextTurn();
    if (SQUEEZES.includes(action) || action === 'relieve') this.#squeezed = action !== 'relieve';
    if (action === 'kill' || action === 'restart') this.#dead = action === 'kill';
    this.made.push({ step, action, from, until: now(), outcome });
  }
}

function asks(step: Step): boolean {
  return 'expect' in step && step.expect !== null && asksIn(step.expect);
}

function asksIn({ values, perGateway }: Expectations): boolean {
  return [values, ...Object.values(perGateway).map((own) => own.values)].some((keys) => SIGHTED in keys);
}
