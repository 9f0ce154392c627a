import type { ImageStart } from '../../core/gateway.ts';
import type { Exit } from './ground.ts';
import type { UpstreamSignal } from './process-state.ts';

/** What a worker in a container asks of the main process, which alone may talk to the container engine. */
export type EngineRequest =
  /** Runs a gateway's command in its image, within the worker's network, process ids and files. */
  | {
      readonly op: 'start-gateway';
      readonly id: string;
      readonly gateway: string;
      readonly command: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly dir: string;
      readonly put: ContainerEntries;
      /** Given where the image is started as it starts by itself: the command is no command then. */
      readonly image?: ImageStart | undefined;
    }
  /** Runs an upstream program that listens for control on this port of the upstream side. */
  | { readonly op: 'start-upstream'; readonly id: string; readonly controlPort: number }
  /** From now on the kernel kills what takes more memory than this; `out-of-memory` tells that it did. */
  | { readonly op: 'limit-memory'; readonly id: string; readonly bytes: number }
  /** Sends a signal to the container's first process. */
  | { readonly op: 'signal'; readonly id: string; readonly signal: UpstreamSignal };

/** What is put into a container before it starts, by absolute paths in it. */
export interface ContainerEntries {
  /** Everybody may write to them. */
  readonly folders: readonly string[];
  /** Path -> content, which everybody may read. */
  readonly files: Readonly<Record<string, string>>;
  /** Path of a symbolic link -> where it leads. */
  readonly links: Readonly<Record<string, string>>;
}

/** What came of a request: the engine's own id of the container, empty where it is gone. */
export interface EngineAnswer {
  readonly container: string;
}

/** What the engine says of a container that a worker asked for, by the worker's id of it. */
export type EngineEvent =
  | { readonly kind: 'ended'; readonly id: string; readonly exit: Exit }
  | { readonly kind: 'out-of-memory'; readonly id: string }
  | { readonly kind: 'output'; readonly id: string; readonly text: string };
