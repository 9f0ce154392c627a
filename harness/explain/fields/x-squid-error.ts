import type { FieldReader } from '../field-reader.ts';

/** Squid runs on Linux most often, whose numbers these are. */
const ERRNO: Readonly<Record<string, string>> = {
  '101': 'the network is not reachable',
  '104': 'the connection was reset',
  '110': 'the connection timed out',
  '111': 'the connection was refused',
  '113': 'there is no way to the host',
};

export default {
  name: 'X-Squid-Error',
  source: 'Squid src/errorpage.cc',
  read: (values) =>
    values.map((value) => {
      const [name = '', number = '0'] = value.trim().split(/\s+/);
      return number === '0' ? name : `${name}, system error ${number}: ${ERRNO[number] ?? 'see errno(3)'}`;
    }),
} satisfies FieldReader;
