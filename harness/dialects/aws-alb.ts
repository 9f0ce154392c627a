import type { Dialect, ReadLine } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { milliseconds } from './forms/milliseconds.ts';
import { numberIn } from './forms/number-in.ts';
import { said } from './forms/said.ts';

const LINE =
  /^(?:http|https|h2|grpcs|ws|wss) (\d{4}-\d\d-\d\dT\S{8,20}) (\S{1,200}) \S{1,60} (\S{1,60}) (-?[\d.]{1,20}) (-?[\d.]{1,20}) (-?[\d.]{1,20}) (\d{3}|-) (\d{3}|-) (\d+) (\d+) "([A-Z-]{1,20}) (\S{1,8000}) \S{1,20}"(.*)$/;
/** Behind actions and redirect: the reason of an error, where a Lambda function or an authentication failed. */
const REASON = /"(?:[a-z,-]{1,200})" "[^"]*" "([A-Za-z]{3,60})"/;

export default {
  name: 'aws-alb',
  title: 'AWS Application Load Balancer access log',
  gateway: 'aws-alb',
  playable: false,
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html',
  read(line) {
    const parts = LINE.exec(line);
    if (!parts) return null;
    const [, time, , target, request, wait, response, status, ofTarget, , sent, method, url, rest = ''] = parts;
    const times = { request: request ?? '-', target: wait ?? '-', response: response ?? '-' };
    const own: ReadLine = {
      kind: 'access',
      at: instant(time),
      method: said(method),
      target: pathOf(url),
      status: numberIn(status),
    };
    const ends = { bytes: numberIn(sent), upstream: said(target), ms: total([request, wait, response]) };
    const reason = REASON.exec(rest)?.[1] ?? null;
    return { ...own, ...ends, ...wrongOf(own.status ?? 0, status, ofTarget, times, reason) };
  },
  examples: [
    'https 2026-11-23T03:14:22.186641Z app/shop/50dc6c495c0c9188 10.0.0.7:2817 10.0.0.9:3000 0.001 0.002 -1 502 - 34 272 "POST https://shop.example:443/pay HTTP/1.1" "okhttp/4" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/shop/73e2d6bc24d8a067 "Root=1-58337327-72bd00b0343d75b906739c42" "shop.example" "session-reused" 1 2026-11-23T03:14:22.180000Z "forward" "-" "-" "10.0.0.9:3000" "-" "-" "-"',
    'http 2026-11-23T03:14:22.186641Z app/shop/50dc6c495c0c9188 10.0.0.7:2817 - -1 -1 -1 503 - 34 366 "GET http://shop.example:80/ HTTP/1.1" "curl/8.5.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/shop/73e2d6bc24d8a067 "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2026-11-23T03:14:22.186000Z "forward" "-" "-" "-" "-" "-" "-"',
    'h2 2026-11-23T03:14:22.186641Z app/shop/50dc6c495c0c9188 10.0.0.7:2817 10.0.0.9:3000 0.000 0.037 0.000 200 200 34 366 "GET https://shop.example:443/ HTTP/2.0" "curl/8.5.0" - -',
  ],
} satisfies Dialect;

/** Who made the status is told by the target's own, and how far it came by the times: -1 where it did not come so far. */
function wrongOf(
  status: number,
  elb: string | undefined,
  target: string | undefined,
  times: { readonly request: string; readonly target: string; readonly response: string },
  reason: string | null,
): Pick<ReadLine, 'code' | 'message'> {
  if (status < 500 && status !== 460 && status !== 463 && status !== 0) return {};
  const processing = Object.entries(times).map(([name, value]) => `${name}_processing_time=${value}`);
  const message = [`elb_status_code=${elb}`, `target_status_code=${target}`, ...processing].join(' ');
  return { code: reason ?? `elb ${elb}, target ${target}`, message };
}

function pathOf(url: string | undefined): string | null {
  return said(url)?.replace(/^[a-z]{2,5}:\/\/[^/]{1,300}/, '') || null;
}

function total(seconds: readonly (string | undefined)[]): number | null {
  const times = seconds.map(milliseconds).filter((one) => one !== null);
  return times.length > 0 ? Math.round(times.reduce((sum, one) => sum + one, 0)) : null;
}
