/** xz, through xz-decompress. */
import { XzReadableStream } from 'xz-decompress';
import type { ByteCollector } from './bytes.js';
import type { Report } from './progress.js';

const HEADER = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const HEADER_SIZE = 12;
const CHUNK = 1 << 16;

/** True for the magic of an xz stream. */
export function isXz(data: Uint8Array): boolean {
  return HEADER.every((byte, i) => data[i] === byte);
}

/** Unpacks all streams of a file. @throws Error when the data are damaged or end early */
export async function unpackXz(data: Uint8Array, output: ByteCollector, report: Report): Promise<void> {
  let done = 0;
  for (const stream of xzStreams(data)) {
    try {
      for await (const chunk of new XzReadableStream(chunks(stream, (count) => report(done + count, data.length))))
        output.append(chunk);
    } catch (error) {
      throw readable(error);
    }
    done += stream.length;
  }
}

/** What the library's error codes mean (`enum xz_ret` of XZ Embedded). */
const REASONS: Record<string, string> = {
  '2': 'it has a kind of check that is not supported; unpack it first: xz -dc FILE | pickle-wasm … -',
  '3': 'out of memory',
  '4': 'it needs too much memory',
  '5': 'no xz header',
  '6': 'it has a check or a filter that is not supported; unpack it first: xz -dc FILE | pickle-wasm … -',
  '7': 'a check failed',
  '8': 'unexpected end of file',
};

function readable(error: unknown): Error {
  const code = /error code (\d+)$/.exec(error instanceof Error ? error.message : '')?.[1];
  return code !== undefined && code in REASONS ? new Error(REASONS[code]) : (error as Error);
}

/** The data in pieces. */
function chunks(data: Uint8Array, report: (done: number) => void): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= data.length) {
          controller.close();
          return;
        }
        controller.enqueue(data.slice(at, at + CHUNK));
        at += CHUNK;
        report(Math.min(at, data.length));
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * Cuts a file into its streams, which the library takes one at a time. The only way is from the end: a stream's footer
 * tells where its index is, and the index how long the blocks before it are (xz file format 1.2, sections 2.1.2 and 4).
 * A file whose end cannot be read so is given as a whole, so that what is there is unpacked.
 */
export function xzStreams(data: Uint8Array): Uint8Array[] {
  const streams: Uint8Array[] = [];
  let end = data.length;
  while (end > 0) {
    // Stream padding: four zero bytes at a time.
    while (end >= 4 && data[end - 1] === 0 && data[end - 2] === 0 && data[end - 3] === 0 && data[end - 4] === 0)
      end -= 4;
    const start = streamStart(data, end);
    if (start === undefined) return [data];
    streams.unshift(data.subarray(start, end));
    end = start;
  }
  return streams;
}

function streamStart(data: Uint8Array, end: number): number | undefined {
  if (end < 2 * HEADER_SIZE || data[end - 2] !== 0x59 || data[end - 1] !== 0x5a) return undefined;
  const footer = new DataView(data.buffer, data.byteOffset + end - HEADER_SIZE, HEADER_SIZE);
  const indexStart = end - HEADER_SIZE - (footer.getUint32(4, true) + 1) * 4;
  if (indexStart < HEADER_SIZE || data[indexStart] !== 0) return undefined;
  let at = indexStart + 1;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; at < end; scale *= 128) {
      const byte = data[at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    return value;
  };
  let start = indexStart - HEADER_SIZE;
  for (let blocks = number(); blocks > 0 && at < end; blocks--) {
    start -= Math.ceil(number() / 4) * 4;
    number();
  }
  return start >= 0 && isXz(data.subarray(start)) ? start : undefined;
}
