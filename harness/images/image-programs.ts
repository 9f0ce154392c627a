/**
 * The images that are made of this package: name -> the programs that each must be able to start, as patterns of files
 * below harness/ without their extension. An image holds these, all that they import, and no more.
 */
export const IMAGE_PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  // The upstream and the sidecar load faults from their folder, by name.
  upstream: ['upstream/main', 'faults/*'],
  // The driver is started in a container beside gateways, to play the cases.
  sidecar: ['sidecar/main', 'runtimes/docker/driver', 'play/load-thread', 'faults/*'],
  reference: ['gateways/reference/server'],
  'http-proxy': ['gateways/http-proxy/server'],
  'fastify-http-proxy': ['gateways/fastify-http-proxy/server'],
  'http-proxy-middleware': ['gateways/http-proxy-middleware/server'],
};
