import { ProblemError } from '../../core/problem.ts';
import type { EngineAnswer, EngineEvent, EngineRequest } from '../worker/engine-request.ts';
import type { FromEngine, FromWorker } from '../worker/messages.ts';

/** The driver's way to the container engine, which the main process alone may talk to. */
export class EngineLink {
  readonly #send: (message: FromWorker) => void;
  readonly #asked = new Map<number, PromiseWithResolvers<EngineAnswer>>();
  readonly #listeners = new Map<string, (event: EngineEvent) => void>();
  #tickets = 0;

  constructor(send: (message: FromWorker) => void) {
    this.#send = send;
  }

  /** Rejects with the engine's problem. */
  async ask(request: EngineRequest): Promise<EngineAnswer> {
    const ticket = ++this.#tickets;
    const done = Promise.withResolvers<EngineAnswer>();
    this.#asked.set(ticket, done);
    this.#send({ type: 'engine', ticket, request });
    return await done.promise.finally(() => this.#asked.delete(ticket));
  }

  /** Hears what becomes of one container, by the id that was asked for. Must be called before it is. */
  on(id: string, listener: (event: EngineEvent) => void): void {
    this.#listeners.set(id, listener);
  }

  /** Takes what the main process says. */
  hear(message: FromEngine): void {
    switch (message.type) {
      case 'engine-answered':
        this.#asked.get(message.ticket)?.resolve(message.answer);
        break;
      case 'engine-failed':
        this.#asked.get(message.ticket)?.reject(new ProblemError('environment', message.problems));
        break;
      case 'engine-event':
        this.#listeners.get(message.event.id)?.(message.event);
        if (message.event.kind === 'ended') this.#listeners.delete(message.event.id);
    }
  }
}
