import type { Socket } from 'node:net';
import { acceptQueueLength } from '../core/accept-queue-length.ts';
import type { Probe } from '../core/arming.ts';
import type { Address } from '../core/gateway.ts';
import { ProblemError } from '../core/problem.ts';
import { socketPath } from '../core/unix-socket.ts';
import { knock } from './knock.ts';

/** More than any queue: net.core.somaxconn is 4096 where nobody raised it (listen(2)). */
const LARGEST = 4200;

/** An accept queue that connections of ours keep full. */
export interface FilledQueue {
  /** How many connections it took. */
  readonly held: number;
  /** The connect that found no place any more. */
  readonly probe: Probe;
  /** Gives the places back. */
  release(): void;
}

/**
 * Takes every place in the accept queue of a listener whose process is stopped or wedged. From then on the kernel drops each
 * SYN (tcp_conn_request in net/ipv4/tcp_input.c), or, on a Unix socket, fails each connect that does not wait with EAGAIN
 * (unix_stream_connect in net/unix/af_unix.c). Throws a ProblemError where the process goes on accepting, or where nothing listens.
 */
export async function fillAcceptQueue(address: Address): Promise<FilledQueue> {
  const holders: Socket[] = [];
  const full = socketPath(address) === null ? 'no answer' : 'EAGAIN';
  const release = () => {
    for (const holder of holders) holder.destroy();
  };
  try {
    while (holders.length < LARGEST) {
      const { socket, probe } = await knock(address);
      if (probe.result === 'connected') holders.push(socket);
      else socket.destroy();
      if (probe.result === full) return { held: holders.length, probe, release };
      if (probe.result !== 'connected') throw refused(address, `the listener answered ${probe.result}`);
      if (await isAccepting(address, holders.length)) throw refused(address, 'connections are still accepted');
    }
    throw refused(address, `${LARGEST} connections did not fill it`);
  } catch (error) {
    release();
    throw error;
  }
}

/** Whether fewer connections wait than were made; of a Unix socket the kernel does not say how many do. */
async function isAccepting(address: Address, made: number): Promise<boolean> {
  return socketPath(address) === null && (await acceptQueueLength(address)) < made;
}

function refused({ host, port }: Address, why: string): ProblemError {
  const message = `the accept queue of ${host}:${port} cannot be filled: ${why}`;
  const hint = 'Stop the process that listens there first (SIGSTOP, or docker pause).';
  return new ProblemError('environment', [{ code: 'queue-not-full', message, hint }]);
}
