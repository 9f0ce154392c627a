import type { Observation } from '../core/evidence.ts';
import type { Life } from './observation-stream.ts';

/** A request that an upstream read: the `nth` on its connection, both counted from 1. */
export interface ObservedRequest {
  readonly method: string;
  /** As it was on the wire: `/report?page=2`. */
  readonly target: string;
  readonly connection: number;
  readonly nth: number;
}

/** A connection that an upstream accepted, the `connection`-th since it started. */
export interface ObservedConnection {
  readonly connection: number;
  readonly requests: number;
  /**
   * Who ended it and how, as the upstream saw it: the gateway by FIN or RST, or the upstream itself (`our-`); `killed` where
   * its program died with the connection open (the kernel then sends a FIN, or an RST where octets lay unread); null while
   * it is open.
   */
  readonly ended: 'peer-fin' | 'peer-rst' | 'our-fin' | 'our-rst' | 'killed' | null;
  /** Octets that came and went, known at an orderly end; 0 before and otherwise. */
  readonly received: number;
  readonly sent: number;
}

/** What an upstream saw since it started. */
export interface Observed {
  readonly connections: readonly ObservedConnection[];
  readonly requests: readonly ObservedRequest[];
}

/** Arranges what a program saw by connection and request. */
export function arrangeObserved(lives: readonly Life[]): Observed {
  const parts = lives.map(arrangeLife);
  return {
    connections: parts.flatMap(({ connections }) => connections),
    requests: parts.flatMap(({ requests }) => requests),
  };
}

/** The request that an observation tells of; null where it tells of something else. */
export function requestOf(seen: Observation): ObservedRequest | null {
  if (seen.kind !== 'request') return null;
  const { method, target, connection, nth } = seen;
  return { method, target, connection, nth };
}

function arrangeLife({ observations, over }: Life): Observed {
  const requests = observations.map(requestOf).filter((request) => request !== null);
  const connections = observations
    .filter((seen) => seen.kind === 'connection')
    .map(({ connection }): ObservedConnection => {
      const own = requests.filter((request) => request.connection === connection);
      return { connection, requests: own.length, ...endOf(connection, observations, over) };
    });
  return { connections, requests };
}

function endOf(connection: number, observations: readonly Observation[], over: boolean) {
  const closed = observations.find((seen) => seen.kind === 'closed' && seen.connection === connection);
  if (closed?.kind !== 'closed') return { ended: over ? 'killed' : null, received: 0, sent: 0 } as const;
  const { by, received, sent } = closed;
  return { ended: by, received, sent };
}
