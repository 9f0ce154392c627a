import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { Case } from '../core/case.ts';
import type { CaseEnded, RunEvent } from '../core/event.ts';
import { isBad, notPlayed, type Played, playedOf } from '../core/played.ts';
import type { Reporter, ReporterSession, Sink } from '../core/reporter.ts';
import { failureText } from '../terminal/failure-text.ts';
import { printable } from '../terminal/printable.ts';
import { deviationTexts, mostTellingFirst, reasonText } from '../terminal/reason-text.ts';
import { PLAIN } from '../terminal/style.ts';

const junit: Reporter = {
  name: 'junit',
  summary: 'JUnit XML as Surefire writes it, a suite for each gateway.',
  machine: true,
  totals: false,
  open: junitSession,
};

export default junit;

/** A case of a suite, played or not. */
type Entry = { readonly item: Case; readonly played: Played | null };

function junitSession(sink: Sink): ReporterSession {
  const ended: CaseEnded[] = [];
  let planned: readonly Case[] = [];
  let startedAt = new Date(0);
  return {
    on(event: RunEvent): void {
      if (event.type === 'run-started') ({ cases: planned, startedAt } = event);
      if (event.type === 'case-ended') ended.push(event);
      if (event.type !== 'run-ended') return;
      const played = playedOf(ended).map((one) => ({ item: one.last.case, played: one }));
      const entries: Entry[] = [...played, ...notPlayed(planned, ended).map((item) => ({ item, played: null }))];
      sink.out(documentOf(entries, event.ms, startedAt));
    },
    close: () => {},
  };
}

function documentOf(entries: readonly Entry[], ms: number, startedAt: Date): string {
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '' }).ele('testsuites', {
    name: 'gatecrash',
    ...totals(entries),
    time: seconds(ms),
  });
  for (const [name, own] of Map.groupBy(entries, ({ item }) => item.gateway.name)) {
    const time = seconds(own.reduce((sum, { played }) => sum + (played?.last.ms ?? 0), 0));
    const timestamp = startedAt.toISOString().slice(0, 19);
    const suite = root.ele('testsuite', { name, ...totals(own), time, timestamp });
    suite
      .ele('properties')
      .ele('property', { name: 'gateway.version', value: own[0]?.item.gateway.version ?? '' })
      .up()
      .ele('property', { name: 'runtime', value: [...new Set(own.map(({ item }) => item.runtime))].join(' ') });
    for (const entry of own) addCase(suite, entry);
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

function totals(entries: readonly Entry[]): Record<string, string> {
  const count = (...results: (string | undefined)[]): string =>
    String(entries.filter(({ played }) => results.includes(played?.last.verdict.result)).length);
  return {
    tests: String(entries.length),
    failures: count('fail'),
    errors: count('broken'),
    skipped: count('skip', undefined),
  };
}

/** The order of a case's elements is that of Surefire's schema. */
function addCase(suite: XMLBuilder, { item, played }: Entry): void {
  const time = seconds(played?.last.ms ?? 0);
  const element = suite.ele('testcase', { name: nameOf(item), classname: item.scenario.id, time });
  if (!played) {
    element.ele('skipped', { message: 'not run' });
    return;
  }
  const { last } = played;
  const earlier = played.earlier.filter(isBad);
  const again = isBad(last) ? 'rerun' : 'flaky';
  const failures = earlier.filter((event) => event.verdict.result === 'fail');
  const errors = earlier.filter((event) => event.verdict.result === 'broken');
  if (last.verdict.result === 'fail') element.ele('failure', attributes(last)).txt(failureText(last, PLAIN));
  for (const event of failures) addEarlier(element, `${again}Failure`, event);
  if (last.verdict.result === 'skip') element.ele('skipped', { message: reasonText(last.verdict) });
  if (last.verdict.result === 'broken') element.ele('error', attributes(last)).txt(failureText(last, PLAIN));
  for (const event of errors) addEarlier(element, `${again}Error`, event);
  const output = outputOf(last);
  if (output) element.ele('system-out').txt(output);
}

function addEarlier(element: XMLBuilder, name: string, event: CaseEnded): void {
  element.ele(name, attributes(event)).ele('stackTrace').txt(failureText(event, PLAIN));
}

function attributes({ verdict }: CaseEnded): Record<string, string> {
  const type = verdict.result === 'broken' ? 'broken' : (mostTellingFirst(verdict.findings)[0]?.rule ?? 'fail');
  return { message: reasonText(verdict), type };
}

/** Known deviations of a case that passes for them; the whole gateway log (its end is in the failure's text) of others. */
function outputOf({ verdict, evidence }: CaseEnded): string {
  if (verdict.result === 'deviates') return deviationTexts(verdict.findings).join('\n');
  return verdict.result === 'pass' ? '' : (evidence?.gateway.log.map(printable).join('\n') ?? '');
}

function nameOf({ scenario, variant, repeat }: Case): string {
  const row = Object.entries(variant.row).map(([key, value]) => `${key}=${value}`);
  return `${scenario.name}${row.length > 0 ? ` [${row.join(',')}]` : ''}${repeat > 1 ? ` (repeat ${repeat})` : ''}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
