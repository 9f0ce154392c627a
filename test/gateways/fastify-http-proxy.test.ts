import fastifyHttpProxy from '../../harness/gateways/fastify-http-proxy.ts';
import { testGateway } from './behaviour.ts';

await testGateway(fastifyHttpProxy);
