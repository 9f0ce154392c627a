import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A shell that a person types commands into, one after the other. */
export class ShellSession implements AsyncDisposable {
  readonly #shell;
  #commands = 0;

  constructor(cwd: string, env: NodeJS.ProcessEnv) {
    this.#shell = spawn('bash', ['--noprofile', '--norc'], { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#shell.stdout.setEncoding('utf8');
  }

  /** Resolves with all that the command said, once it has ended. Rejects where the shell ends. */
  async run(command: string): Promise<string> {
    this.#commands += 1;
    const end = `end of command ${this.#commands}`;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    let said = '';
    const collect = (chunk: string) => {
      said += chunk;
      const at = said.indexOf(end);
      if (at >= 0) resolve(said.slice(0, at));
    };
    const ended = () => reject(new Error(`the shell has ended: ${said}`));
    this.#shell.stdout.on('data', collect);
    this.#shell.once('exit', ended);
    this.#shell.stdin.write(`{ ${command}\n} 2>&1\necho; echo '${end}'\n`);
    try {
      return await promise;
    } finally {
      this.#shell.stdout.off('data', collect);
      this.#shell.off('exit', ended);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#shell, 'exit');
    this.#shell.stdin.end();
    await ended;
  }
}
