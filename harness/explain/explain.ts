import { formatDuration } from '../core/duration.ts';
import { fieldValues } from '../core/http.ts';
import type { Answer } from './answer.ts';
import { ERROR_TYPES, type ErrorType } from './error-type.ts';
import type { Cause, Explanation } from './explanation.ts';
import type { FieldReader } from './field-reader.ts';
import { type Identity, identify } from './identify.ts';
import type { Maker } from './maker.ts';
import { passingOf } from './passing.ts';
import { proxyStatus } from './proxy-status.ts';
import { readFields } from './read-fields.ts';
import { requestIds } from './request-ids.ts';
import { retryAfter } from './retry-after.ts';
import { afterAnswer, afterNothing } from './situation.ts';
import type { Subject } from './subject.ts';

/** All that is known about makers and fields. */
export interface Knowledge {
  readonly makers: readonly Maker[];
  readonly readers: readonly FieldReader[];
}

/** Explains one answer, or that none came. Pure: what was asked again is in the subject. */
export function explain(subject: Subject, knowledge: Knowledge): Explanation {
  return subject.answer ? explainAnswer(subject, subject.answer, knowledge) : explainNothing(subject);
}

function explainAnswer(subject: Subject, answer: Answer, { makers, readers }: Knowledge): Explanation {
  const now = timeOf(subject, answer);
  const wait = retryAfter(fieldValues(answer.fields, 'Retry-After'), now);
  const situation = afterAnswer(
    answer,
    wait === null ? null : `Wait for ${formatDuration(wait)}, as the site asks, and try once more.`,
  );
  const known = identify(answer, makers);
  const failed = answer.status >= 400;
  return {
    ...head(subject),
    time: subject.time ?? dateOf(answer),
    status: answer.status,
    reason: answer.reason,
    stage: null,
    code: null,
    ...situation,
    happened: known.maker || answer.status < 500 ? situation.happened : saidByStatus(situation.happened),
    cut: answer.cut,
    madeBy: failed ? madeBy(known) : null,
    onTheWay: known.stations,
    cause: answer.status >= 500 ? causeOf(answer, known) : null,
    passing: passingOf(subject.asked, situation.healthy, wait),
    ids: requestIds(answer, known.id),
    lookAt: situation.healthy ? [] : lookAt(known, makers),
    fields: readFields(answer, readers, now),
  };
}

function explainNothing(subject: Subject): Explanation {
  const { failure } = subject;
  if (!failure) throw new Error('a subject has an answer or a failure');
  const situation = afterNothing(failure);
  return {
    ...head(subject),
    status: null,
    reason: null,
    stage: failure.stage,
    code: failure.code,
    ...situation,
    cut: null,
    madeBy: null,
    onTheWay: [],
    cause: null,
    passing: passingOf(subject.asked, false, null),
    ids: [],
    lookAt: [],
    fields: [],
  };
}

/** A status that nobody known wrote with its page may be anybody's. */
function saidByStatus([first = '', ...rest]: readonly string[]): string[] {
  return [first, 'So the status says; who set it cannot be told from the page.', ...rest];
}

function head({ title, url, method, time, ms, count }: Subject) {
  return { title, url, method, time, ms: ms === null ? null : Math.round(ms), count };
}

function madeBy({ maker, version, confidence, why }: Identity): Explanation['madeBy'] {
  return { name: maker?.name ?? null, title: maker?.title ?? null, version, confidence, why };
}

/** Proxy-Status is said to tell it; the first who names an error is the one who met it (RFC 9209 section 2). */
function causeOf(answer: Answer, { page }: Identity): Cause {
  const members = proxyStatus(fieldValues(answer.fields, 'Proxy-Status')) ?? [];
  const type = members.find((member) => member.type !== null)?.type;
  const note = page?.note ?? null;
  if (type) return { toldBy: 'Proxy-Status', possible: inWords([type]), note };
  const causes = page?.causes ?? [];
  return { toldBy: causes.length > 0 ? 'page' : 'nobody', possible: inWords(causes), note };
}

function inWords(types: readonly ErrorType[]): Cause['possible'] {
  return [...new Set(types)].map((type) => ({ type, means: ERROR_TYPES[type].means }));
}

function lookAt({ maker, confidence, stations }: Identity, makers: readonly Maker[]): Explanation['lookAt'] {
  const named = new Set(stations.map(({ name }) => name));
  const shown = makers.filter(({ name }) => named.has(name));
  const first = maker && confidence !== 'cannot be told' ? [maker] : [];
  return [...first, ...shown].map(({ title, lookAt }) => ({ title, where: lookAt }));
}

function timeOf({ time }: Subject, answer: Answer): number {
  const at = Date.parse(time ?? dateOf(answer) ?? '');
  return Number.isNaN(at) ? 0 : at;
}

function dateOf({ fields }: Answer): string | null {
  const at = Date.parse(fieldValues(fields, 'Date')[0] ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
