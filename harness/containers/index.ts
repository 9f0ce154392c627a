/** Containers for tests with testcontainers: `import { FaultyUpstreamContainer } from 'gatecrash/testcontainers'`. */

export type { FaultParams } from '../core/fault-named.ts';
export { ProblemError } from '../core/problem.ts';
export { FaultyUpstreamContainer } from './faulty-upstream-container.ts';
export { GatewayContainer } from './gateway-container.ts';
export { NetworkFaultContainer } from './network-fault-container.ts';
export type { Observed, ObservedConnection, ObservedRequest } from './observed.ts';
export { StartedFaultyUpstreamContainer, type WantedRequest } from './started-faulty-upstream-container.ts';
export { StartedGatewayContainer } from './started-gateway-container.ts';
export { StartedNetworkFaultContainer } from './started-network-fault-container.ts';
