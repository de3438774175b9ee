import { PicklingError } from '../base/index.js';

/** Where `dump` writes: a web stream, a Node stream or anything with `write`, or a function. */
export type Sink = WebSink | WritableLike | ((chunk: Uint8Array) => unknown);

/** A `WritableStream` of bytes, by what makes it out: a project without the DOM's types has no name for it. */
export interface WebSink {
  readonly locked: boolean;
  getWriter(): unknown;
  abort(reason?: unknown): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: Node's events have arguments of every kind
type Listener = (...args: any[]) => void;

/** The part of Node's `Writable` that `dump` needs. A `write` that returns a promise is awaited. */
export interface WritableLike {
  write(chunk: Uint8Array): unknown;
  once?(event: string, listener: Listener): unknown;
  removeListener?(event: string, listener: Listener): unknown;
}

/** One way to write to all sinks. `write` resolves when the sink can take more. */
export interface SinkWriter {
  write(chunk: Uint8Array): PromiseLike<unknown> | undefined;
  /** Lets go of the sink, which stays open. */
  release(): void;
}

/** Throws `PicklingError` when `sink` is none of them, or a locked stream. */
export function openSink(sink: Sink): SinkWriter {
  if (typeof sink === 'function') return { write: (chunk) => promiseOf(sink(chunk)), release: nothing };
  if (typeof (sink as WritableStream<Uint8Array> | null)?.getWriter === 'function')
    return openWebStream(sink as WritableStream<Uint8Array>);
  if (typeof (sink as WritableLike | null)?.write === 'function') return openWritable(sink as WritableLike);
  throw new PicklingError('the sink must be a WritableStream, an object with write(chunk), or a function');
}

function openWebStream(stream: WritableStream<Uint8Array>): SinkWriter {
  if (stream.locked) throw new PicklingError('the sink is a WritableStream that somebody else has locked');
  const writer = stream.getWriter();
  return {
    async write(chunk) {
      await writer.ready;
      await writer.write(chunk);
    },
    release: () => writer.releaseLock(),
  };
}

function openWritable(sink: WritableLike): SinkWriter {
  let failed: { error: unknown } | undefined;
  const onError = (error: unknown) => {
    failed = { error };
  };
  sink.once?.('error', onError);
  return {
    write(chunk) {
      if (failed !== undefined) throw failed.error;
      const answer = sink.write(chunk);
      return answer === false && sink.once !== undefined ? drained(sink) : promiseOf(answer);
    },
    release: () => sink.removeListener?.('error', onError),
  };
}

/** Node's back-pressure: `write` returned false, wait for `'drain'`. */
function drained(sink: WritableLike): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => {
      sink.removeListener?.('drain', onDrain);
      sink.removeListener?.('error', settle);
      sink.removeListener?.('close', onClose);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onDrain = () => settle();
    const onClose = () => settle(new Error('the sink was closed before the pickle was complete'));
    sink.once?.('drain', onDrain);
    sink.once?.('error', settle);
    sink.once?.('close', onClose);
  });
}

function promiseOf(answer: unknown): PromiseLike<unknown> | undefined {
  return typeof (answer as PromiseLike<unknown> | null | undefined)?.then === 'function'
    ? (answer as PromiseLike<unknown>)
    : undefined;
}

function nothing(): void {}
