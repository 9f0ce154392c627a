import type { Dialect, ReadLine } from '../core/dialect.ts';
import { combinedLine } from './forms/combined-line.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';

/** A record of varnishlog: behind the dashes of a group, or behind the transaction's id (`-g raw`), with the side (`b`, `c`). */
const RECORD = /^(?:-{1,6} +| {0,12}(\d{1,12}) )([A-Z][A-Za-z_]{2,30}) +(?:[bc-] )?(.*)$/;
const GROUP = /^\*{1,6} +<< +(?:BeReq|Request|Session) +>> \d+/;
const TAGS = new Set(
  'Begin End VCL_call VCL_return VCL_use VCL_Log Timestamp Link Storage Length TTL Hit HitPass HitMiss Filters Gzip Debug Notice'.split(
    ' ',
  ),
);
const HEADERS =
  /^(?:Be)?(?:req|resp)(?:Method|URL|Protocol|Header|Unset|Status|Reason|Acct|Start)$|^(?:Backend|Sess)(?:Open|Close|Reuse|Start)?$/i;
const SICK = /^(?:boot|[\w-]{1,60})[.\w-]{0,200} (?:Went sick|Still sick|Back healthy|Still healthy)/;

export default {
  name: 'varnish',
  title: 'varnishlog and varnishncsa',
  gateway: 'varnish',
  playable: true,
  source: 'https://varnish-cache.org/docs/7.1/reference/vsl.html',
  read: (line) => ofRecord(line) ?? combinedLine(line),
  examples: [
    '-   FetchError     backend app: fail errno 111 (Connection refused)',
    '     32774 FetchError     b http format error',
    '-   FetchError     straight insufficient bytes',
    '*   << BeReq    >> 32771     ',
    '-   BerespStatus   503',
    '-   Timestamp      Error: 1795403963.683371 0.499333 0.000002',
    '         0 Backend_health - boot.app Went sick 4---X-R- 0 3 8 0.000000 0.000000 ""',
    '127.0.0.1 - - [23/Nov/2026:03:19:22 +0000] "GET http://127.0.0.1:19978/refused HTTP/1.1" 503 282 "-" "curl/7.88.1"',
  ],
} satisfies Dialect;

/** What a transaction was and how it ended stands in other records of it: an error is told once, by its FetchError. */
function ofRecord(line: string): ReadLine | null {
  if (GROUP.test(line)) return NOTHING_WRONG;
  const parts = RECORD.exec(line);
  if (!parts) return null;
  const [, id, tag = '', text = ''] = parts;
  if (tag === 'FetchError' || tag === 'VCL_Error') return errorOf(tag, text.trim(), id);
  if (tag === 'Backend_health')
    return SICK.test(text) && / Went sick/.test(text) ? errorOf(tag, text, undefined) : NOTHING_WRONG;
  return TAGS.has(tag) || HEADERS.test(tag) ? NOTHING_WRONG : null;
}

function errorOf(code: string, message: string, id: string | undefined): ReadLine {
  const upstream = /^backend ([\w.-]{1,200}):/.exec(message)?.[1] ?? null;
  return { kind: 'error', code, message, upstream, id: id ?? null };
}
