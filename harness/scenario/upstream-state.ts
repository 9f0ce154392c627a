import { didYouMean } from '../core/did-you-mean.ts';
import type { UpstreamState } from '../core/scenario.ts';
import { HEALTHY } from '../core/script.ts';
import { type Catalogue, UPSTREAM_NAMES } from './catalogue.ts';
import { toChosenState } from './chosen-state.ts';
import { explainKey, nameOf } from './explain-issue.ts';
import { toFaultState } from './fault-state.ts';
import { isMap } from './is-map.ts';
import { toNamesState } from './name-state.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';
import { toRequestsState, toScriptedState } from './scripted-state.ts';
import { toSpeakingState } from './speaking-state.ts';

/** The state of an upstream that nothing is wrong with. */
export const HEALTHY_STATE: UpstreamState = {
  fault: null,
  label: 'healthy',
  effect: { place: 'script', script: HEALTHY },
};

const SCRIPTS = { connections: toScriptedState, requests: toRequestsState, when: toChosenState } as const;
const SCRIPT_KEYS = ['connections', 'requests', 'when'] as const;

/** The states of several upstreams by name. `declared` are the names that may stand here, none for any that exists. */
export function toStates(
  value: unknown,
  path: Path,
  report: Report,
  catalogue: Catalogue,
  declared?: readonly string[],
): Record<string, UpstreamState> | undefined {
  if (!isMap(value) || Object.keys(value).length === 0) {
    const code = value === undefined ? 'missing-key' : 'wrong-type';
    const message = `must be a map of upstreams and their states, not ${isMap(value) ? 'an empty one' : nameOf(value)}`;
    report.add(path, { code, message, hint: '`{ app: healthy }` is the simplest' });
    return undefined;
  }
  const states: Record<string, UpstreamState> = {};
  let whole = true;
  for (const [name, given] of Object.entries(value)) {
    const known = checkName(name, [...path, name], report, declared);
    const state = toState(given, [...path, name], report, catalogue);
    if (known && state) states[name] = state;
    else whole = false;
  }
  return whole ? states : undefined;
}

/** The state of one upstream; undefined, with the problems noted, where it is none. */
export function toState(value: unknown, path: Path, report: Report, catalogue: Catalogue): UpstreamState | undefined {
  if (value === 'healthy') return HEALTHY_STATE;
  if (typeof value === 'string') return toFaultState(value, path, report, catalogue);
  const map = isMap(value) ? value : undefined;
  if (map && 'fault' in map) return toFaultState(map, path, report, catalogue);
  if (map && 'dns' in map) return toNamesState(map, path, report, catalogue);
  const scripts = SCRIPT_KEYS.filter((key) => map && key in map);
  if (scripts.length > 1) return noteBoth(scripts, path, report);
  const toScript = map && scripts[0] ? SCRIPTS[scripts[0]] : undefined;
  const scripted = map && toScript?.(map, path, report, catalogue);
  if (map && toScript) return scripted && toSpeakingState(map, path, report, scripted);
  if (map && ('tls' in map || 'http2' in map)) return toSpeakingState(map, path, report);
  const [key] = Object.keys(map ?? {});
  if (key !== undefined)
    report.add([...path, key], {
      code: 'unknown-key',
      ...explainKey(key, ['fault', 'connections', 'requests', 'dns', 'rest', 'when', 'else', 'tls', 'http2']),
      at: 'key',
    });
  else report.add(path, { code: 'wrong-type', message: `must be healthy, a fault or a map, not ${nameOf(value)}` });
  return undefined;
}

function noteBoth([first = '', second = '']: readonly string[], path: Path, report: Report): undefined {
  const message = `stands beside \`${first}\`: an upstream is scripted by the one or by the other`;
  const hint =
    first === 'connections'
      ? 'steps of `connections` may read and answer several requests each'
      : '`when` with `first: 1` means the first request';
  report.add([...path, second], { code: 'two-scripts', message, hint, at: 'key' });
}

function checkName(name: string, path: Path, report: Report, declared: readonly string[] | undefined): boolean {
  if (!UPSTREAM_NAMES.includes(name)) {
    const message = `unknown upstream "${name}": the upstreams are ${UPSTREAM_NAMES.join(', ')}`;
    report.add(path, { code: 'unknown-upstream', message, hint: didYouMean(name, UPSTREAM_NAMES), at: 'key' });
    return false;
  }
  if (!declared || declared.includes(name)) return true;
  const hint = `add \`${name}: healthy\` to upstreams`;
  report.add(path, {
    code: 'undeclared-upstream',
    message: `the scenario does not declare the upstream "${name}"`,
    hint,
    at: 'key',
  });
  return false;
}
