/**
 * What breaks the network of the namespace that it stands in, a program of its own:
 *
 *     node main.ts [--control HOST:PORT] [--service-port N] [--attached]
 *
 * When ready it prints one line, `{"control":"HOST:PORT"}`. `--service-port` says which port the service beside it has: `*`
 * then means that port alone, and other ports, such as a control interface, stay reachable. It ends at SIGTERM, and with
 * `--attached` when its standard input does, and leaves the namespace as it found it. Exit code 2 for what cannot be meant,
 * 3 where the namespace does not let it (it needs CAP_NET_ADMIN, nft, ip and, for bandwidth, tc).
 */
import { parseArgs } from 'node:util';
import { EXIT } from '../core/exit-code.ts';
import { ProblemError, problemsOf } from '../core/problem.ts';
import { serveControl } from './control-server.ts';
import { parseListen } from './parse-listen.ts';
import { parseServicePort } from './parse-service-port.ts';
import { Sidecar } from './sidecar.ts';

try {
  const { values } = parseArgs({
    options: {
      control: { type: 'string', default: '127.0.0.1:0' },
      'service-port': { type: 'string' },
      attached: { type: 'boolean', default: false },
    },
  });
  const sidecar = new Sidecar(parseServicePort(values['service-port']));
  const { host, port } = await serveControl(sidecar, parseListen(values.control));
  await sidecar.start(port);
  process.stdout.write(`${JSON.stringify({ control: `${host}:${port}` })}\n`);
  const end = () => void sidecar.end().then(() => process.exit(EXIT.passed));
  process.on('SIGTERM', end).on('SIGINT', end);
  if (values.attached) process.stdin.on('end', end).on('error', end).resume();
} catch (error) {
  const texts = problemsOf(error).map(({ message, hint }) => [message, hint].filter(Boolean).join(' '));
  process.stderr.write(`gatecrash sidecar: ${texts.join('\n')}\n`);
  // A failed system call is the machine's fault; all else is a mistake in what was asked for.
  const broken = error instanceof ProblemError ? error.blame === 'environment' : 'syscall' in Object(error);
  process.exit(broken ? EXIT.broken : EXIT.usage);
}
