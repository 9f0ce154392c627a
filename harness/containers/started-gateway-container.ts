import { AbstractStartedContainer } from 'testcontainers';
import { GATEWAY_PORT } from './gateway-layout.ts';
import { hostAddress } from './host-address.ts';

/** A gateway that runs; see GatewayContainer. */
export class StartedGatewayContainer extends AbstractStartedContainer {
  /** Where it is published on the host; in the Docker network its port is 8080. */
  get host(): string {
    return hostAddress(this.getHost());
  }

  get port(): number {
    return this.getMappedPort(GATEWAY_PORT);
  }

  /** `http://HOST:PORT`, as seen from the host. */
  get url(): string {
    return `http://${this.host}:${this.port}`;
  }
}
