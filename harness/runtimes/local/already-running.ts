import type { Exit, RunningGateway } from '../worker/ground.ts';

/** A gateway that somebody else started: its processes and what it says are unknown, and nothing stops it. */
export class AlreadyRunning implements RunningGateway {
  /** No process has this id. */
  readonly leader = 0;
  readonly output = [];
  readonly exit = null;
  /** Never known. */
  readonly ended = new Promise<Exit>(() => {});

  pids(): number[] {
    return [];
  }

  /** It goes on running, whatever is asked: there is no exit of it. */
  async stop(): Promise<Exit> {
    return { code: null, signal: null };
  }

  kill(): void {}
}
