import { isAccepted, timeClassOf } from '../core/atlas.ts';
import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import type { Finding } from '../core/finding.ts';
import type { Signature } from '../core/incident.ts';
import { lineWith } from '../core/line-with.ts';
import { toSample } from '../core/samples.ts';
import { signatureFor } from '../core/signature-for.ts';
import { textPattern } from '../core/text-pattern.ts';
import type { TimeClass } from '../core/time-class.ts';
import { hasStatus, statusText } from '../core/wanted-status.ts';

/** Server errors (RFC 9110 section 15.6) begin here. */
const SERVER_ERROR = 500;

/** What is not as the story of an incident has it: a signature that did not come out, or a fix that did not help. */
export function incidentFindings(facts: Facts): Finding[] {
  const { incident } = facts.case.variant;
  const signature = incident && signatureFor(incident, facts.case.gateway);
  if (!incident || !signature) return [];
  const found = incident.part === 'reported' ? missingSignature(signature, facts) : failedFix(signature, facts);
  const source = facts.case.scenario.source ?? 'the scenario';
  return found.map((one) => ({ level: 'author', source, place: signature.place, ...one }));
}

type Found = Pick<Finding, 'rule' | 'expected' | 'actual' | 'exchange' | 'timed'>;

function missingSignature(signature: Signature, facts: Facts): Found[] {
  const answer = missingAnswer(signature, facts);
  const { log } = facts.evidence.gateway;
  if (signature.log === null || lineWith(signature.log, log) !== undefined) return answer;
  const expected = `a line of the log with ${signature.log}`;
  return [...answer, { rule: 'signature.log', expected, actual: `none of ${log.length} lines` }];
}

/** One answer must have the status, the page and the time. What comes nearest is shown. */
function missingAnswer({ status, page, time }: Signature, facts: Facts): Found[] {
  const wanted = [status].flat().map(String);
  const all = ofSteps(facts);
  const expected = `an answer with status ${wanted.join(' or ')}`;
  const alike = all.filter(({ exchange }) => wanted.some((one) => hasStatus(exchange.final?.status ?? null, one)));
  if (alike.length === 0)
    return [
      {
        rule: 'signature.status',
        expected,
        actual: [...new Set(all.map(({ exchange }) => describeAnswer(exchange)))].join('; ') || 'no request was sent',
      },
    ];
  const form = page === null ? undefined : textPattern(page);
  const paged = alike.filter(({ exchange }) => page === null || form?.test(pageOf(exchange)));
  const [first] = alike;
  if (paged.length === 0 && first)
    return [
      {
        rule: 'signature.page',
        expected: `${expected} and a page with ${page}`,
        actual: pageOf(first.exchange).slice(0, 200),
        exchange: first.exchange.id,
      },
    ];
  const times = paged.map((one) => timeOf(one, facts));
  if (times.includes(time)) return [];
  const actual = `${[...new Set(times)].join(', ')}`;
  return [
    { rule: 'signature.time', expected: `${expected}, ${time}`, actual, exchange: paged[0]?.exchange.id, timed: true },
  ];
}

function failedFix(signature: Signature, facts: Facts): Found[] {
  const { gateway, main } = facts.evidence;
  const line = signature.log === null ? undefined : lineWith(signature.log, gateway.log);
  const loads = main.loads ?? [];
  // Of a load a few exchanges alone are kept, and a sample of every one.
  const single = ofSteps(facts).filter(({ exchange }) => loads.every(({ step }) => step !== exchange.step));
  const answers = [
    ...single.map(({ exchange }) => ({ ...toSample(exchange, 0, 0), told: describeAnswer(exchange) })),
    ...loads.flatMap(({ samples }) => samples.map((one) => ({ ...one, told: `${statusText(one.status)} in a load` }))),
  ];
  const bad = answers.filter(({ status, sound }) => status === null || status >= SERVER_ERROR || !sound);
  const expected = 'whole answers without a server error: the incident is mended';
  return [
    ...bad.map(({ id, told }) => ({ rule: 'fix.answer', expected, actual: told, exchange: id })),
    ...(line === undefined
      ? []
      : [{ rule: 'fix.log', expected: `no line of the log with ${signature.log}`, actual: line }]),
  ];
}

function ofSteps({ exchanges, struck }: Facts): ExchangeFacts[] {
  return [...exchanges, ...struck].filter(({ exchange }) => exchange.phase === 'steps');
}

function timeOf({ exchange, attempts }: ExchangeFacts, { evidence }: Facts): TimeClass {
  return timeClassOf(exchange, attempts.length > 0 || isAccepted(exchange, evidence.main), evidence.timeouts);
}

/** The whole response: a reason phrase may be all that tells. */
function pageOf({ received }: ExchangeFacts['exchange']): string {
  return received.toString('latin1');
}
