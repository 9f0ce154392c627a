import type { Question } from './answer-status.ts';
import type { Timeouts } from './evidence.ts';
import type { GatewaySettings } from './scenario.ts';
import type { TlsTrust } from './tls.ts';

/** A host and a port; the host is an address unless said otherwise, or the path of a Unix socket, whose port is 0. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * One place to run one case: an address to listen on and the upstreams behind it, app and other. Where the settings ask
 * for replicas there are app-2 and app-3 too, and `/` leads to all of them in turn.
 */
export interface Slot {
  readonly listen: Address;
  /** Upstream name -> where the gateway must connect to; the host is a name when `resolver` is given in the setup. */
  readonly upstreams: Readonly<Record<string, Address>>;
  /** Given only where the slots of one instance differ in them, which a Room asks for; else the setup's are for all. */
  readonly settings?: GatewaySettings | undefined;
}

/** The routes that every gateway is given. */
export const ROUTES: readonly { readonly prefix: string; readonly upstream: string }[] = [
  { prefix: '/other', upstream: 'other' },
  { prefix: '/', upstream: 'app' },
];

/** Which requests go to which upstream. */
export type Route = (typeof ROUTES)[number];

/** How requests reach the upstreams through a gateway. */
export interface Way {
  /** Longest prefix first. */
  readonly routes: readonly Route[];
  /** The Host that requests are for; null for the address itself. */
  readonly host: string | null;
  /** Whether clients speak TLS to the gateway. */
  readonly tls: boolean;
}

/** The way through every gateway that is configured by its own file. */
export const OWN_WAY: Way = { routes: ROUTES, host: null, tls: false };

/** What a configuration of the user's own fixes, so that the harness has to be where it points. */
export interface FixedPlaces extends Way {
  /** Where it listens. */
  readonly listen: Address;
  /** Upstream name -> host and port as they stand in the configuration; the host is a name or an address. */
  readonly upstreams: Readonly<Record<string, Address>>;
  /** Whether it runs already, on this machine's own network: nothing of it is ours to start, stop or look at. */
  readonly running?: boolean | undefined;
}

/** How a kind of gateway is run on a configuration that stands where its packages put it. */
export interface OwnConfiguration {
  /** The main file, an absolute path. */
  readonly file: string;
  /** Folders that it writes to, absolute: each start is given empty ones. */
  readonly folders: readonly string[];
  /** Log files, absolute, below the folders; stdout and stderr are always collected. */
  readonly logs: readonly string[];
  /**
   * Of the program in the foreground. `text` is the main file's, null where the user puts none there; `listen` is for those
   * whose file does not say where.
   */
  command(program: string, text: string | null, listen: Address): readonly [program: string, ...args: string[]];
  /** As a launch's. */
  readonly passing?: string | undefined;
  /** The status of its answers between its first accept and the moment when it has its routes, where that is later. */
  readonly unrouted?: number | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly stop: NodeJS.Signals;
}

/** All that a gateway needs to be configured: pure data in, a launch out. */
export interface GatewaySetup {
  /** A private folder, writable by the gateway; files of the launch are put there. */
  readonly dir: string;
  readonly slots: readonly Slot[];
  readonly settings: GatewaySettings;
  readonly timeouts: Timeouts;
  /** Where to ask for upstream names at request time; null where the upstreams are addresses. */
  readonly resolver: Address | null;
  /** What upstreams are verified by; given where the settings ask for TLS. */
  readonly tls?: TlsTrust | undefined;
  /** The program that was found, from `find`. */
  readonly program: string;
  /** True when the gateway will run as the machine's real root (it then needs a user to drop to). */
  readonly root: boolean;
}

/** How to start a gateway. */
export interface Launch {
  /** File name within the setup's folder -> content. Parent folders are made. */
  readonly files: Readonly<Record<string, string>>;
  /** Empty folders to make within the setup's folder. */
  readonly folders?: readonly string[] | undefined;
  readonly command: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** For one that accepts before it has its routes: a path that it answers by itself, on every listener, with 200 once it has. */
  readonly ready?: string | undefined;
  /** For one that accepts before it has its routes: what it answers with `until` for as long as it has none. */
  readonly routed?: (Question & { readonly until: number }) | undefined;
  /** Log files within the setup's folder; stdout and stderr are always collected. */
  readonly logs?: readonly string[] | undefined;
  /** Processes whose command line has these words end by themselves when their work is done. */
  readonly passing?: string | undefined;
  /** Absolute path -> content: seen there by this gateway alone. */
  readonly placed?: Readonly<Record<string, string>> | undefined;
  /** Absolute paths where a certificate for this Host is put, with its key in the same file, before anything is started. */
  readonly certified?: { readonly paths: readonly string[]; readonly host: string } | undefined;
  /** Folders, absolute, that are empty and writable for this gateway alone; `view` within the setup's folder holds them. */
  readonly writable?: readonly string[] | undefined;
  /** The signal for an orderly stop. */
  readonly stop: NodeJS.Signals;
  /** It runs already: nothing is started. */
  readonly running?: boolean | undefined;
  /** It is started as an image of the user's own starts by itself; the command is then the image's name, for people. */
  readonly image?: ImageStart | undefined;
  /** How it is told to read its configuration again; only where the settings ask for it. */
  readonly reload?: Reload | undefined;
  /** What the command line of a worker process holds; every process but the first whose command line does is one. */
  readonly worker?: string | undefined;
  /** Folders within the setup's folder where it puts what it does not hold in memory; it may make them itself. */
  readonly temporary?: readonly string[] | undefined;
}

