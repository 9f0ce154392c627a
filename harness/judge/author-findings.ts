import { formatDuration } from '../core/duration.ts';
import type { Expectation } from '../core/expectation.ts';
import { describeAnswer, type Facts } from '../core/facts.ts';
import type { Finding } from '../core/finding.ts';
import { samplesOf } from '../core/samples.ts';
import { allSteps, type Step } from '../core/scenario.ts';
import { type Authored, authoredSteps } from './authored.ts';
import { incidentFindings } from './incident-findings.ts';
import { strikeFindings } from './strike-findings.ts';
import { tunnelFindings } from './tunnel-findings.ts';

/** What is not as the author of the scenario expects. */
export function authorFindings(facts: Facts, expectations: readonly Expectation[]): Finding[] {
  const { steps } = facts.case.variant;
  return [
    ...authoredSteps(steps, facts.case.gateway).flatMap((step) => stepFindings(step, facts, expectations)),
    ...untilFindings(steps, facts),
    ...strikeFindings(steps, facts),
    ...tunnelFindings(steps, facts),
    ...incidentFindings(facts),
  ];
}

function stepFindings(step: Authored, facts: Facts, expectations: readonly Expectation[]): Finding[] {
  const exchanges = [...facts.exchanges, ...facts.struck].filter(({ exchange }) => exchange.step === step.path);
  const sightings = (facts.evidence.sightings ?? []).filter((one) => one.step === step.path);
  const twin = facts.twin.filter(({ exchange }) => exchange.step === step.path);
  const { main, twin: healthy } = facts.evidence;
  const load = main.loads?.find((one) => one.step === step.path) ?? null;
  const samples = load?.samples ?? samplesOf(exchanges);
  const twinSamples = healthy.loads?.find((one) => one.step === step.path)?.samples ?? samplesOf(twin);
  return Object.entries(step.values).flatMap(([key, value]) => {
    const [base, name = null] = key.includes('.') ? split(key) : [key];
    const expectation = expectations.find((one) => one.key === base && one.named === (name !== null));
    if (!expectation) throw new TypeError(`no expectation ${key}`);
    return expectation
      .judge(value, { exchanges, twin, samples, twinSamples, load, sightings, facts, name })
      .map((violation) => ({
        rule: `expect.${key}`,
        level: 'author' as const,
        source: facts.case.scenario.source ?? 'the scenario',
        place: step.places[key] ?? step.place,
        ...violation,
      }));
  });
}

function split(key: string): [string, string] {
  const dot = key.indexOf('.');
  return [key.slice(0, dot), key.slice(dot + 1)];
}

function untilFindings(steps: readonly Step[], facts: Facts): Finding[] {
  return allSteps(steps).flatMap((step) => {
    const until = facts.evidence.untils.find((one) => one.step === step.path);
    if (step.kind !== 'until' || !until || until.met) return [];
    const last = facts.exchanges.findLast(({ exchange }) => exchange.step === step.path)?.exchange;
    const answer = last ? `at last ${describeAnswer(last)}` : 'no request was sent';
    return [
      {
        rule: 'until',
        level: 'author' as const,
        source: facts.case.scenario.source ?? 'the scenario',
        expected: `status ${step.status} within ${formatDuration(step.within)}`,
        actual: `not within ${formatDuration(until.ms)}; ${answer}`,
        place: step.place,
        exchange: last?.id,
        timed: true,
      },
    ];
  });
}
