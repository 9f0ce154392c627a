import { formatHostPort, parseHostPort } from '../core/host-port.ts';
import { namedFault } from './named-fault.ts';
import type { Program } from './program.ts';
import { Refused } from './refused.ts';

/** What a person gives on the command line. */
export interface ByHand {
  /** `NAME=HOST:PORT` each. */
  readonly upstreams: readonly string[];
  /** For the first upstream; undefined where none was asked for. */
  readonly fault: string | undefined;
}

/**
 * Makes the upstreams of the command line, all healthy but the first, which is given the fault. Rejects with a Refused for
 * what cannot be meant, and with the errno of a failed listen.
 */
export async function openByHand(program: Program, { upstreams, fault = 'healthy' }: ByHand): Promise<void> {
  const asked = upstreams.map(parseUpstream);
  const [first] = asked;
  if (!first) {
    if (fault === 'healthy') return;
    throw bad(`--fault ${fault} needs an upstream to be put on: --upstream app=0.0.0.0:3000`);
  }
  const { effect, name } = await namedFault(fault);
  if (effect.place === 'process' && effect.when === 'at-once') {
    throw bad(`${name} strikes at once, and this program has yet to start: put it on when it runs`);
  }
  for (const { name, listen } of asked) {
    if (program.names.includes(name))
      throw bad(`--upstream ${name}=${formatHostPort(listen)}: ${name} is there already`);
    await program.put(name, { listen, script: { connections: [], rest: null } });
    await program.putFault(name, name === first.name ? fault : 'healthy');
  }
}

function parseUpstream(text: string) {
  const [, name, address] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  try {
    if (name && address) return { name, listen: parseHostPort(address) };
  } catch {
    // Said below, with an example.
  }
  throw bad(`--upstream ${text} is not NAME=HOST:PORT, such as app=0.0.0.0:3000`);
}

function bad(message: string): Refused {
  return new Refused(400, 'usage', message);
}
