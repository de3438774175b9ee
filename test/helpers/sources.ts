/** Sources for the streaming suites: one pickle in pieces, through every kind of stream. */
import { Readable } from 'node:stream';

/** `data` in pieces of at most `size` bytes; each piece is its own memory. */
export function pieces(data: Uint8Array, size: number): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let start = 0; start < data.length; start += size) out.push(data.slice(start, start + size));
  return out;
}

/** An async iterable. */
export async function* iterated(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* parts;
}

/**
 * An async iterable that overwrites each piece when it is asked for the next, as one does that reads into one buffer
 * again and again.
 */
export async function* scribbled(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    yield part;
    part.fill(0xff);
  }
}

/** The pieces, and then an error. */
export async function* failing(parts: Iterable<Uint8Array>, error: Error): AsyncGenerator<Uint8Array> {
  yield* parts;
  throw error;
}

/** Every kind of source that `load` takes. */
export const SOURCES: [name: string, make: (parts: Uint8Array[]) => never][] = [
  ['async iterable', (parts) => iterated(parts) as never],
  ['async iterable that uses its memory again', (parts) => scribbled(parts.map((part) => part.slice())) as never],
  ['array of pieces', (parts) => parts as never],
  ['iterable of promises, async', (parts) => delayed(parts) as never],
  ['web ReadableStream', (parts) => webStream(parts) as never],
  [
    'Node Readable',
    (parts) =>
      Readable.from(
        parts.map((part) => Buffer.from(part)),
        { objectMode: false },
      ) as never,
  ],
  ['Blob', (parts) => new Blob(parts as Uint8Array<ArrayBuffer>[]) as never],
  ['Response', (parts) => new Response(webStream(parts)) as never],
];

async function* delayed(parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  let count = 0;
  for (const part of parts) {
    // A turn of the event loop now and then; one for each byte would take long.
    if (count++ % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    yield part;
  }
}

function webStream(parts: Uint8Array[]): ReadableStream<Uint8Array> {
  let index = 0;
  return new ReadableStream({
    pull(controller) {
      if (index < parts.length) controller.enqueue(parts[index++].slice());
      else controller.close();
    },
  });
}

/** All values of an iterable, async or not. */
export async function collect(values: AsyncIterable<unknown> | Iterable<unknown>): Promise<unknown[]> {
  const out: unknown[] = [];
  for await (const value of values) out.push(value);
  return out;
}
