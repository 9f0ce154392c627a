import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { messageOf } from '../core/problem.ts';

/** One line of what an engine says while it pulls, builds or imports (Docker Engine API, `CreateImageInfo`, `BuildInfo`). */
export interface EngineEvent {
  /** A line of a build's output. */
  readonly stream?: string;
  readonly status?: string;
  /** The layer that the status is about. */
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
}

/** The events of an engine's answer, one after the other; throws with the engine's words where it reports an error. */
export async function* engineEvents(answer: NodeJS.ReadableStream): AsyncGenerator<EngineEvent> {
  // An error of the stream is not an error of the lines that are read from it.
  const lines = createInterface({ input: answer });
  let failure: Error | undefined;
  (answer as Readable).on('error', (error) => {
    failure = error;
    lines.close();
  });
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const event: EngineEvent = JSON.parse(line);
    if (event.error !== undefined) throw new Error(event.error.trim());
    yield event;
  }
  if (failure) throw failure;
}

/** What an engine said when it refused a request, without the HTTP status that dockerode puts before it. */
export function engineWords(error: unknown): string {
  return messageOf(error)
    .replace(/^\(HTTP code \d+\) [\w -]*? - /, '')
    .trim();
}
