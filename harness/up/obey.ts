import { once } from 'node:events';
import type { Case } from '../core/case.ts';
import type { RequestSpec } from '../core/scenario.ts';
import { choicesOf } from './choices.ts';
import { commandsFrom, type Input } from './commands-from.ts';
import type { HeldScenario } from './held-scenario.ts';
import { keyLines } from './introduction.ts';
import { requestsOf } from './send.ts';
import type { Story } from './story.ts';

/** What a person's keys work on. */
export interface ObeyOptions {
  readonly item: Case;
  readonly held: HeldScenario;
  readonly story: Story;
  readonly input: Input;
  /** Requests to send first. */
  readonly requests: readonly RequestSpec[];
  /** Given where a time ends it, and the end of the input does not. */
  readonly time?: number | undefined;
  readonly ended: AbortSignal;
  say(line: string): void;
}

/** Sends what is to be sent, and carries out keys until `q`, the end of the input, or the signal. */
export async function obey(options: ObeyOptions): Promise<void> {
  const { input, ended, time } = options;
  await sendAll(options, options.requests);
  for await (const key of commandsFrom(input, ended)) {
    if (key === 'q') return;
    await carryOut(key, options);
  }
  if (time !== undefined && !ended.aborted) await once(ended, 'abort');
}

async function carryOut(key: string, options: ObeyOptions): Promise<void> {
  const { item, held, say } = options;
  if (key === 's') return await sendAll(options, requestsOf(item.variant));
  if (key === '?') for (const line of keyLines(item)) say(line);
  const choice = choicesOf(item.variant).find((candidate) => candidate.key === key);
  // Why it could not be put on was told.
  if (choice) await held.set(choice.upstream, choice.state).catch(() => {});
}

/** One after the other; none any more once all is over. */
async function sendAll({ held, story, ended }: ObeyOptions, requests: readonly RequestSpec[]): Promise<void> {
  if (requests.length === 0) return;
  for (const request of requests) {
    if (ended.aborted) return;
    await held.send(request).catch((error: unknown) => {
      if (!ended.aborted) throw error;
    });
  }
  story.say(requests.length === 1 ? '1 request was sent' : `${requests.length} requests were sent`);
}
