import traefik from '../../harness/gateways/traefik.ts';
import { testGateway } from './behaviour.ts';

await testGateway(traefik);
