import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

/** Of ap_send_error_response (modules/http/http_protocol.c); what stands between heading and foot is given. */
function body(title: string, content: string): RegExp {
  const type =
    '<!DOCTYPE HTML PUBLIC "-//(?:W3C//DTD HTML 4\\.01|IETF//DTD HTML 2\\.0)//EN"(?: "http://www\\.w3\\.org/TR/html4/strict\\.dtd")?>';
  const more =
    '(?:<p>Additionally, a [^<]{3,80}\\nerror was encountered while trying to use an ErrorDocument to handle the request\\.</p>\\n)?';
  const foot = '(?:<hr>\\n<address>Apache(?:/(?<version>[\\d.]+))?[^<]{0,300}</address>\\n)?';
  return new RegExp(
    `^${type}\\n<html><head>\\n<title>${title}</title>\\n</head><body>\\n<h1>[^<\\n]{1,80}</h1>\\n${content}\\n${more}${foot}</body></html>$`,
  );
}

/** With what the proxy module adds: `Reason: <strong>…</strong>`. */
function proxied(reason: string): RegExp {
  return body(
    '50[02] Proxy Error',
    `<p>The proxy server (?:received an invalid\\nresponse from an upstream server|could not handle the request[^<]{0,300})\\.?(?:<br />\\n)?(?:The proxy server could not handle the request)?(?: ?<em>[^\\n]{0,300}</em>\\.)?(?:<p>)?\\n?Reason: <strong>${reason}</strong></p>(?:</p>)?`,
  );
}

export default {
  name: 'apache',
  title: 'Apache HTTP Server',
  source: 'httpd modules/http/http_protocol.c and modules/proxy; recorded from 2.4.71',
  server: /^Apache(?:\/|$)/,
  traces: [['Server', /^Apache(?:\/|$)/]],
  pages: [
    { status: [500, 502], body: proxied('DNS lookup failure for: [^<\\n]{1,253}'), causes: NO_NAME },
    {
      status: [500, 502],
      body: proxied('Error during SSL Handshake with remote server'),
      causes: [...NO_TLS, 'connection_timeout'],
    },
    {
      status: [502],
      body: proxied('Error reading from remote server'),
      causes: [...BROKEN_OFF, 'connection_read_timeout', ...BAD_ANSWER],
    },
    { status: [500, 502], body: proxied('[^<\\n]{1,300}'), causes: [...BROKEN_OFF, ...BAD_ANSWER, ...TOO_SLOW] },
    {
      status: [502],
      body: body(
        '502 (?:Bad Gateway|Proxy Error)',
        '<p>The proxy server received an invalid\\nresponse from an upstream server\\.<br />\\n</p>',
      ),
      causes: [...BAD_ANSWER, ...BROKEN_OFF, ...TOO_SLOW],
    },
    {
      status: [503],
      body: body(
        '503 Service (?:Temporarily )?Unavailable',
        '<p>The server is temporarily unable to service your\\nrequest due to maintenance downtime or capacity\\nproblems\\. Please try again later\\.</p>',
      ),
      causes: [
        ...NOT_CONNECTED,
        'destination_unavailable',
        'connection_limit_reached',
        // What the module for HTTP/2 to the server behind it calls any failure.
        ...BAD_ANSWER,
        ...TOO_SLOW,
        'proxy_internal_response',
      ],
    },
    {
      status: [504],
      body: body(
        '504 Gateway Time-?out',
        '<p>The gateway did not receive a timely response\\nfrom the upstream server or application\\.</p>',
      ),
      causes: ['connection_timeout', ...TOO_SLOW],
    },
    {
      status: [500],
      body: body(
        '500 Internal Server Error',
        '<p>The server encountered an internal error or\\nmisconfiguration[\\s\\S]{0,1500}',
      ),
      causes: [...OF_ITS_OWN, ...NO_TLS, ...NO_NAME, ...BAD_ANSWER],
    },
    { status: /^[45]/, body: body('[45]\\d\\d [^<\\n]{2,60}', '<p>[\\s\\S]{0,1500}'), causes: [] },
  ],
  lookAt: 'the error log of httpd, in the lines of mod_proxy (`AH01114`, `AH01102`, `AH00957`, …) at that time',
} satisfies Maker;
