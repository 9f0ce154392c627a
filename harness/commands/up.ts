import type { ArgumentsCamelCase, Argv, CommandModule, InferredOptionTypes, Options } from 'yargs';
import { parseDuration } from '../core/duration.ts';
import { ProblemError } from '../core/problem.ts';
import { RUNTIME_OPTIONS } from '../terminal/runtime-options.ts';
import { readScreen } from '../terminal/screen.ts';
import { withUsage } from '../terminal/with-usage.ts';

const OPTIONS = {
  gateway: { alias: 'g', type: 'string', requiresArg: true, default: 'nginx', describe: 'The gateway in front' },
  ...RUNTIME_OPTIONS,
  config: { type: 'string', requiresArg: true, describe: 'Instead of the nearest gatecrash.yaml' },
  control: {
    type: 'string',
    requiresArg: true,
    default: '0',
    coerce: portOf,
    describe: 'Port of the control API on 127.0.0.1; 0: any that is free',
  },
  send: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: "A request to send once all stands, such as 'GET /', and show its answer; repeatable",
  },
  for: {
    type: 'string',
    requiresArg: true,
    coerce: timeOf,
    describe: 'Hold it for so long, such as 10m, whether or not somebody is at the keys',
  },
} satisfies Record<string, Options>;

type Args = InferredOptionTypes<typeof OPTIONS> & { scenario: string; 'no-color'?: boolean };

const EXAMPLES = [
  ['gatecrash up scenarios/answer/empty.yaml', 'nginx in front of an upstream that closes without an answer'],
  ['gatecrash up scenarios/body/stalls.yaml -g haproxy', 'the same with HAProxy and a body that stalls'],
  ["gatecrash up scenarios/body/stalls.yaml --send 'GET /'", 'and a request through it, to begin with'],
  ['gatecrash up scenarios/answer/never.yaml --for 10m --control 9000', 'for a script that switches faults'],
] as const;

/** `gatecrash up`: holds a scenario's topology open, for a person with curl. */
const command = {
  command: 'up <scenario>',
  describe: "Hold a scenario's gateway and upstreams open, watch them, and switch faults",
  builder: (yargs: Argv) =>
    withUsage(yargs, 'gatecrash up <scenario> [options]', EXAMPLES)
      .positional('scenario', { type: 'string', demandOption: true, describe: 'A scenario file' })
      .options(OPTIONS),
  async handler(args: ArgumentsCamelCase<Args>) {
    const [{ holdScenario }, { requestLine }] = await Promise.all([
      import('../up/hold-scenario.ts'),
      import('../up/request-line.ts'),
    ]);
    process.exitCode = await holdScenario({
      ...args,
      requests: args.send.map(requestLine),
      time: args.for,
      screen: readScreen({ stream: process.stdout, env: process.env, noColor: args['no-color'] }),
      input: process.stdin,
      say: (line) => process.stdout.write(`${line}\n`),
    });
  },
} satisfies CommandModule<object, Args>;

/** @throws {ProblemError} usage: no port */
function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw usage('bad-port', `--control must be a port, 0 to 65535, not ${text}`);
}

/** @throws {ProblemError} usage: no duration, or one that no timer can wait for */
function timeOf(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0 && ms < 2 ** 31) return ms;
  throw usage('bad-duration', `--for must be a duration such as 30s or 10m, at most 24 days, not ${text}`);
}

function usage(code: string, message: string): ProblemError {
  return new ProblemError('usage', [{ code, message }]);
}

export default command;
