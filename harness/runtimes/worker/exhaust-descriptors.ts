import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { messageOf, ProblemError } from '../../core/problem.ts';

const run = promisify(execFile);

/**
 * Lets no process open another file or socket: every number above standard error is beyond its limit (setrlimit(2)), also
 * one that is given back meanwhile, and what is open stays so. A limit of none at all would make poll(2) fail as well. Gives what puts the old limits back. Rejects with a ProblemError
 * where prlimit is not there or may not.
 */
export async function exhaustDescriptors(pids: readonly number[]): Promise<() => Promise<void>> {
  const before = await Promise.all(pids.map(async (pid) => ({ pid, limit: await softLimit(pid) })));
  for (const pid of pids) await limitTo(pid, String(Math.min(STANDARD, await lowestFree(pid))));
  return async () => {
    for (const { pid, limit } of before) await limitTo(pid, limit).catch(unlessGone(pid));
  };
}

/** Standard input, output and error, which are open for good. */
const STANDARD = 3;

/** Of a process that has changed its ids only the machine's root sees them (proc(5)): then those that are open for good. */
async function lowestFree(pid: number): Promise<number> {
  const entries = await readdir(`/proc/${pid}/fd`).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') return ['0', '1', '2'];
    throw error;
  });
  const open = new Set(entries.map(Number));
  let free = 0;
  while (open.has(free)) free += 1;
  return free;
}

/** The soft limit of proc(5), a number or `unlimited`. */
async function softLimit(pid: number): Promise<string> {
  const limits = await readFile(`/proc/${pid}/limits`, 'latin1');
  return /^Max open files\s+(\S+)/m.exec(limits)?.[1] ?? 'unlimited';
}

/** Who runs it: whoever has the same ids may set its limits, and root without CAP_SYS_RESOURCE may not (prlimit(2)). */
async function ownerOf(pid: number): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const status = await readFile(`/proc/${pid}/status`, 'latin1');
  const id = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { uid: id('Uid'), gid: id('Gid') };
}

/** The hard limit stays: to raise it again would take a privilege. */
async function limitTo(pid: number, soft: string): Promise<void> {
  try {
    await run('prlimit', ['--pid', String(pid), `--nofile=${soft}:`], await ownerOf(pid));
  } catch (error) {
    const message = `the descriptors of process ${pid} could not be limited: ${said(error)}`;
    const hint = 'prlimit is in the Debian package util-linux; for processes of others it needs CAP_SYS_RESOURCE';
    throw new ProblemError('environment', [{ code: 'no-limit', message, hint }], { cause: error });
  }
}

function said(error: unknown): string {
  const { stderr = '' } = error as { stderr?: string };
  return stderr.trim() || messageOf(error);
}

/** A process that has ended meanwhile has no limit to put back. */
function unlessGone(pid: number): (error: unknown) => Promise<void> {
  return async (error) => {
    const there = await readFile(`/proc/${pid}/stat`).catch(() => null);
    if (there !== null) throw error;
  };
}
