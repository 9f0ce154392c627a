import type { Capabilities } from '../../core/capability.ts';
import type { Case } from '../../core/case.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { GatewaySetup, Launch } from '../../core/gateway.ts';
import type { Problem } from '../../core/problem.ts';
import type { UpstreamState } from '../../core/scenario.ts';
import type { Told } from '../../core/told.ts';
import type { EngineAnswer, EngineEvent, EngineRequest } from './engine-request.ts';
import type { GatewayFacts } from './lender.ts';

/** From the main process to a worker. `ticket` joins an answer to its question. */
export type ToWorker =
  | { readonly type: 'play'; readonly ticket: number; readonly item: Case; readonly facts: GatewayFacts }
  /** Hold a case's topology open and let people in through a port of every address, or a listener that comes along. */
  | {
      readonly type: 'hold';
      readonly ticket: number;
      readonly item: Case;
      readonly facts: GatewayFacts;
      readonly door: number | 'handed';
    }
  /** Put an upstream of a held topology into a state. */
  | {
      readonly type: 'set';
      readonly ticket: number;
      readonly hold: number;
      readonly upstream: string;
      readonly state: UpstreamState;
    }
  /** Stop what runs of a gateway that will not be played any more. */
  | { readonly type: 'retire'; readonly ticket: number; readonly gateway: string }
  /** Give up a play, or end a hold. */
  | { readonly type: 'abort'; readonly ticket: number }
  | { readonly type: 'launched'; readonly ticket: number; readonly launch: Launch }
  | { readonly type: 'launch-failed'; readonly ticket: number; readonly message: string }
  | { readonly type: 'engine-answered'; readonly ticket: number; readonly answer: EngineAnswer }
  | { readonly type: 'engine-failed'; readonly ticket: number; readonly problems: readonly Problem[] }
  | { readonly type: 'engine-event'; readonly event: EngineEvent }
  | { readonly type: 'stop' };

/** What the main process says for the container engine. */
export type FromEngine = Extract<ToWorker, { type: 'engine-answered' | 'engine-failed' | 'engine-event' }>;

/** From a worker to the main process. */
export type FromWorker =
  | { readonly type: 'ready'; readonly capabilities: Capabilities }
  | { readonly type: 'launch'; readonly ticket: number; readonly gateway: string; readonly setup: GatewaySetup }
  /** Do something with a container. Only from workers that are in one themselves. */
  | { readonly type: 'engine'; readonly ticket: number; readonly request: EngineRequest }
  | { readonly type: 'progress'; readonly ticket: number; readonly doing: string }
  | { readonly type: 'told'; readonly ticket: number; readonly told: Told }
  /** The answer to `play` (its evidence), `hold` (once it stands) `set` (once it is in force) and `retire` (once nothing runs). */
  | { readonly type: 'answered'; readonly ticket: number; readonly evidence?: Evidence | undefined }
  | { readonly type: 'failed'; readonly ticket: number; readonly problems: readonly Problem[] };
