import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answerStatus } from '../../core/answer-status.ts';
import { answersOk } from '../../core/answers-ok.ts';
import type { Address, Launch } from '../../core/gateway.ts';

/** How long a gateway may take until it accepts connections, in milliseconds. */
export const START_LIMIT = 20_000;

/** What a launch says of when its gateway is ready. */
type Readiness = Pick<Launch, 'ready' | 'routed'>;

/**
 * Resolves once every address serves. One after another: while the first does not accept, none of the others needs to be
 * asked.
 *
 * @throws {Error} it took longer than the limit, as whose end the signal is aborted
 */
export async function allServe(addresses: readonly Address[], launch: Readiness, signal: AbortSignal): Promise<void> {
  for (const address of addresses) await serves(address, launch, signal);
}

/** There is no event to await for another program's listen(2), so it is asked again. */
async function serves(address: Address, launch: Readiness, signal: AbortSignal): Promise<void> {
  const { ready, routed } = launch;
  while (!signal.aborted) {
    const accepts = ready === undefined ? await connects(address) : await answersOk(address, ready);
    if (accepts && (!routed || (await hasRoutes(address, routed)))) return;
    await pause(10, undefined, { signal }).catch(() => {});
  }
  const routes = routed ? `, or had no route: GET ${routed.path} is answered with ${routed.until}` : '';
  throw new Error(
    `${address.host}:${address.port} did not accept a connection within ${START_LIMIT / 1000} s${routes}`,
  );
}

async function hasRoutes(address: Address, routed: NonNullable<Launch['routed']>): Promise<boolean> {
  const status = await answerStatus(address, routed);
  return status !== null && status !== routed.until;
}

async function connects(address: Address): Promise<boolean> {
  const socket = connect(address);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  const connected = await promise;
  socket.destroy();
  return connected;
}
