import { readConfig } from './config.ts';
import { type RunningGateway, startGateway } from './gateway.ts';
import { jsonLog } from './log.ts';

/**
 * The reference gateway as a program: `node server.ts CONFIG.json`. It logs to stderr, one JSON object a line, and exits
 * with 0 on SIGTERM or SIGINT, at once: whoever tests it wants it gone. On SIGHUP it reads its configuration again, and
 * keeps the old one where the new one cannot be used. Exit code 1 where it could not start.
 */
const log = jsonLog((line) => process.stderr.write(line));

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));

try {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error('usage: server CONFIG.json');
  const config = readConfig(path);
  const gateway = await startGateway(config, log);
  process.on('SIGHUP', () => reload(gateway, path));
  log({ event: 'listening', slots: config.slots.length });
} catch (error) {
  process.stderr.write(`reference gateway: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function reload(gateway: RunningGateway, path: string): void {
  try {
    const config = readConfig(path);
    gateway.reload(config);
    log({ event: 'reloaded', slots: config.slots.length });
  } catch (error) {
    log({ event: 'not-reloaded', detail: error instanceof Error ? error.message : String(error) });
  }
}
