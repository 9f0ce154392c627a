/**
 * The faulty upstream, a program of its own:
 *
 *     node main.ts [--control HOST:PORT] [--detached] [--upstream NAME=HOST:PORT]... [--fault FAULT]
 *
 * When ready it prints one line, `{"control":"HOST:PORT"}`. It ends when its standard input does, so that nothing outlives
 * a dead parent; `--detached` is for containers, which have no such parent. The upstreams of the command line are for a
 * person; `--fault`, or FAULT in the environment, is put on the first of them. Exit code 2 for what cannot be meant, 3 where
 * it cannot listen.
 */
import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { EXIT } from '../core/exit-code.ts';
import { formatHostPort, parseHostPort } from '../core/host-port.ts';
import { messageOf } from '../core/problem.ts';
import { serveControl } from './control-server.ts';
import { ObservationLog } from './observation-log.ts';
import { Program } from './program.ts';

/** How many lines of its history the program keeps at least: it may run for weeks, and a load has a line for each request. */
const KEPT = 10_000;

try {
  const { values } = parseArgs({
    options: {
      control: { type: 'string', default: '127.0.0.1:0' },
      detached: { type: 'boolean', default: false },
      upstream: { type: 'string', multiple: true, default: [] },
      fault: { type: 'string' },
    },
  });
  await start(values);
} catch (error) {
  process.stderr.write(`gatecrash upstream: ${messageOf(error)}\n`);
  // A failed system call is the machine's fault; all else is a mistake in what was asked for.
  process.exit(error instanceof Error && 'syscall' in error ? EXIT.broken : EXIT.usage);
}

interface Options {
  readonly control: string;
  readonly detached: boolean;
  readonly upstream: readonly string[];
  readonly fault?: string | undefined;
}

async function start({ control, detached, upstream, fault }: Options): Promise<void> {
  const program = new Program(new ObservationLog(KEPT));
  if (upstream.length > 0 || fault !== undefined) {
    const { openByHand } = await import('./by-hand.ts');
    await openByHand(program, { upstreams: upstream, fault: fault ?? (process.env.FAULT || undefined) });
  }
  const address = await serveControl(program, parseHostPort(control));
  // As process 1 of a container it would not die of the signal by itself. Whoever reads the line may send it at once.
  process.on('SIGTERM', () => void program.drain().then(() => process.exit(EXIT.passed)));
  if (process.pid === 1) process.on('SIGABRT', () => process.abort());
  process.stdout.write(`${JSON.stringify({ control: formatHostPort(address) })}\n`);

  // Most upstreams are killed, and a process that is killed leaves no compiled code behind for the next one.
  flushCompileCache();

  if (detached) return;
  process.stdin.on('end', () => process.exit(EXIT.passed));
  process.stdin.on('error', () => process.exit(EXIT.passed));
  process.stdin.resume();
}
