import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { EXIT } from '../core/exit-code.ts';

/** How `gatecrash run` ended. */
export interface SuiteEnd {
  readonly code: number;
  /** Whether cases were played to the end, so that what its reporters wrote is whole. */
  readonly whole: boolean;
}

/** Plays by `gatecrash run` with these arguments, for a program that makes something of what a reporter writes. */
export async function playSuite(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SuiteEnd> {
  const cli = fileURLToPath(new URL(`../cli${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));
  const run = await execa(process.execPath, [cli, 'run', ...args], { env, stdio: 'inherit', reject: false });
  const code = run.exitCode ?? EXIT.interrupted;
  return { code, whole: code !== EXIT.usage && code !== EXIT.nothing && code !== EXIT.interrupted };
}
