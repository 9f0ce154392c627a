/** Fields that gateways are known to read, set or take away, though no standard defines them. */
const OF_GATEWAYS =
  /^X-(?:Accel|Forwarded|Original|Envoy|Amz|Amzn|Goog|Cache|Varnish|Sendfile|LiteSpeed|Lighttpd|B3|Caddy|HAProxy|Proxy)(?:-|$)|^X-(?:Pad|Real-IP|Request-Id|Correlation-Id|Powered-By|Served-By|Client-IP|Runtime|SSL|Backend|Timer|XSS-Protection|Frame-Options|Content-Type-Options)/i;

/**
 * True for a name that means nothing to a gateway: it begins with `X-`, so that no registry holds it (RFC 6648), and it is not
 * one of those that gateways are known for. Names with other characters than letters, digits and dashes are left out: some
 * gateways drop them on purpose.
 */
export function isUnknownField(name: string): boolean {
  return /^X-[A-Za-z0-9-]+$/i.test(name) && !OF_GATEWAYS.test(name);
}
