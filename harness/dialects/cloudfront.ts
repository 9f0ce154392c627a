import type { Dialect } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { milliseconds } from './forms/milliseconds.ts';
import { numberIn } from './forms/number-in.ts';
import { said } from './forms/said.ts';

/** Where each field stands in the standard log, between tabs. */
const AT = { status: 8, result: 13, id: 14, time: 18, detailed: 28 } as const;
const FIELDS = 26;
const DATE = /^\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d\t/;

export default {
  name: 'cloudfront',
  title: 'CloudFront standard log',
  gateway: 'cloudfront',
  playable: false,
  source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html',
  read(line) {
    if (!DATE.test(line)) return null;
    const fields = line.split('\t');
    if (fields.length < FIELDS) return null;
    const [date, clock, , bytes, , method, , target] = fields;
    const [result, detailed] = [said(fields[AT.result]), said(fields[AT.detailed])];
    const status = numberIn(fields[AT.status]);
    const wrong = (status ?? 0) >= 500 || status === 0;
    return {
      kind: 'access',
      at: instant(`${date}T${clock}Z`),
      method: said(method),
      target: said(target),
      status,
      ms: milliseconds(fields[AT.time]),
      bytes: numberIn(bytes),
      code: wrong ? (detailed ?? result) : null,
      id: said(fields[AT.id]),
    };
  },
  examples: [
    '2026-11-23\t03:14:22\tLAX1\t2390282\t10.0.0.7\tGET\td111111abcdef8.cloudfront.net\t/cart\t502\t-\tcurl/8.5.0\t-\t-\tError\tSOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ==\tshop.example\thttps\t23\t0.001\t-\tTLSv1.2\tECDHE-RSA-AES128-GCM-SHA256\tError\tHTTP/2.0\t-\t-\t11040\t0.001\tOriginDnsError\ttext/html\t78\t-\t-',
    '2026-11-23\t03:14:22\tLAX1\t2390282\t10.0.0.7\tGET\td111111abcdef8.cloudfront.net\t/cart\t200\t-\tcurl/8.5.0\t-\t-\tHit\tSOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ==\tshop.example\thttps\t23\t0.001\t-\tTLSv1.2\tECDHE-RSA-AES128-GCM-SHA256\tHit\tHTTP/2.0\t-\t-\t11040\t0.001\tHit\ttext/html\t78\t-\t-',
  ],
} satisfies Dialect;
