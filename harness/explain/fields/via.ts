import type { FieldReader } from '../field-reader.ts';

/** Protocol, who, and a comment in brackets (RFC 9110 section 7.6.3). */
const HOP = /^((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+\/)?[0-9A-Za-z.]+) +([^\s,()]+)(?: +\(([^()]{0,200})\))?$/;

/** How many are told. */
const SHOWN = 12;

export default {
  name: 'Via',
  source: 'RFC 9110 section 7.6.3',
  read: (values) => {
    const hops = values
      .join(',')
      .slice(0, 8192)
      .split(',')
      .map((hop) => hop.trim());
    const told = hops.filter(Boolean).slice(0, SHOWN);
    return told.map((hop, index) => {
      const [, protocol, by, comment] = HOP.exec(hop) ?? [];
      const where =
        index === 0 ? 'nearest to the application' : index === told.length - 1 ? 'nearest to you' : 'in between';
      if (by === undefined) return `\`${hop}\`: not in the form of the standard`;
      const place = told.length === 1 ? '' : `, ${where}`;
      return `the answer came through ${by}${comment ? ` (${comment})` : ''}${place}; it was received as HTTP/${protocol?.replace(/^HTTP\//i, '')}`;
    });
  },
} satisfies FieldReader;
