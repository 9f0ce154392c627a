import type { WaitStrategy } from 'testcontainers';

/** A container as the engine's API client has it. */
export type EngineContainer = Parameters<WaitStrategy['waitUntilReady']>[0];
