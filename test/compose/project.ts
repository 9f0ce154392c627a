import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Compose } from './engines.ts';

const FILE = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));

/** What a person sets in the environment. */
export type Environment = Readonly<Record<string, string>>;

/** docker-compose.yml under a project name and ports of its own. */
export class Project implements AsyncDisposable {
  readonly ports: { readonly gateway: number; readonly control: number; readonly sidecar: number };
  readonly #name: string;
  readonly #compose: Compose;
  readonly #env: Environment;

  private constructor(name: string, compose: Compose, env: Environment, ports: Project['ports']) {
    this.#name = name;
    this.#compose = compose;
    this.#env = env;
    this.ports = ports;
  }

  static async of(compose: Compose, label: string, env: Environment): Promise<Project> {
    const [gateway, control, sidecar] = await freePorts();
    const major = compose.version.split('.')[0];
    return new Project(`gatecrash-test-${label}-v${major}-${process.pid}`, compose, env, { gateway, control, sidecar });
  }

  /** Runs a command of Compose; resolves with its exit code and all that it said. */
  async run(args: readonly string[], env: Environment = {}): Promise<{ exitCode: number | undefined; all: string }> {
    const [program, ...before] = this.#compose.command;
    const { gateway, control, sidecar } = this.ports;
    const { exitCode, all } = await execa(program, [...before, '--file', FILE, '--project-name', this.#name, ...args], {
      reject: false,
      all: true,
      stdin: 'ignore',
      env: {
        GATEWAY_PORT: String(gateway),
        CONTROL_PORT: String(control),
        SIDECAR_PORT: String(sidecar),
        ...this.#env,
        ...env,
      },
    });
    return { exitCode, all };
  }

  /** Runs a command as docker-compose.yml writes it, but for the ports. */
  async shell(command: string): Promise<{ exitCode: number | undefined; stdout: string }> {
    const { gateway, control, sidecar } = this.ports;
    const text = command
      .replace(':8080', `:${gateway}`)
      .replace(':9000', `:${control}`)
      .replace(':9001', `:${sidecar}`);
    const { exitCode, stdout } = await execa('sh', ['-c', text], { reject: false, timeout: 20_000 });
    return { exitCode, stdout };
  }

  /** The containers and networks that Docker knows of this project. */
  async leftovers(): Promise<readonly string[]> {
    const filter = ['--quiet', '--filter', `label=com.docker.compose.project=${this.#name}`];
    const asked = [execa('docker', ['ps', '--all', ...filter]), execa('docker', ['network', 'ls', ...filter])];
    return (await Promise.all(asked)).flatMap(({ stdout }) => stdout.split('\n').filter(Boolean));
  }

  async down(): Promise<void> {
    await this.run(['--profile', 'firewall', 'down', '--timeout', '2']);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }
}

/** Three ports that nobody listens on; held together, so that they differ. */
async function freePorts(): Promise<readonly [number, number, number]> {
  const servers = [1, 2, 3].map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const [first = 0, second = 0, third = 0] = servers.map((server) => {
    const address = server.address();
    server.close();
    return typeof address === 'object' && address ? address.port : 0;
  });
  return [first, second, third];
}
