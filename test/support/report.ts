import type { RunEvent } from '../../harness/core/event.ts';
import type { Reporter, Screen, Sink } from '../../harness/core/reporter.ts';
import { type RecordingSink, recordingSink } from './recording-sink.ts';

/** Puts events through one reporter and gives the sink with all that it wrote. */
export async function report(
  reporter: Reporter,
  events: readonly RunEvent[],
  screen: Partial<Screen> = {},
  env: Sink['env'] = {},
): Promise<RecordingSink> {
  const sink = recordingSink(screen, env);
  const session = reporter.open(sink);
  for (const event of events) session.on(event);
  await session.close();
  return sink;
}
