import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf, ProblemError } from '../core/problem.ts';

const run = promisify(execFile);

/** The kernel's tools, and the Debian package that has them. */
const PACKAGES = { nft: 'nftables', tc: 'iproute2', ip: 'iproute2' } as const;

/** One of the kernel's tools. */
export type Tool = keyof typeof PACKAGES;

/**
 * Runs a tool of the kernel and gives its standard output. Throws a ProblemError with the tool's own words: not installed,
 * not permitted, or what it did not like.
 */
export async function runTool(tool: Tool, args: readonly string[], input?: string): Promise<string> {
  const started = run(tool, [...args]);
  if (input !== undefined) started.child.stdin?.on('error', () => {}).end(input);
  try {
    return (await started).stdout;
  } catch (error) {
    throw new ProblemError('environment', [problemOf(tool, args, error)], { cause: error });
  }
}

function problemOf(tool: Tool, args: readonly string[], error: unknown) {
  const { code, stderr } = error as { code?: unknown; stderr?: string };
  if (code === 'ENOENT') {
    return { code: 'tool-missing', message: `${tool} is not installed (Debian package ${PACKAGES[tool]})` };
  }
  const said = stderr?.trim() || messageOf(error);
  const refused = /Operation not permitted|you must be root/.test(said);
  const hint = refused
    ? 'It needs CAP_NET_ADMIN: a sandbox, or a container started with --cap-add NET_ADMIN.'
    : undefined;
  return { code: 'tool-failed', message: `${[tool, ...args].join(' ')}: ${said}`, hint };
}
