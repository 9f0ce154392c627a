import type { Effect } from '../core/effect.ts';
import { fieldValues } from '../core/http.ts';
import type { UpstreamStep } from '../core/script.ts';

const STATUS_LINE = /^HTTP\/\d\.\d (\d{3})/;

/** The final statuses that the script of an effect sends, as far as they are three digits; none where it has no script. */
export function scriptedStatuses(effect: Effect): number[] {
  // Behind a resolver that says strange things the upstream is healthy.
  if (effect.place === 'dns' || effect.place === 'resolver') return [200];
  const script = 'script' in effect ? effect.script : undefined;
  const connections = [...(script?.connections ?? []), ...(script?.rest ? [script.rest] : [])];
  const requests = [...(script?.requests?.list ?? []), ...(script?.requests?.rest ? [script.requests.rest] : [])];
  const chosen = (script?.requests?.choices ?? []).map((choice) => choice.script);
  const statuses = [...connections, ...requests, ...chosen]
    .flatMap(({ steps }) => steps.map(statusOf))
    .filter((status) => status !== null);
  return [...new Set(statuses)].sort((a, b) => a - b);
}

function statusOf(step: UpstreamStep): number | null {
  if (step.do === 'answer') return 200;
  if (step.do === 'respond') return step.response.status ?? 200;
  if (step.do === 'h2-head') return Number(fieldValues(step.fields, ':status')[0]) || null;
  if (step.do !== 'send' && step.do !== 'drip') return null;
  const status = 'text' in step.bytes ? STATUS_LINE.exec(step.bytes.text)?.[1] : undefined;
  return status === undefined || status.startsWith('1') ? null : Number(status);
}
