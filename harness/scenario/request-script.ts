import { HEALTHY_REQUEST, type RequestScript, type UpstreamStep } from '../core/script.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';
import type { ScriptedEntry } from './scripted-entry.ts';

/**
 * What an entry of `requests` does with its request, whose head was read before. `read: head` at its beginning is met
 * already, `read: request` waits for the body; an entry that begins with an answer reads the body first. Undefined, with
 * the problem noted, where the entry goes beyond one request.
 */
export function toRequestScript(
  { script, healthy }: ScriptedEntry,
  value: unknown,
  path: Path,
  report: Report,
): RequestScript | undefined {
  if (healthy) return HEALTHY_REQUEST;
  const steps = fromHead(script.steps);
  const further = steps.findIndex((step) => step.do === 'read' && (step.what === 'head' || step.what === 'request'));
  if (further !== -1) {
    const at = Array.isArray(value) ? [...path, further + script.steps.length - steps.length] : path;
    const message = 'reads a second request, and an entry of `requests` is for one';
    report.add(at, { code: 'second-request', message, hint: 'make the second one an entry of its own' });
    return undefined;
  }
  if (!Array.isArray(value) && script.steps[0]?.do !== 'read') {
    const message = `${faultOf(value)} strikes a connection before a request was read`;
    report.add(path, { code: 'not-for-a-request', message, hint: 'give it as an entry of `connections`' });
    return undefined;
  }
  return { steps };
}

function fromHead([first, ...others]: readonly UpstreamStep[]): readonly UpstreamStep[] {
  const body: UpstreamStep = { do: 'read', what: 'body' };
  if (first === undefined) return [];
  if (first.do === 'answer' || first.do === 'respond') return [body, first, ...others];
  if (first.do !== 'read') return [first, ...others];
  if (first.what === 'head') return others;
  return [first.what === 'request' ? body : first, ...others];
}

function faultOf(value: unknown): string {
  return typeof value === 'string' ? value : String((value as { readonly fault?: unknown }).fault);
}
