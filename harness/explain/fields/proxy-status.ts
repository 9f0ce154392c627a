import { ERROR_TYPES } from '../error-type.ts';
import type { FieldReader } from '../field-reader.ts';
import { type ProxyStatusMember, proxyStatus } from '../proxy-status.ts';

const SAID: Readonly<Record<string, (value: string) => string>> = {
  details: (value) => `it adds: ${value}`,
  'received-status': (value) => `it had got status ${value} from behind it`,
  'next-hop': (value) => `it had chosen ${value} as the next one to ask`,
  'next-protocol': (value) => `it spoke ${value} with that one`,
  rcode: (value) => `the resolver's answer was ${value}`,
  'info-code': (value) => `the resolver's extended error was ${value}`,
  'alert-id': (value) => `the TLS alert had number ${value}`,
  'alert-message': (value) => `the TLS alert said ${value}`,
  'status-code': (value) => `the status for it is ${value}`,
  'status-phrase': (value) => `the reason phrase for it is ${value}`,
};

function said(member: ProxyStatusMember): string {
  const { by, error, type, parameters } = member;
  const what =
    error === null
      ? 'passed the answer on'
      : type
        ? `says ${error}: ${ERROR_TYPES[type].means}`
        : `says ${error}, which RFC 9209 does not know`;
  const more = [...parameters].map(([name, value]) => SAID[name]?.(value) ?? `${name} is ${value}`);
  return [`${by} ${what}`, ...more].join('; ');
}

export default {
  name: 'Proxy-Status',
  source: 'RFC 9209',
  read: (values) =>
    proxyStatus(values)?.map(said) ?? [
      'it cannot be read: it is no list of Strings and Tokens, and has to be ignored whole',
    ],
} satisfies FieldReader;
