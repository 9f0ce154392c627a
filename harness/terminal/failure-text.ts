import { upstreamNames } from '../core/connections.ts';
import type { CaseEnded } from '../core/event.ts';
import type { Evidence, Exchange } from '../core/evidence.ts';
import { exchangeBlock } from './exchange-block.ts';
import { findingBlock } from './finding-block.ts';
import { gatewayBlock } from './gateway-block.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';
import { upstreamBlock } from './upstream-block.ts';

/** More exchanges than this are counted only. */
const SHOWN = 3;

/**
 * All that helps to find the cause, most telling first: a reason of more than one line, place and code frame, expected and actual, what the
 * client saw, what the upstreams saw, the end of the gateway's log, the command that runs just this again. Nothing in it
 * can steer a terminal. Lines are not indented, and the last one has no line break. Mark, id and a short reason are for
 * the heading, which every format has of its own.
 */
export function failureText(event: CaseEnded, style: Style): string {
  const reason = event.verdict.reason?.split('\n') ?? [];
  return [
    ...(reason.length > 1 ? reason.map((line) => style.as(event.verdict.result, printable(line))) : []),
    ...findingBlock(event, style),
    ...(event.evidence ? evidenceLines(event, event.evidence, style) : []),
    `${style.bold('run it again')}: ${printable(event.rerun)}`,
  ].join('\n');
}

function evidenceLines(event: CaseEnded, evidence: Evidence, style: Style): string[] {
  const exchanges = tellingExchanges(event, evidence);
  const shown = exchanges.slice(0, SHOWN);
  const twin = shown.length > 0 && shown.every((exchange) => exchange.phase === 'twin');
  const pass = twin ? evidence.twin : evidence.main;
  const armings = twin ? [] : evidence.armings;
  return [
    ...shown.flatMap((exchange) => exchangeBlock(exchange, style)),
    ...(exchanges.length > SHOWN ? [`and ${exchanges.length - SHOWN} more exchanges`] : []),
    ...upstreamNames(event.case, pass).flatMap((name) => upstreamBlock(name, pass, armings, style)),
    ...gatewayBlock(evidence.gateway, style),
  ];
}

/** The exchanges that the findings name; where they name none, those of the steps. */
function tellingExchanges(event: CaseEnded, { main, twin }: Evidence): Exchange[] {
  const named = new Set(event.verdict.findings.map((finding) => finding.exchange));
  const all = [...main.exchanges, ...twin.exchanges];
  const telling = all.filter((exchange) => named.has(exchange.id));
  return telling.length > 0 ? telling : main.exchanges.filter((exchange) => exchange.phase === 'steps');
}
