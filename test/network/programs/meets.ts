import type { Address } from '../../../harness/core/gateway.ts';
import { knock } from '../../../harness/network/knock.ts';

/** What a connect meets. It is reset at once, so that no late packet of it is counted by a fault that is armed next. */
export async function meets(address: Address): Promise<string> {
  const { socket, probe } = await knock(address);
  // While it is still connecting, Node would wait for its end to reset it.
  if (probe.result === 'connected') socket.resetAndDestroy();
  else socket.destroy();
  return probe.result;
}
