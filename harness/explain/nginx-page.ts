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
