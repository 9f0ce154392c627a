import { findProgram } from '../core/find-program.ts';
import type { Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { routesOf } from '../core/routes-of.ts';

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

const TELL_VERSION = { args: ['-v'], version: /Server version: Apache\/(\d[\d.]*)/ };

export default {
  name: 'apache',
  title: 'Apache HTTP Server',
  summary: 'Apache httpd with mod_proxy_http, one child process with threads (the event MPM).',
  embedded: false,
  features: ['keepalive', 'run-time-dns'],
  slots: 128,
  image: {
    reference: 'httpd:2.4.68',
    program: 'httpd',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
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
      files: { 'httpd.conf': configuration(setup) },
      folders: ['run'],
      command: [setup.program, '-D', 'FOREGROUND', '-d', setup.dir, '-f', 'httpd.conf'],
      logs: ['error.log', 'access.log'],
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;

function configuration(setup: GatewaySetup): string {
  return `# All paths are relative to the folder given with -d.
ServerName gateway
DefaultRuntimeDir run
PidFile run/httpd.pid
ErrorLog error.log

${loadModules()}${setup.root ? '\n# Apache does not serve as root; all that it writes to is opened before.\nUser nobody\nGroup #65534\n' : ''}
# One child process: every child has an upstream pool of its own.
ServerLimit 1
StartServers 1
ThreadLimit 512
ThreadsPerChild 512
MaxRequestWorkers 512

LogFormat "%t %A:%{local}p \\"%r\\" %>s %B %{ms}Tms" access
CustomLog access.log access

ProxyPreserveHost On
${setup.slots.map((slot) => virtualHost(slot, parameters(setup))).join('')}`;
}

function loadModules(): string {
  const folders = MODULE_FOLDERS.map(
    (folder) => `<IfFile ${folder}/mod_proxy.so>
  Define modules ${folder}
</IfFile>
`,
  );
  const modules = MODULES.map(
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
  ].join(' ');
}

function virtualHost(slot: Slot, parameters: string): string {
  const { host, port } = slot.listen;
  const routes = routesOf(slot).map(
    ({ prefix, address }) => `  ProxyPass ${prefix} http://${address.host}:${address.port}${prefix} ${parameters}\n`,
  );
  return `
Listen ${host}:${port}
<VirtualHost ${host}:${port}>
  ServerName gateway
${routes.join('')}</VirtualHost>
`;
}
