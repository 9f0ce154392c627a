import t from 'tap';
import type { IncidentPart, Signature } from '../../harness/core/incident.ts';
import { incidentFindings } from '../../harness/judge/incident-findings.ts';
import { answer, at, caseWith, exchange, factsWith } from '../support/evidence.ts';

const SIGNATURE: Signature = { status: 502, time: 'at-once', log: '/closed .* upstream/', page: null, place: at(7) };
const LINE = 'upstream prematurely closed connection while reading response header from upstream';
const bad = (more: Parameters<typeof exchange>[0] = {}) => exchange({ raw: answer(502, {}, 'sorry'), ...more });

function found(
  part: IncidentPart['part'],
  seen: { exchanges?: ReturnType<typeof exchange>[]; log?: string[]; version?: string },
  signatures: Readonly<Record<string, Signature>> = { nginx: SIGNATURE },
) {
  const { exchanges = [bad()], log = [LINE], version = '1.22.1' } = seen;
  const item = caseWith({ version });
  const played = { ...item, variant: { ...item.variant, incident: { part, signatures, what: null } } };
  return incidentFindings(factsWith({ case: played, exchanges, gateway: { log } }));
}

const rules = (...given: Parameters<typeof found>) => found(...given).map(({ rule }) => rule);

t.test('a scenario that is no incident has no signature', (t) => {
  t.strictSame(incidentFindings(factsWith({ exchanges: [bad()] })), []);
  t.end();
});

t.test('the signature must come out: status, page, time and line', (t) => {
  t.strictSame(found('reported', {}), []);
  t.match(found('reported', { exchanges: [exchange()] }), [
    { rule: 'signature.status', actual: '200 complete, connection kept', place: at(7), level: 'author' },
  ]);
  t.strictSame(rules('reported', { exchanges: [] }), ['signature.status']);
  t.strictSame(rules('reported', { log: ['all is well'] }), ['signature.log']);
  t.match(found('reported', { exchanges: [bad({ ms: 1000 })] }), [
    { rule: 'signature.time', actual: 'connect-timeout', timed: true },
  ]);
  t.end();
});

t.test('one answer of the steps is enough, and none of the aftermath counts', (t) => {
  t.strictSame(found('reported', { exchanges: [exchange(), bad({ id: 'steps-2' })] }), []);
  t.strictSame(rules('reported', { exchanges: [bad({ phase: 'aftermath' })] }), ['signature.status']);
  t.end();
});

t.test('an error page may tell where the log does not', (t) => {
  const paged = (page: string) => ({ nginx: { ...SIGNATURE, log: null, page } });
  t.strictSame(found('reported', { log: [] }, paged('sorry')), []);
  t.strictSame(rules('reported', { log: [] }, paged('/^I.O error/')), ['signature.page']);
  t.end();
});

t.test('a fix must mend every answer, and take the line away', (t) => {
  const good = exchange();
  t.strictSame(found('fix', { exchanges: [good], log: ['all is well'] }), []);
  t.strictSame(rules('fix', { exchanges: [good] }), ['fix.log']);
  t.strictSame(rules('fix', { exchanges: [good, bad({ id: 'steps-2' })], log: [] }), ['fix.answer']);
  const cut = exchange({ raw: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf', ended: 'fin' });
  t.strictSame(rules('fix', { exchanges: [cut], log: [] }), ['fix.answer']);
  t.strictSame(rules('fix', { exchanges: [exchange({ raw: '', ended: 'rst' })], log: [] }), ['fix.answer']);
  t.end();
});

t.test('what is told of some versions is asked of these alone', (t) => {
  const newer = { 'nginx@>=1.23': { ...SIGNATURE, status: 504 } };
  t.strictSame(found('reported', {}, newer), []);
  t.strictSame(rules('reported', { version: '1.26.0' }, newer), ['signature.status']);
  t.end();
});
