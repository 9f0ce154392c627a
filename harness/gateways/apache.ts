import { findProgram } from '../core/find-program.ts';
import type { Address, Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf, type SlotRoute } from '../core/routes-of.ts';
import type { GatewaySettings } from '../core/scenario.ts';
import { schemeOf } from '../core/scheme-of.ts';
import type { TlsTrust } from '../core/tls.ts';
import { socketPath } from '../core/unix-socket.ts';

/** Where distributions put Apache's modules: Debian, Fedora, Alpine, Arch, the official image. */
const MODULE_FOLDERS = [
  '/usr/lib/apache2/modules',
  '/usr/lib64/httpd/modules',
  '/usr/lib/apache2',
  '/usr/lib/httpd/modules',
  '/usr/local/apache2/modules',
];

/** What is needed and is not compiled into every Apache. The reading order is the loading order. */
const MODULES = ['mpm_event', 'unixd', 'authz_core', 'log_config', 'proxy', 'proxy_http'];
const POOL_MODULES = ['slotmem_shm', 'proxy_balancer', 'lbmethod_byrequests'];
const HTTP2_MODULES = ['proxy_http2'];
const TLS_MODULES = ['socache_shmcb', 'ssl'];
const CACHE_MODULES = ['socache_shmcb', 'cache', 'cache_socache'];

const CA = 'ca.pem';
const REVOKED = 'revoked.pem';
const IDENTITY = 'client.pem';
const CHAIN = 'client-chain.pem';

const TELL_VERSION = { args: ['-v'], version: /Server version: Apache\/(\d[\d.]*)/ };

export default {
  name: 'apache',
  title: 'Apache HTTP Server',
  summary: 'Apache httpd with mod_proxy_http, one child process with threads (the event MPM).',
  embedded: false,
  features: [
    'keepalive',
    'pool',
    'pool-queue',
    'run-time-dns',
    'cache',
    'http2',
    'replicas',
    'retries',
    'tls',
    'unix-sockets',
    'reload',
    'workers',
    'client-certificate',
    'revocation',
  ],
  slots: 128,
  wholeSeconds: true,
  raw: 'before the virtual hosts, which inherit it',
  image: {
    reference: 'httpd:2.4.68',
    program: 'httpd',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['apache2-bin'], program: '/usr/sbin/apache2' },

  own: {
    file: '/etc/apache2/apache2.conf',
    folders: ['/run', '/var/log/apache2', '/var/cache/apache2', '/var/lock'],
    logs: ['/var/log/apache2/error.log', '/var/log/apache2/access.log'],
    command: (program) => [program, '-D', 'FOREGROUND'],
    // What Debian's /etc/apache2/envvars sets.
    env: {
      APACHE_RUN_USER: 'www-data',
      APACHE_RUN_GROUP: 'www-data',
      APACHE_RUN_DIR: '/run/apache2',
      APACHE_PID_FILE: '/run/apache2/apache2.pid',
      APACHE_LOCK_DIR: '/var/lock/apache2',
      APACHE_LOG_DIR: '/var/log/apache2',
    },
    stop: 'SIGTERM',
  },

  find() {
    return findProgram({
      names: ['apache2', 'httpd'],
      ...TELL_VERSION,
      install: 'install the package apache2 (Debian, Alpine) or httpd (Fedora, Arch)',
    });
  },

  launch(setup) {
    return {
      files: { 'httpd.conf': configuration(setup), ...filesOf(setup.tls) },
      folders: ['run'],
      command: [setup.program, '-D', 'FOREGROUND', '-d', setup.dir, '-f', 'httpd.conf'],
      logs: ['error.log', 'access.log'],
      stop: 'SIGTERM',
      // The bare signal would end a server whose new configuration is broken; the command looks at it first.
      reload: {
        config: 'httpd.conf',
        by: [setup.program, '-k', 'graceful', '-d', setup.dir, '-f', 'httpd.conf'],
        done: 'resuming normal operations',
        refused: 'Configuration Failed',
      },
      worker: 'httpd.conf',
    };
  },
} satisfies Gateway;

function configuration(setup: GatewaySetup): string {
  const { settings } = setup;
  return `# All paths are relative to the folder given with -d.
ServerName gateway
DefaultRuntimeDir run
PidFile run/httpd.pid
ErrorLog error.log
# Server and error pages do not tell the version, as operators set it in production.
ServerTokens Prod
ServerSignature Off

${loadModules(settings)}${setup.root ? '\n# Apache does not serve as root; all that it writes to is opened before.\nUser nobody\nGroup #65534\n' : ''}
# One child process: every child has an upstream pool of its own.
ServerLimit 1
StartServers 1
ThreadLimit 512
ThreadsPerChild 512
MaxRequestWorkers 512

LogFormat "%t %A:%{local}p \\"%r\\" %>s %B %{ms}Tms id=%{${CORRELATION_HEADER}}i" access
CustomLog access.log access

ProxyPreserveHost On
${settings.cache ? '# What is no longer fresh is not served, not even when the upstream fails.\nCacheStaleOnError Off\nCacheSocacheMaxSize 262144\n' : ''}${rawConfiguration(settings, 'apache')}${setup.slots.map((slot, index) => virtualHost(slot, index, setup)).join('')}`;
}

