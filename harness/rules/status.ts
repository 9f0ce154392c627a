import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import { recommendedStatus } from '../core/proxy-error.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { shedsLoad } from './facts/sheds-load.ts';

const COMPATIBLE = [502, 503, 504];

export default [
  {
    id: 'OP-06',
    title: 'A failed upstream gives the status for its failure',
    level: 'should',
    source: 'RFC 9209 section 2.1.1; RFC 9110 sections 15.6.3 to 15.6.5',
    summary:
      'A 5xx for an upstream fault is 502, 503 or 504 (profile compat), or the one that RFC 9209 recommends (strict); 500 is for faults of the gateway itself. An expected `status` of the author takes its place.',
    example: 'Upstream: refuses the connection. Client: `500 Internal Server Error`.',
    judge: (facts) =>
      facts.exchanges
        .filter(({ authored }) => authored.status === undefined)
        // What was turned away never met the fault.
        .filter((one) => !shedsLoad(one, facts))
        .flatMap((one) => judgeStatus(one, facts, (status) => status >= 500)),
  },
  {
    id: 'OP-08',
    title: 'No false success',
    level: 'practice',
    source: 'operational practice; RFC 9110 section 15.6 (5xx says who erred)',
    summary:
      'An upstream that failed before its response began never yields a 1xx, 2xx, 3xx or 4xx as the final answer.',
    example: 'Upstream: closes before it answers. Client: an empty `200 OK`.',
    judge: (facts) =>
      facts.exchanges
        .filter(({ outcome }) => outcome?.accepts.includes('truncated') === false)
        .flatMap((one) => judgeStatus(one, facts, (status) => status < 500)),
  },
] satisfies Rule[];

/** A violation when the final status is one that the rule speaks of, and none that the catalogue entry allows. */
function judgeStatus(one: ExchangeFacts, facts: Facts, speaksOf: (status: number) => boolean): Violation[] {
  const { final } = one.exchange;
  const allowed = allowedStatuses(one, facts);
  if (!final || !allowed || !speaksOf(final.status) || allowed.statuses.includes(final.status)) return [];
  return [{ expected: allowed.text, actual: describeAnswer(one.exchange), exchange: one.exchange.id }];
}

/** Null where every status is allowed: no fault was armed, or the upstream's own status goes and is not known. */
function allowedStatuses({ outcome, scripted }: ExchangeFacts, { profile }: Facts) {
  if (!outcome) return null;
  const { accepts, error, statuses = [] } = outcome;
  const lets = accepts.includes('passed-on') || accepts.includes('repaired');
  if (lets && scripted.length === 0) return null;
  const own = profile === 'strict' ? [recommendedStatus(error)] : COMPATIBLE;
  const ours = accepts.includes('error') || !lets ? own : [];
  const theirs = lets ? scripted : [];
  const texts = [
    ...(ours.length > 0 ? [`${ours.join(', ')}${profile === 'strict' ? ` (${error})` : ''}`] : []),
    ...(theirs.length > 0 ? [`the upstream's own ${theirs.join(', ')}`] : []),
    ...(statuses.length > 0 ? [statuses.join(', ')] : []),
  ];
  return { statuses: [...ours, ...theirs, ...statuses], text: `status ${texts.join(' or ')}` };
}
