import { execa } from 'execa';

/** A Compose of this machine. */
export interface Compose {
  /** `2.26.1`. */
  readonly version: string;
  readonly command: readonly [program: string, ...args: string[]];
}

const COMMANDS = [['docker', 'compose'], ['docker-compose']] as const;

/** Every Compose that is here and has an engine to talk to, the newest first, each version once. */
export async function composes(): Promise<readonly Compose[]> {
  const engine = await execa('docker', ['version', '--format', '{{.Server.Version}}'], { reject: false });
  if (engine.exitCode !== 0) return [];
  const found = await Promise.all(COMMANDS.map(look));
  const versions = new Map(found.flatMap((compose) => (compose ? [[compose.version, compose]] : [])));
  return [...versions.values()].sort((a, b) => Number.parseFloat(b.version) - Number.parseFloat(a.version));
}

async function look(command: Compose['command']): Promise<Compose | null> {
  const [program, ...args] = command;
  const { exitCode, stdout } = await execa(program, [...args, 'version', '--short'], { reject: false });
  return exitCode === 0 ? { version: stdout.trim(), command } : null;
}
