import { setImmediate as nextTurn } from 'node:timers/promises';

/** To accept a connection, to read it, to read its end, and to close it take one turn of the event loop each. */
const TURNS = 4;

/** Resolves when all that lay ready in the kernel at the time of the call has been seen. */
export async function seeAll(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
}
