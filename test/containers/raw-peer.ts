import { connect } from 'node:net';
import type { StartedTestContainer } from 'testcontainers';

/** What one request met, octet by octet: nothing but sockets stands between. */
export interface Met {
  /** All that came, as latin1. */
  readonly received: string;
  /** How it ended: `FIN`, an errno name, or `open` where nothing more came for half a second after the first octets. */
  readonly ended: string;
}

/** How long a peer goes on listening after octets came, in milliseconds. */
const QUIET = 500;

/** Sends one request to HOST:PORT from this process. */
export function askRaw(host: string, port: number, target = '/'): Promise<Met> {
  return askOnce(connect, QUIET, host, port, target);
}

/** Sends one request from within a container that has Node.js, so that no proxy of the engine stands between. */
export async function askFrom(container: StartedTestContainer, host: string, port: number, target = '/'): Promise<Met> {
  const program = `const { connect } = require('node:net');
(${askOnce})(connect, ${QUIET}, ...process.argv.slice(1)).then((met) => console.log(JSON.stringify(met)));`;
  const { stdout, stderr } = await container.exec(['node', '--eval', program, host, String(port), target]);
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as Met;
}

/** The body of a response as it came. */
export function bodyOf({ received }: Met): string {
  return received.slice(received.indexOf('\r\n\r\n') + 4);
}

/** Self-contained, since its text is run in containers. */
function askOnce(
  open: typeof connect,
  quiet: number,
  host: string,
  port: number | string,
  target: string,
): Promise<Met> {
  return new Promise((resolve) => {
    const socket = open(Number(port), host);
    let received = '';
    let ended = 'open';
    socket.on('connect', () => socket.write(`GET ${target} HTTP/1.1\r\nHost: app\r\n\r\n`));
    socket.on('data', (piece) => {
      received += piece.toString('latin1');
      socket.setTimeout(quiet, () => socket.destroy());
    });
    socket.on('end', () => {
      ended = 'FIN';
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      ended = String(error.code);
    });
    socket.on('close', () => resolve({ received, ended }));
  });
}
