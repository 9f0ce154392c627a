import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import reference from '../../harness/gateways/reference.ts';
import { TIMEOUTS } from '../../harness/run/open-runtime.ts';

/**
 * Makes a folder where Node keeps compiled code, names it in the environment for all processes to come, and starts the
 * gateway once without a slot, which then ends by itself: gateways are started by the thousand, and without this those of
 * the first minute would each strip the types of all of their files. Disposing of it removes the folder.
 */
export function openCompileCache(): Disposable {
  const dir = mkdtempSync(join(tmpdir(), 'gatecrash-mutants-'));
  process.env.NODE_COMPILE_CACHE = join(dir, 'compile-cache');
  const { command, files } = reference.launch({
    dir,
    slots: [],
    settings: {
      keepalive: false,
      replicas: 1,
      cache: false,
      http2: false,
      tls: false,
      clientCertificate: false,
      revocation: false,
      sessions: false,
      unix: false,
    },
    timeouts: TIMEOUTS,
    resolver: null,
    program: process.execPath,
    root: false,
  });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
  const [program, ...args] = command;
  execFileSync(program, args, { stdio: 'ignore' });
  return { [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}
