import { readConfig } from './config.ts';
import { startGateway } from './gateway.ts';
import { jsonLog } from './log.ts';

/**
 * The reference gateway as a program: `node server.ts CONFIG.json`. It logs to stderr, one JSON object a line, and exits
 * with 0 on SIGTERM or SIGINT, at once: whoever tests it wants it gone. Exit code 1 where it could not start.
 */
const log = jsonLog((line) => process.stderr.write(line));

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));

try {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error('usage: server CONFIG.json');
  const config = readConfig(path);
  await startGateway(config, log);
  log({ event: 'listening', slots: config.slots.length });
} catch (error) {
  process.stderr.write(`reference gateway: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
