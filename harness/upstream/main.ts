/**
 * The faulty upstream, a program of its own: `node main.ts [--control HOST:PORT] [--detached]`. When ready it prints one
 * line, `{"control":"HOST:PORT"}`. It ends when its standard input does, so that nothing outlives a dead parent;
 * `--detached` is for containers, which have no such parent.
 */
import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { formatAddress, parseAddress } from './address.ts';
import { serveControl } from './control-server.ts';
import { Program } from './program.ts';

const { values } = parseArgs({
  options: {
    control: { type: 'string', default: '127.0.0.1:0' },
    detached: { type: 'boolean', default: false },
  },
});

const control = await serveControl(new Program(), parseAddress(values.control));
process.stdout.write(`${JSON.stringify({ control: formatAddress(control) })}\n`);

// Most upstreams are killed, and a process that is killed leaves no compiled code behind for the next one.
flushCompileCache();

// As process 1 of a container it would not die of the signal by itself.
process.on('SIGTERM', () => process.exit(0));
if (!values.detached) {
  process.stdin.on('end', () => process.exit(0));
  process.stdin.on('error', () => process.exit(0));
  process.stdin.resume();
}