function loadModules({ replicas, cache, http2, tls }: GatewaySetup['settings']): string {
  const folders = MODULE_FOLDERS.map(
    (folder) => `<IfFile ${folder}/mod_proxy.so>
  Define modules ${folder}
</IfFile>
`,
  );
  const asked = [
    replicas > 1 ? POOL_MODULES : [],
    cache ? CACHE_MODULES : [],
    http2 ? HTTP2_MODULES : [],
    tls ? TLS_MODULES : [],
  ];
  const modules = [...new Set([...MODULES, ...asked.flat()])].map(
    (name) => `<IfModule !${name}_module>
  LoadModule ${name}_module \${modules}/mod_${name}.so
</IfModule>
`,
  );
  return folders.join('') + modules.join('');
}

/** `retry=0`: a worker is never put aside after an error. `timeout` takes whole seconds. */
function parameters({ timeouts, settings, resolver }: GatewaySetup): string {
  // A connection that is not reused has its name looked up anew.
  const reuse = settings.keepalive && !resolver;
  return [
    'nocanon',
    `connectiontimeout=${timeouts.connect}ms`,
    `timeout=${Math.ceil(timeouts.read / 1000)}`,
    'retry=0',
    reuse ? 'enablereuse=On' : 'disablereuse=On',
    ...limit(settings),
  ].join(' ');
}

/** Who waits for a connection is not counted, and waits for a millisecond at least. */
function limit({ pool }: GatewaySettings): string[] {
  return pool ? [`max=${pool.connections}`, `acquire=${Math.max(1, pool.wait)}`] : [];
}

function virtualHost(slot: Slot, index: number, setup: GatewaySetup): string {
  const { host, port } = slot.listen;
  const routes = routesOf(slot).map((route) => proxyPass(route, `slot${index}-${route.upstream}`, setup));
  // In shared memory that is made before root is given up, and of the host's own: a key names no listener.
  const cache = `  CacheSocache shmcb:run/cache-${index}(1048576)\n  CacheEnable socache /\n`;
  return `
Listen ${host}:${port}
<VirtualHost ${host}:${port}>
  ServerName gateway
${setup.settings.cache ? cache : ''}${setup.tls ? verified(setup.tls) : ''}${routes.join('')}</VirtualHost>
`;
}

/** The name is that of the client's Host, for ProxyPreserveHost hands it on. Sessions are kept for clients alone. */
const VERIFIED = `  SSLProxyEngine on
  SSLProxyVerify require
  SSLProxyVerifyDepth 2
  SSLProxyCACertificateFile ${CA}
  SSLProxyCheckPeerName on
  SSLProxyCheckPeerExpire on
`;

/** Behind a Unix socket the host tells one worker of mod_proxy from another. */
function origin(scheme: string, address: Address, name: string): string {
  const path = socketPath(address);
  return path === null ? `${scheme}://${address.host}:${address.port}` : `unix:${path}|${scheme}://${name}`;
}

/** The machine's certificate and its chain are two files: those behind it in its own file are taken for further ones to choose from. */
function verified({ identity, revoked }: TlsTrust): string {
  const own = `  SSLProxyMachineCertificateFile ${IDENTITY}
  SSLProxyMachineCertificateChainFile ${CHAIN}
`;
  const asks = `  SSLProxyCARevocationFile ${REVOKED}
  SSLProxyCARevocationCheck chain
`;
  return VERIFIED + (identity ? own : '') + (revoked ? asks : '');
}

function filesOf(tls: TlsTrust | undefined): Record<string, string> {
  if (!tls) return {};
  const { ca, identity, revoked } = tls;
  const [leaf = '', ...behind] = identity?.certificate.split(/(?<=-----END CERTIFICATE-----\n)/) ?? [];
  return {
    [CA]: ca,
    ...(identity && { [IDENTITY]: leaf + identity.key, [CHAIN]: behind.join('') }),
    ...(revoked && { [REVOKED]: revoked.join('') }),
  };
}

/** `maxattempts` counts the attempts after the first. */
function proxyPass({ prefix, address, replicas }: SlotRoute, name: string, setup: GatewaySetup): string {
  // HTTP/2 in clear text, with prior knowledge.
  const scheme = setup.settings.http2 ? 'h2c' : schemeOf(setup.settings);
  const words = parameters(setup);
  if (replicas.length === 1) return `  ProxyPass ${prefix} ${origin(scheme, address, name)}${prefix} ${words}\n`;
  const [nocanon, ...ofMembers] = words.split(' ');
  const members = replicas.map(
    (one) => `    BalancerMember ${scheme}://${one.address.host}:${one.address.port} ${ofMembers.join(' ')}\n`,
  );
  return `  <Proxy balancer://${name}>
${members.join('')}    ProxySet lbmethod=byrequests maxattempts=${setup.settings.retries ? 0 : 1}
  </Proxy>
  ProxyPass ${prefix} balancer://${name}${prefix} ${nocanon}
`;
}
