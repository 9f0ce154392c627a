import { z } from 'zod';

/** A token (RFC 9110 section 5.6.2), of which a field name or a method is made. */
export const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

const value = z
  .union([z.string(), z.int()], { error: 'must be text; put quotes round it' })
  .transform(String)
  .refine((text) => !/[\r\n\0]/.test(text), {
    error: 'a header value holds no line break; raw bytes are sent by `send`',
  });

/** Header fields as a map; a value may be a whole number, as in `Content-Length: 5`. */
export const headersSchema = z.record(
  z.string().regex(new RegExp(`^${TOKEN}$`), { error: 'is no name of a header field' }),
  value,
);
