import { fieldValues } from '../core/http.ts';
import type { Answer } from './answer.ts';
import type { Maker, Page } from './maker.ts';

/** How well something is known. */
export type Confidence = 'surely' | 'probably' | 'cannot be told';

/** One that shows itself on the way of an answer. */
export interface Station {
  readonly name: string;
  readonly title: string;
  /** The field by which it does: `Via: 1.1 varnish`. */
  readonly shownBy: string;
}

/** Who made an error page, and from what that is known. */
export interface Identity {
  /** With `cannot be told` the one that fits best, where there is one. */
  readonly maker: Maker | null;
  readonly confidence: Confidence;
  readonly page: Page | null;
  /** Sentences. */
  readonly why: readonly string[];
  readonly version: string | null;
  /** What the page itself gives to look for. */
  readonly id: string | null;
  /** Others on the way. */
  readonly stations: readonly Station[];
}

interface Match {
  readonly maker: Maker;
  readonly page: Page;
  readonly groups: Readonly<Record<string, string | undefined>>;
  readonly confidence: Confidence;
}

const ORDER: readonly Confidence[] = ['surely', 'probably', 'cannot be told'];

/**
 * Tells who made an error page. Only the whole form of a page counts: one that merely mentions a gateway has not its form, and
 * a gateway that only shows in the head may have passed on what the server behind it wrote.
 */
export function identify(answer: Answer, makers: readonly Maker[]): Identity {
  const body = answer.body.replace(/\r\n?/g, '\n').trim();
  const matches = makers
    .flatMap((maker) => matchOf(maker, answer, body) ?? [])
    .sort((a, b) => ORDER.indexOf(a.confidence) - ORDER.indexOf(b.confidence));
  const [best] = matches;
  const stations = makers
    .filter((maker) => maker !== best?.maker)
    .flatMap((maker) => stationOf(maker, answer, best?.maker));
  if (!best)
    return {
      maker: null,
      confidence: 'cannot be told',
      page: null,
      why: unknown(answer, body),
      version: null,
      id: null,
      stations,
    };
  const { maker, page, groups, confidence } = best;
  const id = groups.id ?? groups.id2 ?? groups.id3 ?? groups.id4 ?? null;
  return {
    maker,
    page,
    confidence,
    why: reasons(best, answer),
    version: groups.version ?? versionIn(maker, answer),
    id,
    stations,
  };
}

function matchOf(maker: Maker, answer: Answer, body: string): Match | null {
  for (const page of maker.pages) {
    const groups = fits(page, answer, body);
    if (groups) return { maker, page, groups, confidence: confidenceIn(maker, page, answer) };
  }
  return null;
}

/** The groups of the form, or null where the answer has another. */
function fits(page: Page, answer: Answer, body: string): Match['groups'] | null {
  const { status, reason, head = {} } = page;
  if (!('test' in status ? status.test(String(answer.status)) : status.includes(answer.status))) return null;
  if (reason && !reason.test(answer.reason)) return null;
  for (const [name, wanted] of Object.entries(head)) {
    const values = fieldValues(answer.fields, name);
    if (wanted === null ? values.length > 0 : !values.some((value) => wanted.test(value))) return null;
  }
  if (page.body === 'empty') return body === '' && !headAlone(answer) ? {} : null;
  const match = page.body.exec(body);
  return match ? (match.groups ?? {}) : null;
}

/** A form of its own, in a head of its own, is proof; another head says that somebody else had a hand in it. */
function confidenceIn(maker: Maker, page: Page, answer: Answer): Confidence {
  if (page.proof === 'faint') return 'cannot be told';
  return page.proof !== 'shared' && agrees(maker, answer) ? 'surely' : 'probably';
}

function agrees(maker: Maker, answer: Answer): boolean {
  const servers = fieldValues(answer.fields, 'Server');
  if (maker.server && servers.some((value) => maker.server?.test(value))) return true;
  if (traceOf(maker, answer)) return true;
  return maker.server === null && maker.traces.length === 0 && servers.length === 0;
}

function traceOf({ traces }: Maker, answer: Answer): string | null {
  for (const [name, wanted] of traces) {
    const value = fieldValues(answer.fields, name).find((one) => wanted.test(one));
    if (value !== undefined) return `${name}: ${value}`;
  }
  return null;
}

function stationOf(maker: Maker, answer: Answer, made: Maker | undefined): Station[] {
  const shownBy = traceOf(maker, answer);
  // What the page's maker writes there itself shows nobody else: Kong's Server is OpenResty's.
  const ofMaker = shownBy?.startsWith('Server: ') && made?.server?.test(shownBy.slice('Server: '.length));
  return shownBy && !ofMaker ? [{ name: maker.name, title: maker.title, shownBy }] : [];
}

function versionIn({ server }: Maker, answer: Answer): string | null {
  const value = fieldValues(answer.fields, 'Server').find((one) => server?.test(one));
  return /\/(\d[\w.]*)/.exec(value ?? '')?.[1] ?? null;
}

/** Whether only the head is there, as after a HEAD: a body is announced and none came. */
export function headAlone({ body, fields }: Answer): boolean {
  return body === '' && Number(fieldValues(fields, 'Content-Length')[0] ?? 0) > 0;
}

function reasons({ maker, page, confidence }: Match, answer: Answer): string[] {
  const form =
    page.body === 'empty'
      ? `An error without any content is what ${maker.title} sends`
      : `The page has the form in which ${maker.title} writes it`;
  const [server] = fieldValues(answer.fields, 'Server');
  if (page.proof === 'faint') return [`${form}, but so do many other programs.`];
  if (page.proof === 'shared')
    return [`${form}; the server behind it could have sent the same.`, ...named(maker, server)];
  if (confidence === 'surely') return [`${form}.`, ...named(maker, server)];
  const hidden =
    maker.server === null ? [] : ['The Server field, which it writes by default, is missing: it may have been hidden.'];
  return [
    `${form}.`,
    ...(server === undefined ? hidden : [`The Server field names another, \`${server}\`: the page was passed on.`]),
  ];
}

function named(maker: Maker, server: string | undefined): string[] {
  return server !== undefined && maker.server?.test(server) ? [`The Server field says \`${server}\`.`] : [];
}

function unknown(answer: Answer, body: string): string[] {
  if (headAlone(answer)) return ['There is only a head; the page itself would tell more (ask with GET).'];
  if (body === '') return ['The answer has no content, and nothing in its head is known to come with that.'];
  return [
    'The page has none of the forms that gateways write by themselves: it is one of the application, or one that the operator put there.',
  ];
}
