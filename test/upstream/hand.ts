import { text } from 'node:stream/consumers';
import { request } from 'undici';
import type { Address } from '../../harness/core/gateway.ts';
import { type StartedProgram, startProgram, startProgramIn } from './start-program.ts';

const UPSTREAMS = ['--upstream', 'app=127.0.0.1:0', '--upstream', 'other=127.0.0.1:0'];

/** An answer of the control interface. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: {
    readonly fault?: string;
    readonly error?: { readonly code: string; readonly message: string };
    readonly faults?: readonly { readonly name: string; readonly here: boolean; readonly why?: string }[];
    readonly upstreams?: Readonly<
      Record<
        string,
        { readonly fault: string | null; readonly listen: string | null; readonly seen: readonly string[] }
      >
    >;
  };
}

/** The program as a person starts it, with the upstreams app and other, and what that person does with curl. */
export class Hand implements AsyncDisposable {
  readonly program: StartedProgram;
  /** Where the upstream app listens. */
  readonly app: Address;

  private constructor(program: StartedProgram, app: Address) {
    this.program = program;
    this.app = app;
  }

  static async start(...args: readonly string[]): Promise<Hand> {
    return await Hand.of(await startProgram(...UPSTREAMS, ...args));
  }

  /** As process 1 of a namespace, as in a container. */
  static async startAsFirstProcess(): Promise<Hand> {
    const prefix = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child'];
    return await Hand.of(await startProgramIn({ prefix }, ...UPSTREAMS));
  }

  private static async of(program: StartedProgram): Promise<Hand> {
    const { upstreams: made } = (await ask(program, 'GET', '/')).body;
    const [host = '', port] = (made?.app?.listen ?? '').split(':');
    return new Hand(program, { host, port: Number(port) });
  }

  /** `curl -X PUT CONTROL/upstreams/app/fault -d TEXT` */
  put(fault: string, upstream = 'app'): Promise<ControlAnswer> {
    return ask(this.program, 'PUT', `/upstreams/${upstream}/fault`, fault);
  }

  get(path: string): Promise<ControlAnswer> {
    return ask(this.program, 'GET', path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program[Symbol.asyncDispose]();
  }
}

async function ask({ control }: StartedProgram, method: 'GET' | 'PUT', path: string, body?: string) {
  const answer = await request(`http://${control}${path}`, { method, body: body ?? null });
  return { status: answer.statusCode, body: JSON.parse(await text(answer.body)) } as ControlAnswer;
}
