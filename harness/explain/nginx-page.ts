import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, OF_ITS_OWN, TOO_SLOW } from './causes.ts';
import type { Maker } from './maker.ts';

/**
 * The page that nginx, and all that is built from it, writes (ngx_http_special_response.c): whole, with the name in its foot.
 * Older ones have a white background; for some browsers a comment is added that makes the page longer.
 */
export function nginxPage(foot: string): RegExp {
  const head = '<html>\\n<head><title>(\\d{3} [^<\\n]*)</title>(?:\\n)?</head>';
  const middle = '\\n<body(?: bgcolor="white")?>\\n<center><h1>\\1</h1></center>\\n';
  const padding = '(?:\\n<!-- a padding to disable MSIE and Chrome friendly error page -->){0,6}';
  return new RegExp(`^${head}${middle}${foot}</body>\\n</html>${padding}$`);
}

/** What nginx says by which status, on pages of this form; `refuses` is for a maker that itself has more causes for 503. */
export function nginxPages(body: RegExp, refuses: Maker['pages'][number]['causes'] = []): Maker['pages'] {
  const unreachable = ['connection_refused', 'destination_ip_unroutable', 'destination_unavailable'] as const;
  return [
    { status: [502], body, causes: [...unreachable, ...BROKEN_OFF, ...BAD_ANSWER, ...NO_TLS, ...NO_NAME] },
    { status: [504], body, causes: ['connection_timeout', ...TOO_SLOW] },
    { status: [503], body, causes: [...refuses, 'proxy_internal_response'] },
    { status: [500], body, causes: OF_ITS_OWN },
    { status: /^[45]/, body, causes: [] },
  ];
}
