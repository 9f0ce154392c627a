import { isIPv4 } from 'node:net';
import type { Effect } from '../core/effect.ts';
import type { Address } from '../core/gateway.ts';
import { leadsBack } from '../core/leads-back.ts';

/** Why this program cannot make an effect itself, and what to do instead; null where it can. `name` is the fault's. */
export function elsewhere(name: string, effect: Effect, home: Address | null): string | null {
  switch (effect.place) {
    case 'script':
      return leadsBack(effect.script) ? NO_GATEWAY : null;
    case 'listener':
      if (effect.state === 'flapping') return FLAPPING;
      if (effect.state === 'unlinked') return 'it is for an upstream on a Unix socket: gatecrash run makes it';
      return effect.state === 'full' ? whyNotFull(home) : null;
    case 'process':
      if (effect.restartAfter !== undefined) return NO_RESTART;
      return effect.signal === 'out-of-memory' ? NO_LIMIT : whyNoSignal();
    case 'dns':
    case 'resolver':
      return 'it is made by a resolver that the gateway has to ask: see PUT /resolver and PUT /names/NAME';
    case 'route':
      return 'it is a route of the network that the gateway is in: gatecrash run makes it, and a scenario is the way to it';
    case 'firewall':
    case 'network':
      return byNetwork(name);
  }
}

/** The program is not told where a gateway listens. */
const NO_GATEWAY =
  'it leads back to the listener of the gateway, which this program does not know: gatecrash run fills it in';

/** The program takes one order after the other, and keeps no schedule. */
const FLAPPING =
  'it takes somebody who closes and opens the listener on a schedule: gatecrash run does, and a scenario is the way to it';

/** Memory is taken only where a limit ends it: see POST /exhaust. */
const NO_LIMIT =
  'this program may have no memory limit, and a machine is not to run out of memory: gatecrash run --runtime docker sets one';

/** A program that is dead cannot start itself again. */
const NO_RESTART = 'the program dies again and again, and somebody has to start it each time: gatecrash run does';

/** The words are those of docker-compose.yml. */
function byNetwork(name: string): string {
  const start = 'docker compose --profile firewall up --detach';
  const arm = `curl -X PUT 'localhost:9001/faults/*' -d ${name}`;
  return `it is made in the network, not by this program. With Compose: ${start}, then ${arm}`;
}

/** The queue is watched in /proc/net/tcp, where IPv4 listeners are. */
function whyNotFull(home: Address | null): string | null {
  if (process.platform !== 'linux') return 'the accept queue can be watched on Linux only';
  if (home && !isIPv4(home.host)) return `the accept queue can be watched on an IPv4 address only, not on ${home.host}`;
  return null;
}

/** Process 1 of a namespace is spared the signals that it has no handler for, and nobody can handle these two. */
function whyNoSignal(): string | null {
  if (process.pid !== 1) return null;
  const why = 'the kernel shields process 1 of a container from its own signals (pid_namespaces(7))';
  return `${why}. Start the container with an init: docker run --init, or init: true in Compose`;
}
