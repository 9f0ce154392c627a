import type { Try } from './ask-once.ts';
import { type Asked, askPolitely, type Patience } from './ask-politely.ts';
import { inputProblem } from './input-problem.ts';
import { noAnswer } from './no-answer.ts';
import { type HarEntry, isFailure, readHar } from './read-har.ts';
import { readSaved } from './read-saved.ts';
import type { Subject } from './subject.ts';

/** Asks a URL, and again while that may help; what went wrong first is the subject. */
export async function fromUrl(url: string, patience: Patience): Promise<Subject> {
  const asked = await askPolitely(url, patience);
  const one = firstFailure(asked);
  return {
    title: withoutCredentials(one.url),
    url: withoutCredentials(one.url),
    method: 'GET',
    time: new Date(one.at).toISOString(),
    answer: one.answer,
    failure: one.failure,
    ms: one.ms,
    asked,
    count: 1,
  };
}

/** A page tells more than none: the first try with an answer that is an error, else the first. */
function firstFailure({ tries }: Asked): Try {
  const failing = tries.find(({ answer }) => answer !== null && (answer.status >= 400 || answer.cut === true));
  const one = failing ?? tries[0];
  if (!one) throw new Error('a URL is asked at least once');
  return one;
}

/** A response that was saved; throws a ProblemError where it is none. */
export function fromResponse(octets: Buffer, file: string, url: string | null): Subject {
  const answer = readSaved(octets);
  if (!answer) {
    throw inputProblem(
      'not-a-response',
      `${file} does not begin with an HTTP status line`,
      'save one with: curl -si URL > FILE',
    );
  }
  const where = url === null ? null : withoutCredentials(url);
  return { title: file, url: where, method: 'GET', time: null, answer, failure: null, ms: null, asked: null, count: 1 };
}

/** What went wrong in an archive: one subject for all requests that went the very same way. */
export function fromHar(text: string, file: string): { subjects: Subject[]; requests: number } {
  const entries = readHar(text);
  if (!entries) {
    throw inputProblem(
      'not-an-archive',
      `${file} is no HTTP archive (HAR 1.2)`,
      "a browser's developer tools save one in their Network tab",
    );
  }
  const groups = new Map<string, Subject>();
  for (const entry of entries.filter(isFailure)) {
    const subject = subjectOf(entry, file);
    const key = sameness(subject);
    const before = groups.get(key);
    groups.set(key, before ? { ...before, count: before.count + 1 } : subject);
  }
  return { subjects: [...groups.values()], requests: entries.length };
}

function subjectOf({ method, url, at, ms, answer, error }: HarEntry, file: string): Subject {
  const failure = answer ? null : noAnswer(error ?? 'no answer recorded');
  return {
    title: file,
    url: withoutCredentials(url),
    method,
    time: at || null,
    answer,
    failure,
    ms,
    asked: null,
    count: 1,
  };
}

/** The same origin, the same status and the same page, or the same failure. */
function sameness({ url, answer, failure }: Subject): string {
  const origin = url !== null && URL.canParse(url) ? new URL(url).origin : url;
  return JSON.stringify([origin, answer?.status, answer?.body.replaceAll(/[0-9a-f]{6,}|\d+/gi, '#'), failure?.code]);
}

/** A URL as it may be shown and sent on. */
function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