/** What is said otherwise of a container than its image says; what is left out stays as the image has it. */
export interface ImageStart {
  /** In place of the image's entry point; the image's command then counts no more. */
  readonly entrypoint?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly workingDir?: string | undefined;
  /** Absolute path in the container -> the absolute path of a file or folder of this machine, of which a copy is put there. */
  readonly copies?: Readonly<Record<string, string>> | undefined;
  /** Folders, absolute, that are empty volumes. */
  readonly volumes?: readonly string[] | undefined;
  /** Folders, absolute, that are held in memory. */
  readonly memory?: readonly string[] | undefined;
  /** As `docker run --cap-add` takes them. */
  readonly capabilities?: readonly string[] | undefined;
  /** All that can be read of its configuration besides what is placed; null where it is within the image. */
  readonly texts: readonly string[] | null;
}

/** How a gateway is told to read its configuration again, and how it tells what came of it. */
export interface Reload {
  /** The file of the launch that it reads again. */
  readonly config: string;
  /** A signal to its first process, or a command of the same program that is run beside it. */
  readonly by: NodeJS.Signals | readonly [program: string, ...args: string[]];
  /** A regular expression for a line of its log that says that it took the configuration. */
  readonly done: string;
  /** One that says that it did not. A command that ends with another code than 0 says so as well. */
  readonly refused: string;
}

/** What a gateway can be asked to do; a case that needs what it lacks is skipped with the reason. */
export type Feature =
  | 'keepalive'
  | 'run-time-dns'
  | 'cache'
  | 'http2'
  | 'replicas'
  | 'tls'
  | 'unix-sockets'
  | 'reload'
  | 'workers'
  | 'temporary-files'
  | 'client-certificate'
  | 'revocation'
  | 'sessions'
  | 'retries'
  | 'pool'
  | 'pool-queue';

/** A gateway that is there, or the reason why not, with what to install. */
export type Found =
  | { readonly found: true; readonly program: string; readonly version: string }
  | { readonly found: false; readonly reason: string };

/** How a gateway is had in a container. */
export interface GatewayImage {
  /** The image that its makers publish, with a tag: `nginx:1.30`. Any image that holds the program may stand in for it. */
  readonly reference: string;
  /** The program's name within the image. */
  readonly program: string;
  /** Arguments that make it print its version and exit; null where the version is that of this package's dependency. */
  readonly versionArgs: readonly string[] | null;
  /** Matched against what it then says; the first group is the version. */
  readonly version: RegExp;
  /** Given where the image is the user's own: it is taken as it is named, whatever set of images is chosen. */
  readonly own?: OwnImage | undefined;
}

/** What is known of an image of the user's own besides its name. */
export interface OwnImage {
  /** Names that it goes by where nobody gave it one: the first that is there is taken. */
  readonly names?: readonly string[] | undefined;
  /** Makes it where it is not there; null where nobody here can. Absent where it is pulled. */
  readonly build?: readonly [program: string, ...args: string[]] | null | undefined;
}

/** How a gateway is had from Debian's packages, in any suite that has them. */
export interface DebianPackages {
  /** The package that has the gateway's version, then those that it needs and does not depend on. */
  readonly packages: readonly [string, ...string[]];
  /** Where the program is, an absolute path below /usr. */
  readonly program: string;
}

/** One kind of gateway: one object in one file of gateways/. It knows of no fault. */
export interface Gateway {
  /** kebab-case; the file's name. */
  readonly name: string;
  /** The built-in gateway that it is, where it goes by another name. */
  readonly kind?: string | undefined;
  /** As its makers write it. */
  readonly title: string;
  readonly summary: string;
  /** True when it comes with this package, so that it is on every machine. */
  readonly embedded: boolean;
  readonly features: readonly Feature[];
  /** How many slots one instance can take; 1 for a gateway that has one listener. */
  readonly slots: number;
  /** Its timeouts, where they are declared and not injected (the user's own gateways). */
  readonly timeouts?: Timeouts | undefined;
  /** Its timeouts are whole seconds: one that is asked for and is none cannot be had. */
  readonly wholeSeconds?: true | undefined;
  /** Where the text is put that a scenario has for its configuration, in plain words; absent where it takes none. */
  readonly raw?: string | undefined;
  /** Given where its configuration says where it listens and whom it asks: one instance at a time, with a network of its own. */
  readonly fixed?: FixedPlaces | undefined;
  /** How a user's own configuration of it is run; absent where that is not known. */
  readonly own?: OwnConfiguration | undefined;
  /** Its image; null for a gateway of the user's own that is a command of this machine. */
  readonly image: GatewayImage | null;
  /** Absent where no version can be fetched from Debian. */
  readonly debian?: DebianPackages | undefined;
  find(): Promise<Found>;
  launch(setup: GatewaySetup): Launch;
}
