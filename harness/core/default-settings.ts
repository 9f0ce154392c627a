import type { GatewaySettings } from './scenario.ts';

/** What a gateway is asked for where a scenario asks for nothing. */
export const DEFAULT_SETTINGS: GatewaySettings = {
  keepalive: false,
  cache: false,
  http2: false,
  tls: false,
  unix: false,
  clientCertificate: false,
  revocation: false,
  sessions: false,
  replicas: 1,
};
