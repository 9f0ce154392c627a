import { execFile } from 'node:child_process';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Capabilities } from '../../core/capability.ts';
import type { Address } from '../../core/gateway.ts';
import { messageOf } from '../../core/problem.ts';
import { installRules } from '../../network/rules.ts';
import { canShape } from '../../network/shape.ts';
import { NO_MEMORY_LIMIT, plainCapabilities } from './plain-capabilities.ts';
import type { Sandbox } from './sandbox.ts';

const run = promisify(execFile);

/** Where the sandbox's own resolver listens. Port 53 is free in a network namespace of our own. */
export const RESOLVER: Address = { host: '127.0.0.53', port: 53 };

/** The user that daemons become inside the nested user namespace (see daemonPrefix). */
const DAEMON_ID = '1000';

/** What a worker found it can do once its sandbox stood. */
export interface SandboxSetup {
  readonly capabilities: Capabilities;
  /** Put before a gateway's command. */
  readonly daemonPrefix: readonly string[];
}

/** Brings up the loopback interface, which everything else waits for; without a network of our own it is up. */
export async function bringUpLoopback(sandbox: Sandbox): Promise<void> {
  if (sandbox.kind === 'namespaces') await run('ip', ['link', 'set', 'lo', 'up']);
}

/** Prepares the rest of the namespace that this process was started in; in a plain sandbox there is nothing to prepare. */
export async function setUpSandbox(sandbox: Sandbox, dir: string): Promise<SandboxSetup> {
  if (sandbox.kind === 'plain') return { capabilities: plainCapabilities(sandbox.reason), daemonPrefix: [] };
  const allPorts = await attempt(() => writeFile('/proc/sys/net/ipv4/ip_unprivileged_port_start', '0'));
  const firewall = await attempt(() => installRules({ output: false }));
  const resolver = await attempt(() => overlayEtc(dir, sandbox.user));
  return {
    capabilities: {
      firewall: firewall ?? true,
      routes: true,
      shaping: firewall ?? (await canShape('lo')),
      dns: resolver ?? allPorts ?? true,
      processes: true,
      memory: NO_MEMORY_LIMIT,
      'unix-sockets': true,
    },
    daemonPrefix: sandbox.user ? await daemonPrefix() : [],
  };
}

/** Null when it worked, else the reason why not: the program's own words. */
async function attempt(action: () => Promise<void>): Promise<string | null> {
  try {
    await action();
    return null;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    return stderr?.trim() || messageOf(error);
  }
}

/** Puts private copies over the machine's resolv.conf and hosts, and, with one mapped user, over passwd and group. */
async function overlayEtc(dir: string, oneUser: boolean): Promise<void> {
  const etc = join(dir, 'etc');
  await mkdir(etc, { recursive: true });
  await writeFile(join(etc, 'resolv.conf'), `nameserver ${RESOLVER.host}\noptions timeout:1 attempts:1\n`);
  await writeFile(join(etc, 'hosts'), '127.0.0.1 localhost\n');
  const files = ['resolv.conf', 'hosts'];
  if (oneUser) {
    for (const name of ['passwd', 'group'])
      await writeFile(join(etc, name), mapDaemons(await readFile(`/etc/${name}`, 'utf8')));
    files.push('passwd', 'group');
  }
  await Promise.all(
    files.map(async (name) => await run('mount', ['--bind', join(etc, name), await realpath(`/etc/${name}`)])),
  );
}

/**
 * Maps every daemon user and group (www-data, haproxy, …) to the one id that exists in the namespace, so that configs
 * with a `user` line start unchanged. In both files the ids stand in the third field, and a user's group in the fourth.
 */
function mapDaemons(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const fields = line.split(':');
      if (fields.length < 4 || fields[0] === 'root') return line;
      fields[2] = DAEMON_ID;
      if (fields.length > 4) fields[3] = DAEMON_ID;
      return fields.join(':');
    })
    .join('\n');
}

/**
 * With one mapped uid, nginx dies on chown, HAProxy on setgid and varnishd asserts. Under a nested user namespace they
 * see themselves as an ordinary user and leave such calls out. Empty where nesting is not possible.
 */
async function daemonPrefix(): Promise<readonly string[]> {
  const prefix = ['unshare', '--user', `--map-user=${DAEMON_ID}`, `--map-group=${DAEMON_ID}`, '--keep-caps'];
  return (await attempt(async () => void (await run('unshare', [...prefix.slice(1), 'true'])))) === null ? prefix : [];
}
