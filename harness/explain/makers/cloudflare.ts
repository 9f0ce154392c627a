import { BAD_ANSWER, BROKEN_OFF } from '../causes.ts';
import type { ErrorType } from '../error-type.ts';
import type { Maker, Page } from '../maker.ts';
import { nginxPage } from '../nginx-page.ts';

/** What each status of its own means, by its documentation. */
const MEANING: readonly (readonly [status: number, causes: readonly ErrorType[], note: string])[] = [
  [520, [...BROKEN_OFF, ...BAD_ANSWER], 'The origin gave an empty, unknown or unexpected answer.'],
  [521, ['connection_refused'], 'The origin refuses connections from Cloudflare.'],
  [
    522,
    ['connection_timeout', 'connection_write_timeout'],
    'The origin did not take the connection, or the request, in time.',
  ],
  [523, ['destination_ip_unroutable', 'dns_error'], 'There is no way to the origin.'],
  [524, ['connection_read_timeout'], 'The origin was connected and did not answer in time (100 s or more).'],
  [525, ['tls_protocol_error', 'tls_alert_received'], 'The TLS handshake with the origin failed.'],
  [526, ['tls_certificate_error'], "The origin's certificate is not valid."],
  [530, ['dns_error'], 'The page shows an error 1xxx; 1016 means that the name of the origin cannot be looked up.'],
];

/** The page with the three signs You, Cloudflare, Host. */
function branded(status: string): RegExp {
  return new RegExp(
    `^<!DOCTYPE html>[\\s\\S]{0,1500}?<title>[^<|\\n]{1,253} \\| ${status}: [^<\\n]{2,80}</title>[\\s\\S]{0,9000}?id="cf-error-details"`,
  );
}

const pages: readonly Page[] = MEANING.flatMap(([status, causes, note]): Page[] => [
  { status: [status], body: branded(String(status)), causes, note },
  { status: [status], body: new RegExp(`^error code: (?:${status}|1\\d{3})$`), causes, note },
]);

export default {
  name: 'cloudflare',
  title: 'Cloudflare',
  source: 'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/',
  server: /^cloudflare(?:-nginx)?$/i,
  traces: [
    ['Server', /^cloudflare/i],
    ['CF-RAY', /./],
  ],
  pages: [
    ...pages,
    {
      status: [502, 504],
      body: branded('50[24]'),
      causes: [],
      note: "It stands for a 502 or 504 that the origin itself answered with: the cause lies behind the site's own gateway.",
    },
    {
      status: [500, 502, 503, 504],
      body: nginxPage('<hr><center>cloudflare(?:-nginx)?</center>\\n'),
      causes: [],
      note: "It is of Cloudflare's own network; https://www.cloudflarestatus.com tells of wider trouble.",
    },
    { status: [500, 502, 503, 504], body: /^error code: 50[0234]$/, causes: [] },
  ],
  lookAt:
    "Cloudflare's dashboard, by the Ray ID, and at the origin: does it let Cloudflare's addresses through, and answer in time?",
} satisfies Maker;
