import type { Dialect, ReadLine } from '../core/dialect.ts';
import { combinedLine } from './forms/combined-line.ts';
import { commonLog } from './forms/common-log.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';
import { numberIn } from './forms/number-in.ts';
import { requestWords } from './forms/request-words.ts';

const NAME = /^pound(?:\[\d{1,9}\])?: /;
/** Behind the thread: the answer that it makes, the client, the backend and the request, each of which may be missing. */
const ERROR =
  /^\([0-9a-f]{4,20}\):? (?:e(\d{3}): )?(?:[\d.:a-f]{3,45}(?: <= (\S{1,200}))?: "((?:[^"\\]|\\.){1,8000})": )?(.{1,2000})$/;
const BACKEND = /\b(?:backend|Backend|connect_nb:) ((?:\d{1,3}\.){3}\d{1,3}:\d{1,5})\b/;
const OURS = /^ (\d{1,12})ms service=\S{1,200} id=(\S{1,200})$/;

export default {
  name: 'pound',
  title: 'Pound log',
  gateway: 'pound',
  playable: true,
  source: 'https://www.gnu.org.ua/software/pound/manual/pound.html (Logging)',
  read(line) {
    const name = NAME.exec(line);
    if (!name) return null;
    const said = line.slice(name[0].length);
    return ofError(said) ?? ofOurs(said) ?? combinedLine(said) ?? NOTHING_WRONG;
  },
  examples: [
    'pound: (7fee100706c0) connect_nb: 127.2.0.1:3000: connection failed: Connection refused',
    'pound: (7fee100706c0): 127.0.0.1: "GET /x HTTP/1.1": can\'t connect to backend 127.2.0.1:3000: Connection refused',
    'pound: (7fee100706c0) Backend 127.2.0.1:3000 dead (killed)',
    'pound: (7fd770fe76c0) e503: 127.0.0.1 <= 127.2.0.1:3000: "POST /x HTTP/1.1": eof from backend',
    'pound: (7ff5fd9c76c0): 127.0.0.1 <= 127.2.0.1:3000: "POST /x HTTP/1.1": unexpected end of input while sending backend response (0.305 sec)',
    'pound: [23/Nov/2026:04:42:39 +0000] 127.1.0.1:8080 "POST /x HTTP/1.1" 503 292 6ms service=slot0-app id=up-1',
  ],
} satisfies Dialect;

function ofError(said: string): ReadLine | null {
  const parts = ERROR.exec(said);
  if (!parts) return null;
  const [, status, upstream, request, message = ''] = parts;
  return {
    kind: 'error',
    status: numberIn(status),
    ...(request === undefined ? {} : requestWords(request)),
    upstream: upstream ?? BACKEND.exec(message)?.[1] ?? null,
    // Of one that did not end in time Pound writes how long it took.
    message: message.replace(/ \(\d+\.\d+ sec\)$/, ''),
  };
}

function ofOurs(said: string): ReadLine | null {
  const read = commonLog(said);
  const parts = read ? OURS.exec(read.rest) : null;
  if (!read || !parts) return null;
  const { before: _, between: __, rest: ___, ...own } = read;
  return { ...own, ms: numberIn(parts[1]), id: parts[2] ?? null };
}
