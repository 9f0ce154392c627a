/** How the configurations of one kind of gateway are told from others, and what of them is read by simple patterns. */
export interface ConfigurationReader {
  /** The built-in gateway. */
  readonly kind: string;
  /** Names that its main file goes by. */
  readonly names: readonly string[];
  /** Where the gateway looks for it. */
  readonly path: string;
  /** The first group is the port, or the whole match where it is an address of a site. */
  readonly listen: readonly RegExp[];
  /** Matches where that port speaks TLS. */
  readonly tls?: RegExp | undefined;
  readonly host?: RegExp | undefined;
  /** Groups: host, and port where there is one. The first pattern that matches counts. */
  readonly upstream: readonly RegExp[];
}

/** The kinds whose configurations are known by their names. */
export const READERS: readonly ConfigurationReader[] = [
  {
    kind: 'nginx',
    names: ['nginx.conf'],
    path: '/etc/nginx/nginx.conf',
    listen: [/^\s*listen\s+(?:[\d.*]+:)?(\d+)\b/m],
    tls: /^\s*listen\s+[^;]*\bssl\b/m,
    host: /^\s*server_name\s+([A-Za-z0-9][\w.-]*)/m,
    upstream: [
      /^\s*server\s+([\w.-]+):(\d+)/m,
      /^\s*server\s+([\w.-]+)\s*[^{\w]/m,
      /proxy_pass\s+https?:\/\/([\w.-]+)(?::(\d+))?/,
    ],
  },
  {
    kind: 'haproxy',
    names: ['haproxy.cfg'],
    path: '/etc/haproxy/haproxy.cfg',
    listen: [/^\s*bind\s+[\d.*]*:(\d+)/m],
    tls: /^\s*bind\s+.*\bssl\b/m,
    host: /hdr\(host\)\s+(?:-i\s+)?([\w.-]+)/,
    upstream: [/^\s*server\s+\S+\s+([\w.-]+):(\d+)/m],
  },
  {
    kind: 'caddy',
    names: ['Caddyfile'],
    path: '/etc/caddy/Caddyfile',
    listen: [/^(?:http:\/\/[\w.-]*)?:(\d+)/m],
    host: /^(?:https?:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)/m,
    upstream: [/reverse_proxy\s+(?:\/\S*\s+|\*\s+)?(?:https?:\/\/)?([\w.-]+):(\d+)/],
  },
  {
    kind: 'envoy',
    names: ['envoy.yaml', 'envoy.yml'],
    path: '/etc/envoy/envoy.yaml',
    listen: [/listeners:[\s\S]*?port_value:\s*(\d+)/],
    tls: /DownstreamTlsContext/,
    host: /domains:\s*(?:\[\s*|\n\s*-\s*)["']?([a-z0-9][\w.-]*)/,
    upstream: [/clusters:[\s\S]*?socket_address:\s*\{?\s*address:\s*([\w.-]+)\s*,?\s*port_value:\s*(\d+)/],
  },
  {
    kind: 'traefik',
    names: ['traefik.yml', 'traefik.yaml'],
    path: '/etc/traefik/traefik.yml',
    listen: [/address:\s*["']?[\d.]*:(\d+)/],
    host: /Host\(`([\w.-]+)`\)/,
    upstream: [/url:\s*["']?https?:\/\/([\w.-]+)(?::(\d+))?/],
  },
  {
    kind: 'apache',
    names: ['apache2.conf', 'httpd.conf'],
    path: '/etc/apache2/apache2.conf',
    listen: [/^\s*<VirtualHost\s+\S*:(\d+)>/im, /^\s*Listen\s+(?:[\d.]+:)?(\d+)/im],
    tls: /^\s*SSLEngine\s+on/im,
    host: /^\s*ServerName\s+([\w.-]+)/im,
    upstream: [/^\s*ProxyPass\s+\S+\s+["']?https?:\/\/([\w.-]+)(?::(\d+))?/im],
  },
  {
    kind: 'varnish',
    names: ['default.vcl'],
    path: '/etc/varnish/default.vcl',
    listen: [],
    upstream: [/\.host\s*=\s*"([\w.-]+)"\s*;\s*\.port\s*=\s*"(\d+)"/, /\.host\s*=\s*"([\w.-]+)"/],
  },
  {
    kind: 'lighttpd',
    names: ['lighttpd.conf'],
    path: '/etc/lighttpd/lighttpd.conf',
    listen: [/^\s*server\.port\s*=\s*(\d+)/m],
    host: /\$HTTP\["host"\]\s*==\s*"([\w.-]+)"/,
    upstream: [/"host"\s*=>\s*"([\w.-]+)"\s*,\s*"port"\s*=>\s*"?(\d+)/],
  },
  {
    kind: 'h2o',
    names: ['h2o.conf'],
    path: '/etc/h2o/h2o.conf',
    listen: [/^\s*port:\s*(\d+)/m],
    tls: /^\s*certificate-file:/m,
    upstream: [/proxy\.reverse\.url:\s*["']?https?:\/\/([\w.-]+)(?::(\d+))?/],
  },
  {
    kind: 'nghttpx',
    names: ['nghttpx.conf'],
    path: '/etc/nghttpx/nghttpx.conf',
    listen: [/^frontend=[^,\n]*,(\d+)/m],
    upstream: [/^backend=([\w.-]+),(\d+)/m],
  },
  {
    kind: 'pound',
    names: ['pound.cfg'],
    path: '/etc/pound.cfg',
    listen: [/^\s*ListenHTTPS?\b[\s\S]*?^\s*Port\s+(\d+)/im],
    tls: /^\s*ListenHTTPS\b/im,
    host: /^\s*Host\s+"([\w.-]+)"/im,
    upstream: [/^\s*Backend\b[\s\S]*?^\s*Address\s+"?([\w.-]+)"?\s[\s\S]*?^\s*Port\s+(\d+)/im],
  },
  {
    kind: 'trafficserver',
    names: ['remap.config'],
    path: '/etc/trafficserver/remap.config',
    listen: [],
    host: /^map\s+https?:\/\/([\w.-]+)/m,
    upstream: [/^map\s+\S+\s+https?:\/\/([\w.-]+)(?::(\d+))?/m],
  },
];
