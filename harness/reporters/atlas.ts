import { atlasJson, buildAtlas } from '../core/atlas.ts';
import type { RunEvent } from '../core/event.ts';
import type { Reporter, ReporterSession, Sink } from '../core/reporter.ts';

/** Kept together until the run is over: the plainest case of a fault may be the last one. */
const atlas: Reporter = {
  name: 'atlas',
  summary: 'What each gateway answers to each fault, as JSON: the data of docs/atlas.',
  machine: true,
  totals: false,
  open: atlasSession,
};

export default atlas;

function atlasSession(sink: Sink): ReporterSession {
  const events: RunEvent[] = [];
  return {
    on(event) {
      if (event.type === 'run-started' || event.type === 'case-ended') events.push(event);
    },
    close: () => sink.out(atlasJson(buildAtlas(events))),
  };
}
