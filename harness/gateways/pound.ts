import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';
import type { Address, Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { routesOf, type SlotRoute } from '../core/routes-of.ts';
import { socketPath } from '../core/unix-socket.ts';

const TELL_VERSION = { args: ['-V'], version: /\(pound\) (\d[\d.]*)/ };

/**
 * No TLS: Pound 4 speaks it to an upstream and has nothing to verify it by. No names at request time: a backend with
 * `Resolve` is looked up in the background, when its TTL is over. No reload: SIGHUP ends it.
 */
export default {
  name: 'pound',
  title: 'Pound',
  summary: 'Pound 4 in one process, an upstream connection for each connection of a client.',
  embedded: false,
  features: ['keepalive', 'replicas', 'unix-sockets'],
  slots: 128,
  image: {
    reference: 'gatecrash-built/pound:sid',
    program: 'pound',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['pound'], program: '/usr/sbin/pound' },

  own: {
    file: '/etc/pound.cfg',
    folders: ['/run'],
    logs: [],
    command: (program) => [program, '-e'],
    stop: 'SIGTERM',
  },

  find() {
    return findProgram({
      names: ['pound'],
      ...TELL_VERSION,
      fetched: 'pound',
      install: 'install the package pound, which Debian has in sid alone, or `gatecrash gateways fetch pound`',
    });
  },

  launch(setup) {
    return {
      files: { 'pound.cfg': configuration(setup) },
      command: [setup.program, '-e', '-f', join(setup.dir, 'pound.cfg')],
      // At once; SIGINT waits for what is held, for Grace seconds.
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;

/** Its times are whole seconds. */
function configuration(setup: GatewaySetup): string {
  const { dir, slots, timeouts } = setup;
  const [connect, read] = [timeouts.connect, timeouts.read].map((ms) => Math.ceil(ms / 1000));
  return `PIDFile "${join(dir, 'pound.pid')}"
LogFormat "gateway" "%t %A:%p \\"%r\\" %s %B %{ms}Tms service=%{service}N id=%{${CORRELATION_HEADER}}I"
LogLevel "gateway"

Threads 1000 # a request takes one for as long as it lasts
Client 60
ConnTO ${connect}
TimeOut ${read}
Alive 1 # how often an upstream that could not be connected to is tried again
Balancer iwrr # in turn; by default at random

${slots.map((slot, index) => listener(slot, `slot${index}`, setup)).join('')}`;
}

/** xHTTP: by default PUT, DELETE and all other methods beyond GET, HEAD and POST are refused. */
function listener(slot: Slot, name: string, { settings }: GatewaySetup): string {
  const services = routesOf(slot).map((route) => service(route, name));
  return `ListenHTTP "${name}"
  Address ${slot.listen.host}
  Port ${slot.listen.port}
  xHTTP 3
${settings.keepalive ? '' : CLOSE}${services.join('')}End
`;
}

/** There is no switch: the upstream is told to close. A request for another protocol needs its Connection. */
const CLOSE = `  Rewrite request
    Not Header -icase "^Upgrade:"
    SetHeader "Connection: close"
  End
`;

/** The first that fits is taken; one without a condition fits whatever target there is, an asterisk too. */
function service({ prefix, upstream, replicas }: SlotRoute, name: string): string {
  const condition = prefix === '/' ? '' : `    Path -beg "${prefix}"\n`;
  return `  Service "${name}-${upstream}"
${condition}${replicas.map(({ address }) => backend(address)).join('')}  End
`;
}

function backend(address: Address): string {
  const path = socketPath(address);
  const place = path === null ? `Address ${address.host}\n      Port ${address.port}` : `Address "${path}"`;
  return `    Backend
      ${place}
    End
`;
}
