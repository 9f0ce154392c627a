/** The first message to a driver: where its upstream side is. */
export interface DriverStart {
  /** Address of the container that owns the upstreams' network namespace. */
  readonly upstreamSide: string;
  /** Gateways whose containers run as root. */
  readonly rootGateways: readonly string[];
}

/** The folder that a driver shares with its gateways' containers. */
export const SHARED_FOLDER = '/run/gatecrash';
/** Where upstream programs keep what Node has compiled: they are started by the dozen. */
export const COMPILE_CACHE = `${SHARED_FOLDER}/compile-cache`;
/** The port of the driver that `gatecrash up` publishes on this machine's loopback address. */
export const DOOR_PORT = 8088;
/**
 * Control ports on the upstream side's own address: its sidecar's, and that of the upstream program which cases share. They
 * are taken on every address there, so they are such as no configuration has for an upstream.
 */
export const SIDECAR_PORT = 24_001;
export const UPSTREAM_PORT = 24_000;
/**
 * Every upstream has an address of its own in 198.18.0.0/15, which is set aside for tests of networks (RFC 2544, RFC 6890
 * section 2.2.2), so that no network of anybody's is hidden by it.
 */
export const UPSTREAM_PREFIX = '198.18.0.0/15';
/** Where the upstream program answers DNS queries. */
export const RESOLVER_ADDRESS = '198.18.255.53';
