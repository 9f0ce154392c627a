import type { FieldReader } from '../field-reader.ts';

const SAID: Readonly<Record<string, string>> = {
  HIT: 'Cloudflare answered out of its store',
  MISS: 'Cloudflare had nothing stored and asked the origin',
  EXPIRED: 'what Cloudflare had stored was too old, and it asked the origin',
  STALE: 'Cloudflare answered with something too old, for the origin could not be asked',
  BYPASS: 'Cloudflare is told not to store this and asked the origin',
  REVALIDATED: 'Cloudflare asked the origin whether what it has stored is still good',
  UPDATING: 'Cloudflare answered with something too old while it asks for a new one',
  DYNAMIC: 'Cloudflare does not store such answers and asked the origin',
  NONE: 'Cloudflare answered by itself',
};

export default {
  name: 'CF-Cache-Status',
  source: 'https://developers.cloudflare.com/cache/concepts/cache-responses/',
  read: (values) => values.map((value) => SAID[value.trim().toUpperCase()] ?? value),
} satisfies FieldReader;
