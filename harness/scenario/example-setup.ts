import { DEFAULT_SETTINGS } from '../core/default-settings.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import type { Address, Feature, Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { type Problem, ProblemError } from '../core/problem.ts';
import type { GatewaySettings } from '../core/scenario.ts';
import { slotUpstreams } from '../core/slot-upstreams.ts';
import { withAsked } from '../core/times-of.ts';
import { TLS_NAME, type TlsTrust } from '../core/tls.ts';
import { isValued, settingsFromWords, VALUED } from './settings-from-words.ts';

/** The folder that a shown launch has its files in. */
const DIR = '/run/gatecrash/edge';
const LISTEN: Address = { host: '127.1.0.1', port: 8080 };
const UPSTREAM_PORT = 3000;

/** The settings that can be asked for by their names in scenarios, and the feature that each takes. */
const SWITCHES: Readonly<Record<string, { readonly setting: keyof GatewaySettings; readonly feature: Feature }>> = {
  keepalive: { setting: 'keepalive', feature: 'keepalive' },
  cache: { setting: 'cache', feature: 'cache' },
  http2: { setting: 'http2', feature: 'http2' },
  tls: { setting: 'tls', feature: 'tls' },
  'client-certificate': { setting: 'clientCertificate', feature: 'client-certificate' },
  revocation: { setting: 'revocation', feature: 'revocation' },
  sessions: { setting: 'sessions', feature: 'sessions' },
};

/** What a gateway would be set up with by a run: one slot at made-up addresses. */
export interface ExampleOptions {
  readonly program: string;
  /** Names of settings as scenarios have them, `timeouts.read=3s` and the like, and `replicas=2` or `replicas=3`. */
  readonly settings: readonly string[];
  readonly timeouts: GatewaySetup['timeouts'];
}

/**
 * The setup of one slot with these settings.
 *
 * @throws {ProblemError} usage: there is no such setting, or the gateway lacks what it takes
 */
export function exampleSetup(gateway: Gateway, options: ExampleOptions): GatewaySetup {
  const [switches, valued] = [options.settings.filter((word) => !isValued(word)), options.settings.filter(isValued)];
  const asked = switches.flatMap((word) => Object.entries(settingOf(word, gateway)));
  const settings: GatewaySettings = {
    ...DEFAULT_SETTINGS,
    ...Object.fromEntries(asked),
    ...settingsFromWords(valued, gateway),
  };
  const { program } = options;
  const timeouts = withAsked(options.timeouts, settings.timeouts);
  const tls = settings.tls ? trustOf(settings) : undefined;
  const slots = [slotFor(gateway, settings)];
  return { dir: DIR, slots, settings, timeouts, resolver: null, tls, program, root: false };
}

function settingOf(word: string, { name, features, fixed }: Gateway): Partial<GatewaySettings> {
  if (fixed)
    throw usage({ code: 'own-configuration', message: `${name} is run as its configuration says: no settings` });
  const [, replicas] = /^replicas=([23])$/.exec(word) ?? [];
  const known = replicas ? { setting: 'replicas', feature: 'replicas' } : SWITCHES[word];
  if (!known) {
    const hint = didYouMean(
      word,
      [...Object.keys(SWITCHES), ...VALUED.map((key) => `${key}=`), 'replicas=2', 'replicas=3'],
      'settings',
    );
    throw usage({ code: 'unknown-setting', message: `there is no setting "${word}"`, hint });
  }
  if (!features.some((feature) => feature === known.feature))
    throw usage({ code: 'missing-feature', message: `${name} lacks what \`${word}\` takes: ${known.feature}` });
  const asked = { [known.setting]: replicas ? Number(replicas) : true };
  return TLS_SETTINGS.includes(word) ? { ...asked, tls: true } : asked;
}

/** Settings that mean nothing without TLS, and bring it along. */
const TLS_SETTINGS = ['client-certificate', 'revocation', 'sessions'];

/** Where its configuration says; else at addresses such as a run has. */
function slotFor({ fixed }: Gateway, { replicas }: GatewaySettings): Slot {
  const names = fixed ? Object.keys(fixed.upstreams) : slotUpstreams(replicas);
  const upstreams = names.map((name, index): [string, Address] => [
    name,
    { host: `127.2.0.${index + 1}`, port: fixed?.upstreams[name]?.port ?? UPSTREAM_PORT },
  ]);
  return { listen: fixed?.listen ?? LISTEN, upstreams: Object.fromEntries(upstreams) };
}

/** Certificates are made anew for every run. */
function trustOf({ clientCertificate, revocation, sessions }: GatewaySettings): TlsTrust {
  const made = (what: string) => `(${what}, made for every run)\n`;
  return {
    ca: made('the root certificate'),
    name: TLS_NAME,
    identity: clientCertificate ? { certificate: made('a certificate'), key: made('its key') } : undefined,
    revoked: revocation ? [made('the revocation lists')] : undefined,
    sessions,
  };
}

function usage(problem: Problem): ProblemError {
  return new ProblemError('usage', [problem]);
}
