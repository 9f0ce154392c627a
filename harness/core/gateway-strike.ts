/** What a step can do to the gateway itself. */
export const GATEWAY_ACTIONS = [
  'reload',
  'reload-broken',
  'restart',
  'kill',
  'kill-worker',
  'exhaust-descriptors',
  'block-temporary',
  'relieve',
] as const;

/**
 * `reload`: it reads its configuration again; `reload-broken`: one that it must refuse; `restart`: an orderly stop where it
 * runs, and a start on the same address; `kill`: SIGKILL to all of its processes; `kill-worker`: SIGKILL to one worker.
 * `exhaust-descriptors`: none of its processes can open another file or socket (RLIMIT_NOFILE); `block-temporary`: no file
 * can be made in its folders for temporary files; `relieve`: both are over, as they are in any case when the steps are.
 */
export type GatewayAction = (typeof GATEWAY_ACTIONS)[number];

/**
 * What came of it. `done`: it took the configuration, or serves again, or is dead as it was to be; `refused`: it said that
 * it does not take the configuration; `gone`: it ended though nobody had asked it to; `silent`: nothing came of it in time.
 */
export type StrikeOutcome = 'done' | 'refused' | 'gone' | 'silent';

/** Something that a step did to the gateway. Times are monotonic milliseconds. */
export interface GatewayStrike {
  /** Path of the step; empty where the gateway was started again because the steps had left it dead. */
  readonly step: string;
  readonly action: GatewayAction;
  readonly from: number;
  /** When what came of it was known; of a `kill`, too, it may be served again only after a later `restart`. */
  readonly until: number;
  readonly outcome: StrikeOutcome;
  /** The upstream had not seen the requests in time that were to come before; then nothing was done. */
  readonly tooSoon?: string | undefined;
}

/** A gateway's processes at one moment, those left out that end by themselves when their work is done. */
export interface GatewayLook {
  readonly alive: boolean;
  /** Process ids, lowest first. */
  readonly pids: readonly number[];
  /** File descriptors that are open in the process that has most of them; null where this cannot be read. */
  readonly descriptors: number | null;
  /** Resident memory of all processes together, in octets; null where this cannot be read. */
  readonly memory: number | null;
}

/** How the gateway was before and after a step whose author asks for it. */
export interface GatewaySighting {
  readonly step: string;
  readonly before: GatewayLook;
  readonly after: GatewayLook;
}

/** The key of `expect:` that asks for a sighting. */
export const SIGHTED = 'gateway';

/** A while in which a gateway could not answer, because a step had struck it. */
interface Outage {
  readonly from: number;
  readonly until: number;
  /** Whether connections from before live on: then only new ones cannot be answered. */
  readonly newOnly: boolean;
}

/** When a step had struck the gateway down: from the strike until it served again, or to the end. */
export function outagesOf(strikes: readonly GatewayStrike[]): Outage[] {
  return strikes.flatMap(({ action, from, until, tooSoon }) => {
    const end = ENDS[action];
    if (tooSoon !== undefined || end === undefined) return [];
    const over = end === 'itself' ? until : strikes.find((one) => one.action === end && one.from >= from)?.until;
    return [{ from, until: over ?? Number.POSITIVE_INFINITY, newOnly: action === 'exhaust-descriptors' }];
  });
}

/** What ends the outage that an action makes: itself, or a later action. */
const ENDS: Partial<Record<GatewayAction, GatewayAction | 'itself'>> = {
  kill: 'restart',
  restart: 'itself',
  'kill-worker': 'itself',
  // accept(2) needs a descriptor as well.
  'exhaust-descriptors': 'relieve',
};
