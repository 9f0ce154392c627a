import { structuredList } from '../../core/structured-list.ts';
import type { FieldReader } from '../field-reader.ts';

/** Why a cache asked further (RFC 9211 section 2.2). */
const FORWARDED: Readonly<Record<string, string>> = {
  bypass: 'it is set up not to answer this by itself',
  method: 'the method is not one for a cache',
  'uri-miss': 'it had nothing for this URL',
  'vary-miss': 'it had the URL, but not for such a request',
  miss: 'it had nothing that fits',
  request: 'the request wanted it so',
  stale: 'what it had was too old',
  partial: 'it had a part only',
};

const LONGEST = 8192;

function said(by: string, parameters: ReadonlyMap<string, string>): string {
  const forwarded = parameters.get('fwd');
  if (forwarded !== undefined) {
    const status = parameters.get('fwd-status');
    const answer = status === undefined ? '' : `, which answered ${status}`;
    return `${by} asked the server behind it${answer}: ${FORWARDED[forwarded] ?? forwarded}`;
  }
  return parameters.has('hit')
    ? `${by} answered out of its store: nobody behind it was asked`
    : `${by} was asked, and does not say more`;
}

export default {
  name: 'Cache-Status',
  source: 'RFC 9211',
  read: (values) => {
    const text = values.join(', ');
    const list = text.length > LONGEST ? null : structuredList(text);
    return list?.map(({ value, parameters }) => said(value, parameters)) ?? ['it cannot be read: it is no list'];
  },
} satisfies FieldReader;
