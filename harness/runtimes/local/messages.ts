import type { Capabilities } from '../../core/capability.ts';
import type { Case } from '../../core/case.ts';
import type { Evidence, Observation } from '../../core/evidence.ts';
import type { GatewaySetup, Launch } from '../../core/gateway.ts';
import type { Problem } from '../../core/problem.ts';
import type { UpstreamState } from '../../core/scenario.ts';
import type { GatewayFacts } from './lender.ts';
import type { Sandbox } from './sandbox.ts';

/** What a worker is started with, as JSON in its only argument. */
export interface WorkerOptions {
  readonly dir: string;
  readonly sandbox: Sandbox;
  /** Second octet of the first of its three loopback ranges; null where 127.0.0.1 is the only loopback address. */
  readonly range: number | null;
}

/** From the main process to a worker. `ticket` joins an answer to its question. */
export type ToWorker =
  | { readonly type: 'play'; readonly ticket: number; readonly item: Case; readonly facts: GatewayFacts }
  /** Hold a case's topology open and let people in through a Unix socket. */
  | {
      readonly type: 'hold';
      readonly ticket: number;
      readonly item: Case;
      readonly facts: GatewayFacts;
      readonly door: string;
    }
  /** Put an upstream of a held topology into a state. */
  | {
      readonly type: 'set';
      readonly ticket: number;
      readonly hold: number;
      readonly upstream: string;
      readonly state: UpstreamState;
    }
  /** Give up a play, or end a hold. */
  | { readonly type: 'abort'; readonly ticket: number }
  | { readonly type: 'launched'; readonly ticket: number; readonly launch: Launch }
  | { readonly type: 'launch-failed'; readonly ticket: number; readonly message: string }
  | { readonly type: 'stop' };

/** From a worker to the main process. */
export type FromWorker =
  | { readonly type: 'ready'; readonly capabilities: Capabilities }
  | { readonly type: 'launch'; readonly ticket: number; readonly gateway: string; readonly setup: GatewaySetup }
  | { readonly type: 'progress'; readonly ticket: number; readonly doing: string }
  | { readonly type: 'observed'; readonly ticket: number; readonly event: Observation }
  /** The answer to `play` (its evidence), `hold` (once it stands) and `set` (once it is in force). */
  | { readonly type: 'answered'; readonly ticket: number; readonly evidence?: Evidence | undefined }
  | { readonly type: 'failed'; readonly ticket: number; readonly problems: readonly Problem[] };
