import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** What a command left behind. */
export interface CliResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | undefined;
}

/** The command line's own program. */
export const CLI = fileURLToPath(new URL('../../harness/cli.ts', import.meta.url));

/** Runs `gatecrash` in a folder, as a process of its own with no terminal, and with no variables but those given. */
export async function gatecrash(
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string>> },
): Promise<CliResult> {
  const { PATH = '', HOME = '' } = process.env;
  const result = await execa(process.execPath, [CLI, ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 110_000,
    stripFinalNewline: false,
  });
  return { stdout: result.stdout, stderr: result.stderr, code: result.exitCode };
}
