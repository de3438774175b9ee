/** Where a stream's bytes come from: every kind of source as one reader of chunks. */
import { PickleError } from '../base/index.js';
import { inputBytes, isByteInput, notBytes } from '../values/index.js';

/** What `load`, `loadAll` and `Unpickler` read from, besides bytes in memory. */
export type StreamInput = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | StreamLike | BlobLike | ResponseLike;

// The platform's classes by what makes them out: a project without the DOM's types has no names for them.

/** A `ReadableStream` of bytes. */
export interface StreamLike {
  getReader(): unknown;
  cancel(reason?: unknown): Promise<void>;
}

/** A `Blob` or `File`. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
  stream(): StreamLike;
}

/** A `Response` of `fetch`. */
export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  readonly body: StreamLike | null;
}

/** Chunks of a source, in order. */
export interface ChunkReader {
  /** Bytes in all, when the source says. */
  readonly total: number | undefined;
  /** The next chunk, never empty; undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** Tells the source that nobody will read on. */
  close(): Promise<void>;
}

/** @throws PickleError when nothing can be read from `source` */
export function openSource(source: unknown): ChunkReader {
  if (isByteInput(source)) {
    const bytes = inputBytes(source);
    return new IteratorReader([bytes][Symbol.iterator](), bytes.length);
  }
  if (typeof source !== 'object' || source === null) throw notBytes(source);
  if (typeof Blob !== 'undefined' && source instanceof Blob) return openStream(source.stream(), source.size);
  // Performance: Node loads its fetch, 50 ms, when somebody names `Response`.
  if ('body' in source && typeof Response !== 'undefined' && source instanceof Response) {
    if (!source.ok)
      throw new PickleError(`the server answered ${source.status} ${source.statusText}: this is not the pickle`);
    if (source.body === null) throw new PickleError('the response has no body');
    // A compressed body arrives unpacked, and Content-Length is of the packed one.
    const length = source.headers.has('content-encoding') ? null : source.headers.get('content-length');
    return openStream(source.body, length === null ? undefined : Number(length));
  }
  if (typeof (source as ReadableStream).getReader === 'function')
    return openStream(source as ReadableStream<Uint8Array>, undefined);
  if (Symbol.asyncIterator in source)
    return new IteratorReader((source as AsyncIterable<unknown>)[Symbol.asyncIterator](), undefined);
  if (Symbol.iterator in source) return new IteratorReader((source as Iterable<unknown>)[Symbol.iterator](), undefined);
  throw notBytes(source);
}

function openStream(stream: ReadableStream<Uint8Array>, total: number | undefined): ChunkReader {
  const reader = stream.getReader();
  return {
    total,
    async read() {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return undefined;
        const chunk = chunkBytes(value);
        if (chunk.length > 0) return chunk;
      }
    },
    async close() {
      await reader.cancel().catch(() => undefined);
    },
  };
}

class IteratorReader implements ChunkReader {
  readonly total: number | undefined;
  readonly #iterator: Iterator<unknown> | AsyncIterator<unknown>;
  constructor(iterator: Iterator<unknown> | AsyncIterator<unknown>, total: number | undefined) {
    this.#iterator = iterator;
    this.total = total;
  }
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const next = await this.#iterator.next();
      if (next.done) return undefined;
      const chunk = chunkBytes(next.value);
      if (chunk.length > 0) return chunk;
    }
  }
  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}

function chunkBytes(chunk: unknown): Uint8Array {
  if (isByteInput(chunk)) return inputBytes(chunk);
  if (typeof chunk === 'string')
    throw new PickleError('the stream gives strings, but a pickle is bytes: open it without an encoding');
  throw new PickleError('the stream must give Uint8Arrays');
}
