import { loadFolder } from '../core/registry.ts';
import type { Style } from '../terminal/style.ts';
import type { Patience } from './ask-politely.ts';
import { explain } from './explain.ts';
import type { Explanation } from './explanation.ts';
import { explanationText } from './explanation-text.ts';
import type { FieldReader } from './field-reader.ts';
import { inputProblem } from './input-problem.ts';
import { loadMakers } from './load-makers.ts';
import { readInput } from './read-input.ts';
import type { Subject } from './subject.ts';
import { fromHar, fromResponse, fromUrl } from './subjects.ts';

/** What `gatecrash explain` is given. */
export interface ExplainOptions {
  readonly url?: string | undefined;
  readonly response?: string | undefined;
  readonly har?: string | undefined;
  readonly json?: boolean | undefined;
  /** Requests at most. */
  readonly tries: number;
  readonly style: Style;
  readonly width: number;
  /** Results. */
  readonly out: (text: string) => void;
  readonly progress: (text: string) => void;
}

/** Few and slow enough for any site: at most 15 s of waiting, the first wait 1 s. */
const PATIENCE: Omit<Patience, 'tries'> = {
  budget: 15_000,
  firstWait: 1000,
  connectTimeout: 10_000,
  answerTimeout: 70_000,
};

/** More would be no longer polite. */
const MOST_TRIES = 10;

/** How many different failures of an archive are told. */
const SHOWN = 20;

/** Explains a URL, a saved response or the failures of an archive; throws a ProblemError for what is none of them. */
export async function explainInput(options: ExplainOptions): Promise<void> {
  const { subjects, none } = await subjectsOf(options);
  const knowledge = { makers: await loadMakers(), readers: await loadFolder<FieldReader>('explain/fields') };
  const explanations = subjects.map((subject) => explain(subject, knowledge));
  if (options.json) options.out(`${JSON.stringify(explanations, null, 2)}\n`);
  else options.out(explanations.length === 0 ? `${none}\n` : textOf(explanations, options));
}

function textOf(explanations: readonly Explanation[], options: ExplainOptions): string {
  const shown = explanations.slice(0, SHOWN).map((one) => explanationText(one, options));
  const left = explanations.length - shown.length;
  const rest = left > 0 ? [`And ${left} more failures of other kinds; --json tells all.\n`] : [];
  return [...shown, ...rest].join(`\n${'-'.repeat(Math.min(options.width, 72))}\n\n`);
}

async function subjectsOf({
  url,
  response,
  har,
  tries,
  progress,
}: ExplainOptions): Promise<{ subjects: readonly Subject[]; none: string }> {
  if (har !== undefined) {
    if (url !== undefined || response !== undefined) throw tooMuch();
    const { subjects, requests } = fromHar(readInput(har).toString('utf8'), har);
    return { subjects, none: `${har}: ${requests} requests, and none of them failed.` };
  }
  if (response !== undefined) return { subjects: [fromResponse(readInput(response), response, url ?? null)], none: '' };
  if (url === undefined)
    throw inputProblem('nothing-given', 'nothing to explain was given', 'give a URL, --response FILE or --har FILE');
  if (!Number.isInteger(tries) || tries < 1 || tries > MOST_TRIES) {
    throw inputProblem(
      'bad-tries',
      `--tries is not a whole number from 1 to ${MOST_TRIES}`,
      'leave it out for 4 at most',
    );
  }
  return { subjects: [await fromUrl(checked(url), { ...PATIENCE, tries, progress })], none: '' };
}

function tooMuch(): Error {
  return inputProblem('too-much-given', '--har stands alone', 'an archive names its URLs itself; leave the rest out');
}

/** The URL of a page; a name alone is taken as https. */
function checked(text: string): string {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw inputProblem(
    'not-a-url',
    `${text} is no URL of a page`,
    'it begins with https:// or http://; for a file use --response FILE or --har FILE',
  );
}
