import { z } from 'zod';
import type { RequestSelector } from '../core/request-selector.ts';
import type { UpstreamState } from '../core/scenario.ts';
import { HEALTHY_REQUEST, REQUEST_BY_REQUEST, type RequestChoice, type RequestScript } from '../core/script.ts';
import type { Catalogue } from './catalogue.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';
import { toRequestScript } from './request-script.ts';
import { toScriptedEntry } from './scripted-entry.ts';
import { COUNTING_WORDS, SELECTOR_SHAPE } from './selector-shape.ts';
import { SPEECH_SHAPE } from './speech-shape.ts';

/** One entry of `when`: which requests, and what happens to them. */
export const choiceSchema = z.strictObject({
  // biome-ignore lint/suspicious/noThenProperty: it is a word of the YAML, and no such object is ever awaited
  then: z.unknown(),
  ...SELECTOR_SHAPE,
});

/** A state that chooses by request. */
export const chosenSchema = z.strictObject({
  when: z.array(z.unknown(), { error: 'must be a list: one entry for each kind of request' }).min(1),
  else: z.unknown().optional(),
  ...SPEECH_SHAPE,
});

interface Entry {
  readonly script: RequestScript;
  readonly workers?: number | undefined;
}

/** A state from a map with `when`; undefined, with the problems noted, where one of its entries is wrong. */
export function toChosenState(
  value: Readonly<Record<string, unknown>>,
  path: Path,
  report: Report,
  catalogue: Catalogue,
): UpstreamState | undefined {
  if (!report.check(chosenSchema, value, path)) return undefined;
  const toEntry = (given: unknown, at: Path): Entry | undefined => {
    const entry = toScriptedEntry(given, 'request', at, report, catalogue);
    const script = entry && toRequestScript(entry, given, at, report);
    return script && { script, workers: entry.workers };
  };
  const given = value.when as readonly unknown[];
  const choices = given.map((one, index) => toChoice(one, [...path, 'when', index], report, toEntry));
  const rest = 'else' in value ? toEntry(value.else, [...path, 'else']) : { script: HEALTHY_REQUEST };
  const whole = choices.filter((choice) => choice !== undefined);
  if (!rest || whole.length < choices.length) return undefined;
  const workers = [...whole, rest].find((entry) => entry.workers !== undefined)?.workers;
  const requests = { list: [], rest: rest.script, choices: whole.map(({ when, script }) => ({ when, script })) };
  const label = `${whole.length} ${whole.length === 1 ? 'choice' : 'choices'} by request`;
  const script = { connections: [], rest: REQUEST_BY_REQUEST, workers, requests };
  return { fault: null, label, effect: { place: 'script', script } };
}

type ToEntry = (given: unknown, at: Path) => Entry | undefined;

function toChoice(
  value: unknown,
  path: Path,
  report: Report,
  toEntry: ToEntry,
): (RequestChoice & Pick<Entry, 'workers'>) | undefined {
  const checked = report.check(choiceSchema, value, path);
  if (!checked) return undefined;
  const { then, ...when } = checked;
  const sound = isSound(when, path, report);
  const entry = toEntry(then, [...path, 'then']);
  return sound && entry ? { when, script: entry.script, workers: entry.workers } : undefined;
}

/** What the words of a selector cannot say of themselves. */
function isSound(when: RequestSelector, path: Path, report: Report): boolean {
  const counting = COUNTING_WORDS.filter((word) => when[word] !== undefined);
  const [first, second] = counting;
  if (first && second) {
    const message = `stands beside \`${first}\`: each of them counts the requests, and one entry counts once`;
    report.add([...path, second], {
      code: 'counts-twice',
      message,
      hint: 'make it an entry of its own: the first entry that fits has the request',
      at: 'key',
    });
  }
  const idle = when.seed !== undefined && when.probability === undefined;
  if (idle) {
    const message = 'means nothing without `probability`';
    report.add([...path, 'seed'], {
      code: 'idle-seed',
      message,
      hint: '`probability: 0.2` means one in five',
      at: 'key',
    });
  }
  const empty = Object.keys(when).length === 0;
  if (empty) {
    const message = `says of no request that it means it: add ${Object.keys(SELECTOR_SHAPE).join(', ')}`;
    report.add(path, { code: 'no-selector', message, hint: 'what happens to all the others stands in `else`' });
  }
  return !second && !idle && !empty;
}
