import type { GatewayEvidence } from '../core/evidence.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

const LOG_LINES = 5;
const LINE_LENGTH = 200;

/** What became of the gateway, and the end of its log. */
export function gatewayBlock(gateway: GatewayEvidence, style: Style): string[] {
  const tail = gateway.log.slice(-LOG_LINES);
  const count = tail.length < gateway.log.length ? `last ${tail.length} of ${gateway.log.length}` : `${tail.length}`;
  const log = tail.length === 0 ? 'no log lines' : `${count} log line${gateway.log.length === 1 ? '' : 's'}`;
  return [
    `${style.bold(printable(`gateway ${gateway.name} ${gateway.version}`))}: ${[...exitText(gateway), log].join(', ')}`,
    ...tail.map((line) => style.dim(`  | ${printable(cut(line))}`)),
  ];
}

function exitText({ exit }: GatewayEvidence): string[] {
  if (!exit || exit.asked) return [];
  return [exit.signal === null ? `it exited by itself with code ${exit.code}` : `it was killed by ${exit.signal}`];
}

function cut(line: string): string {
  return line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line;
}
