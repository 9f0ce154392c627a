import type { Arming } from '../core/arming.ts';
import { attemptsOf } from '../core/attempts.ts';
import { CLOSED_WORDS } from '../core/closed-words.ts';
import { connectionsOf, type UpstreamConnection } from '../core/connections.ts';
import type { Observation, Pass } from '../core/evidence.ts';
import type { Attempt } from '../core/facts.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** More connections and events than this are counted only. */
const SHOWN = 8;

/**
 * What one upstream saw in a pass: a line a connection with its requests and who ended it, then probes, queries and
 * signals. The totals are those of the steps, as expectations count them.
 */
export function upstreamBlock(upstream: string, pass: Pass, armings: readonly Arming[], style: Style): string[] {
  const observations = pass.observations.filter((event) => event.upstream === upstream);
  const connections = connectionsOf(pass, armings).filter((one) => one.upstream === upstream);
  const attempts = attemptsOf(pass).filter((attempt) => attempt.upstream === upstream);
  const lines = [
    ...connections.map((one) => connectionLine(one, attempts, observations)),
    ...armings.filter((arming) => arming.upstream === upstream).flatMap(probeLines),
    ...observations.flatMap(eventLines),
  ];
  const more = lines.length > SHOWN ? [`  and ${lines.length - SHOWN} more lines`] : [];
  const [opened, asked] = [connections, attempts].map((all) => all.filter((one) => one.phase !== 'aftermath').length);
  const totals = `${counted(opened, 'connection')}, ${counted(asked, 'request')}`;
  return [`${style.bold(`upstream ${upstream}`)}: ${totals}`, ...lines.slice(0, SHOWN), ...more];
}

function connectionLine(
  { connection, phase }: UpstreamConnection,
  attempts: readonly Attempt[],
  observations: readonly Observation[],
): string {
  const requests = attempts
    .filter((attempt) => attempt.connection === connection)
    .map(({ nth, method, target }) => `request ${nth} ${method} ${target}`);
  const own = observations.filter((event) => 'connection' in event && event.connection === connection);
  const notes = own.flatMap((event) => (event.kind === 'step' && event.note ? [`${event.step}: ${event.note}`] : []));
  const parts = [requests.join(', ') || 'no request', ...notes, closing(own)];
  const aside = phase === 'aftermath' ? ' (aftermath)' : '';
  return `  ${printable(`connection ${connection}${aside}: ${parts.join('; ')}`)}`;
}

function closing(observations: readonly Observation[]): string {
  const closed = observations.find((event) => event.kind === 'closed');
  return closed ? `${CLOSED_WORDS[closed.by]}, ${closed.received} B in, ${closed.sent} B out` : 'still open';
}

function probeLines({ fault, probes }: Arming): string[] {
  return probes.map(({ result }) => `  ${printable(`probe while ${fault ?? 'the script'} was armed: ${result}`)}`);
}

function eventLines(event: Observation): string[] {
  if (event.kind === 'query') return [`  ${printable(`asked for ${event.name} ${event.type}: ${event.answer}`)}`];
  if (event.kind === 'signal') return [`  ${event.signal} sent, process ${event.state}`];
  return [];
}

function counted(count = 0, what = ''): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
