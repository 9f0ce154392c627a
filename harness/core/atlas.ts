import { attemptsOf } from './attempts.ts';
import { compareTexts } from './compare-texts.ts';
import type { CaseEnded, RunEvent } from './event.ts';
import type { Evidence, Exchange, Pass, Timeouts } from './evidence.ts';
import { answerTime, slack } from './facts.ts';
import { allSteps } from './scenario.ts';
import { statesOf } from './states-of.ts';
import type { TimeClass } from './time-class.ts';
import type { Result } from './verdict.ts';

export type { TimeClass } from './time-class.ts';

/** The version of the file's form. */
export const ATLAS_VERSION = 1;

/** What came of the first exchange that met a fault. */
export interface AtlasAnswer {
  /** Null where no response came. */
  readonly status: number | null;
  readonly complete: boolean;
  /** Whether any octet came, be it of a response or not. */
  readonly octets: boolean;
  readonly ended: Exchange['ended'];
  /** How often it reached an upstream. */
  readonly attempts: number;
  readonly time: TimeClass;
}

/** What one gateway makes of one fault. */
export interface AtlasCell {
  readonly fault: string;
  readonly gateway: string;
  readonly version: string;
  /** The case that it was seen in: `scenario-id[row]`. */
  readonly seenIn: string;
  readonly result: Result;
  /** The rules that the whole case found broken, sorted, each once. */
  readonly rules: readonly string[];
  /** Null where the fault could not be played on this gateway. */
  readonly answer: AtlasAnswer | null;
}

/** Which gateways answer what: the faults of a run, each on each gateway. */
export interface Atlas {
  readonly version: typeof ATLAS_VERSION;
  /** The day of the run, `2026-11-22`. */
  readonly date: string;
  readonly gateways: readonly { readonly name: string; readonly version: string }[];
  /** Sorted by fault, then by gateway. */
  readonly cells: readonly AtlasCell[];
}

/** Whether a gateway stands in an atlas as another version beside the installed one: nginx@1.30. */
export function isBeside(gateway: string): boolean {
  return gateway.includes('@');
}

/** The atlas of a run: for each fault and gateway the plainest case in which it was met. */
export function buildAtlas(events: readonly RunEvent[]): Atlas {
  const started = events.find((event) => event.type === 'run-started');
  const ended = events.filter((event) => event.type === 'case-ended' && !event.retried && event.case.repeat === 1);
  const candidates = (ended as CaseEnded[]).flatMap(candidatesOf);
  const byPair = Map.groupBy(candidates, ({ cell }) => JSON.stringify([cell.fault, cell.gateway]));
  const cells = [...byPair.values()].map((same) => same.reduce(plainer).cell);
  const gateways = (started?.gateways ?? []).map(({ name, version }) => ({ name, version }));
  return {
    version: ATLAS_VERSION,
    date: (started?.startedAt ?? new Date(0)).toISOString().slice(0, 10),
    gateways: gateways.sort((a, b) => compareTexts(a.name, b.name)),
    cells: cells.sort((a, b) => compareTexts(a.fault, b.fault) || compareTexts(a.gateway, b.gateway)),
  };
}

/** The atlas as JSON, a cell a line, so that a difference is a line. */
export function atlasJson({ version, date, gateways, cells }: Atlas): string {
  const lines = (values: readonly unknown[]) => values.map((value) => `\n    ${JSON.stringify(value)}`).join(',');
  const parts = [
    `  "version": ${version}`,
    `  "date": ${JSON.stringify(date)}`,
    `  "gateways": [${lines(gateways)}\n  ]`,
    `  "cells": [${lines(cells)}\n  ]`,
  ];
  return `{\n${parts.join(',\n')}\n}\n`;
}

/** The class of an answer's time; `reached` tells whether a connection had come to its upstream. */
export function timeClassOf(exchange: Exchange, reached: boolean, timeouts: Timeouts): TimeClass {
  if (exchange.ended === 'timeout') return 'hung';
  const ms = answerTime(exchange);
  // A timeout is the longest wait: who looks at the clock once a second may end it at 2.0 s of 3.5 s.
  if (ms < Math.min(timeouts.connect, timeouts.read) / 2) return 'at-once';
  const [limit, name] = reached
    ? ([timeouts.read, 'read-timeout'] as const)
    : ([timeouts.connect, 'connect-timeout'] as const);
  return ms <= limit + slack(limit) ? name : 'later';
}

/** A cell, and how plain the case is that it comes from: the less of each the plainer. */
export interface Candidate {
  readonly cell: AtlasCell;
  readonly rank: readonly number[];
}

/**
 * What a case shows of each of its faults; none of those that no exchange met, and nothing of an incident: it is played on a
 * gateway set up as its story has it, and says nothing of the gateway as it comes.
 */
export function candidatesOf({ case: item, verdict, evidence }: CaseEnded): Candidate[] {
  if (item.variant.incident) return [];
  const states = Object.keys(item.variant.upstreams).flatMap((name) => statesOf(item.variant, name));
  const steps = allSteps(item.variant.steps).length;
  const { name, version } = item.gateway;
  return [...Map.groupBy(states, ({ fault }) => fault)].flatMap(([fault, same]) => {
    if (fault === null) return [];
    const answer = evidence ? answerTo(fault, evidence) : null;
    if (evidence && !answer) return [];
    const cell: AtlasCell = {
      fault,
      gateway: name,
      version,
      seenIn: item.id.replace(/@[^@]*$/, ''),
      result: verdict.result,
      rules: [...new Set(verdict.findings.map(({ rule }) => rule))].sort(),
      answer,
    };
    const settled = same.every(({ label }) => label === fault) ? 0 : 1;
    return [{ cell, rank: [answer ? 0 : 1, verdict.result === 'broken' ? 1 : 0, settled, states.length, steps] }];
  });
}

/** What came of the first exchange of the steps that met the fault. */
function answerTo(fault: string, { main, timeouts }: Evidence): AtlasAnswer | null {
  const [first] = main.exchanges
    .filter((exchange) => exchange.phase === 'steps' && exchange.fault === fault && exchange.aborted === null)
    .sort((a, b) => a.startedAt - b.startedAt);
  if (!first) return null;
  const attempts = attemptsOf(main).filter(({ id }) => id === first.id).length;
  const { final, ended, received } = first;
  const time = timeClassOf(first, attempts > 0 || isAccepted(first, main), timeouts);
  const octets = received.length > 0;
  return { status: final?.status ?? null, complete: final?.complete ?? false, octets, ended, attempts, time };
}

/** Whether the upstream of an exchange accepted a connection meanwhile. */
export function isAccepted({ upstream, startedAt, endedAt }: Exchange, { observations }: Pass): boolean {
  return observations.some(
    (event) =>
      event.kind === 'connection' && event.upstream === upstream && startedAt <= event.at && event.at <= endedAt,
  );
}

/** The one of two whose case is plainer. */
export function plainer<Kind extends Candidate>(one: Kind, another: Kind): Kind {
  const differing = one.rank.findIndex((value, index) => value !== another.rank[index]);
  const order =
    differing < 0
      ? compareTexts(one.cell.seenIn, another.cell.seenIn)
      : (one.rank[differing] ?? 0) - (another.rank[differing] ?? 0);
  return order <= 0 ? one : another;
}
