import type { Socket } from 'node:net';

/** Joins two connections octet for octet: a FIN goes on as a FIN, and the sudden end of one resets the other. */
export function relay(one: Socket, two: Socket): void {
  pass(one, two);
  pass(two, one);
}

function pass(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('error', () => (to.connecting ? to.destroy() : to.resetAndDestroy()));
}
