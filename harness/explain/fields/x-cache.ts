import type { FieldReader } from '../field-reader.ts';

function said(value: string): string {
  if (/error from cloudfront/i.test(value))
    return 'CloudFront says that the answer is an error: its own, or the one that it got from the origin';
  const from = / from ([^\s,]{1,253})/i.exec(value)?.[1];
  const by = from ? `${from}: ` : '';
  if (/refresh ?hit|revalidat/i.test(value))
    return `${by}answered out of a store, after asking whether that is still good`;
  if (/\bhit\b|tcp_hit|tcp_mem_hit/i.test(value))
    return `${by}answered out of a store: the application was not asked just now`;
  if (/\bmiss\b|tcp_miss/i.test(value)) return `${by}was not in a store: the server behind it was asked`;
  return `${by}${value}`;
}

export default {
  name: 'X-Cache',
  source: 'no standard; Squid, CloudFront, Fastly and Azure write it',
  read: (values) =>
    values
      .join(',')
      .slice(0, 2048)
      .split(',')
      .map((value) => said(value.trim())),
} satisfies FieldReader;
