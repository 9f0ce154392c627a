import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf } from '../../core/problem.ts';
import { toolEnvironment } from './tool-environment.ts';

const run = promisify(execFile);

/**
 * How workers are kept apart from the machine. `namespaces`: a network, mount and process-id namespace of their own;
 * with `user` also a user namespace, for people who are not root. `plain`: none, and the reason why.
 */
export type Sandbox =
  | { readonly kind: 'namespaces'; readonly user: boolean }
  | { readonly kind: 'plain'; readonly reason: string };

/**
 * The command that starts a program in a sandbox. This form leaves nothing behind after `kill -9` of the caller: the
 * death signal reaches unshare, `--kill-child` its child, and the child is process 1 of its namespace, so that all in it
 * die with it. The caller must be the main thread (prctl(2): the signal is tied to the thread that forked).
 */
export function sandboxed(sandbox: Sandbox, command: readonly string[]): [string, ...string[]] {
  if (sandbox.kind === 'plain') return [command[0] ?? '', ...command.slice(1)];
  const user = sandbox.user ? ['--user', '--map-root-user'] : [];
  const spaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  return ['setpriv', '--pdeathsig', 'KILL', 'unshare', ...user, ...spaces, ...command];
}

/** Finds the strongest sandbox that works here, by trying it. */
export async function findSandbox(): Promise<Sandbox> {
  if (process.platform !== 'linux')
    return { kind: 'plain', reason: `namespaces are Linux's, and this is ${process.platform}` };
  const sandbox: Sandbox = { kind: 'namespaces', user: process.getuid?.() !== 0 };
  try {
    const [program, ...args] = sandboxed(sandbox, ['ip', 'link', 'set', 'lo', 'up']);
    await run(program, args, { env: toolEnvironment() });
    return sandbox;
  } catch (error) {
    return { kind: 'plain', reason: await whyNot(error, sandbox.user) };
  }
}

async function whyNot(error: unknown, user: boolean): Promise<string> {
  const text = `${messageOf(error)}\n${(error as { stderr?: string }).stderr ?? ''}`;
  if (/ENOENT.*setpriv|spawn setpriv/.test(text)) return 'setpriv is not installed (Debian package util-linux)';
  if (/failed to execute ip|ip: No such file/.test(text)) return 'ip is not installed (Debian package iproute2)';
  const knob = user
    ? await userNamespaceKnob()
    : 'inside Docker: --privileged, or --cap-add SYS_ADMIN --cap-add NET_ADMIN';
  const detail = /unshare: (.+)/.exec(text)?.[1] ?? text.split('\n').find((line) => line.trim()) ?? 'unknown reason';
  return `namespaces are not allowed here (${detail.trim()}); ${knob}`;
}

async function userNamespaceKnob(): Promise<string> {
  for (const [name, wanted] of USER_NAMESPACE_SYSCTLS) {
    const value = await run('cat', [`/proc/sys/${name.replaceAll('.', '/')}`]).then(
      ({ stdout }) => stdout.trim(),
      () => null,
    );
    if (value !== null && wanted.wrong(value)) return `sysctl -w ${name}=${wanted.right} allows them`;
  }
  return 'inside Docker: --security-opt seccomp=unconfined --security-opt apparmor=unconfined; or run as root';
}

const USER_NAMESPACE_SYSCTLS: readonly [string, { wrong(value: string): boolean; right: string }][] = [
  ['kernel.unprivileged_userns_clone', { wrong: (value) => value === '0', right: '1' }],
  ['kernel.apparmor_restrict_unprivileged_userns', { wrong: (value) => value === '1', right: '0' }],
  ['user.max_user_namespaces', { wrong: (value) => value === '0', right: '10000' }],
];
