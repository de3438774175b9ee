import { FRAME } from '../shared/opcodes.js';
import { checkPinned } from './values/pinned.js';

/**
 * A frame is closed at the first opcode boundary at which it holds this many bytes; payloads of that size stay outside
 * (PEP 3154).
 */
export const FRAME_SIZE_TARGET = 65536;
/** A shorter frame is written without its FRAME opcode. */
const FRAME_SIZE_MIN = 4;
/** FRAME and its 8-byte length. */
const FRAME_HEADER_SIZE = 9;
/** What `boundary` leaves free, so that the opcode that follows needs no check of its own. */
export const SLACK = 512;
const FIRST_SIZE = 1 << 12;
/** Long output is written into buffers of this size, one after the other, and put together once. */
const CHUNK = 1 << 20;
/** When a full frame ends with less than this left in a chunk, the next frame begins in another one. */
const CHUNK_REST = 3 * FRAME_SIZE_TARGET;
/** Chunks kept between calls. Performance: fresh memory costs page faults, which show in every case of bench/dumps. */
const RETAINED_CHUNKS = 16;
/** Payloads from this size on are not copied into a chunk, but referred to until the output is put together. */
const REFERRED_SIZE = 2048;
/** Memory that small results share, if the caller allows it. A result that is kept keeps all of it. */
const POOL_SIZE = 1 << 13;
const POOLED_SIZE = POOL_SIZE >> 2;

/**
 * The bytes written so far: a buffer, cut into frames, and before it finished parts (full chunks, payloads by
 * reference).
 *
 * Before each value the caller compares `pos` with `limit` and calls `boundary` when it is reached; that one comparison
 * is both the check for room and for the end of the frame.
 */
export class Writer {
  buffer = new Uint8Array(FIRST_SIZE);
  view = new DataView(this.buffer.buffer);
  /** Where the next byte goes. */
  pos = 0;
  /** From here on `boundary` must be called before the next value. */
  limit = 0;
  /** Finished output before the buffer, in order, and how many bytes each part has. */
  parts: Uint8Array[] = [];
  #sizes: number[] = [];
  #streaming = false;
  #framing = false;
  /** Where the open frame begins, in `#frameBuffer`; -1 when there is none. */
  #frameStart = -1;
  #frameBuffer = this.buffer;
  /** Bytes of the open frame that are referred to. */
  #frameReferred = 0;
  /** From here on the buffer belongs to no part yet. */
  #partStart = 0;
  /** Chunks that parts refer to, and chunks free for use. */
  #used: Uint8Array<ArrayBuffer>[] = [];
  #free: Uint8Array<ArrayBuffer>[] = [];

  /** Starts a pickle. Streaming: parts are to be taken with `take` while it is written. */
  begin(streaming: boolean): void {
    this.pos = 0;
    this.#partStart = 0;
    this.#letGo();
    this.#streaming = streaming;
    this.#framing = false;
    this.#frameStart = -1;
    this.#setLimit();
  }

  /** From here on output is framed (protocol 4 and up, after PROTO). */
  startFraming(): void {
    this.#framing = true;
    this.#openFrame();
    this.#setLimit();
  }

  /** Makes room for `size` more bytes. */
  ensure(size: number): void {
    if (this.pos + size > this.buffer.length) this.#grow(size);
  }

  /** One byte, mostly an opcode. */
  byte(value: number): void {
    if (this.pos >= this.buffer.length) this.#grow(1);
    this.buffer[this.pos++] = value;
  }

  /** A 4-byte little-endian unsigned integer; the caller has made room. */
  uint32(value: number): void {
    const buffer = this.buffer;
    const pos = this.pos;
    buffer[pos] = value;
    buffer[pos + 1] = value >>> 8;
    buffer[pos + 2] = value >>> 16;
    buffer[pos + 3] = value >>> 24;
    this.pos = pos + 4;
  }

  /** An 8-byte little-endian unsigned integer of at most 2^53; the caller has made room. */
  uint64(value: number): void {
    this.uint32(value >>> 0);
    this.uint32(Math.floor(value / 0x1_0000_0000));
  }

  /** Text of ASCII characters only. */
  ascii(text: string): void {
    this.ensure(text.length);
    const buffer = this.buffer;
    let pos = this.pos;
    for (let i = 0; i < text.length; i++) buffer[pos++] = text.charCodeAt(i);
    this.pos = pos;
  }

  /** A small run of bytes, copied. */
  bytes(data: Uint8Array): void {
    this.ensure(data.length);
    const pos = this.pos;
    // Performance: below some tens of bytes a loop beats the call (case tiny).
    if (data.length < 32) for (let i = 0; i < data.length; i++) this.buffer[pos + i] = data[i];
    else this.buffer.set(data, pos);
    this.pos = pos + data.length;
  }

  /**
   * Called before a value when `pos >= limit`: ends a full frame and makes room.
   * True when finished parts wait to be taken, so that the caller should pause.
   */
  boundary(): boolean {
    if (this.#frameStart >= 0 && this.#frameLength() >= FRAME_SIZE_TARGET) {
      this.#closeFrame();
      this.#passOn();
      this.#openFrame();
    } else if (!this.#framing && this.pos >= FRAME_SIZE_TARGET) {
      this.#passOn();
    }
    this.ensure(SLACK);
    this.#setLimit();
    return this.#streaming && this.parts.length > 0;
  }

  /**
   * An opcode with its length and a payload. `header` is called to write the opcode and length. From FRAME_SIZE_TARGET
   * bytes on the payload stands outside frames and is not copied here; nor is a shorter one, as long as it need not
   * outlive the call.
   * @param data a view that keeps its length (pinned.ts)
   */
  payload(header: () => void, data: Uint8Array): void {
    const size = data.length;
    if (size >= FRAME_SIZE_TARGET) {
      this.#closeFrame();
      this.ensure(SLACK);
      header();
      if (this.#streaming) this.#flush();
      this.#refer(data);
      if (this.#framing) this.#openFrame();
      this.limit = 0;
      return;
    }
    if (size < REFERRED_SIZE || this.#streaming) {
      this.ensure(size + SLACK);
      header();
      this.bytes(data);
      return;
    }
    this.ensure(SLACK);
    header();
    this.#refer(data);
    this.#frameReferred += size;
    this.#setLimit();
  }

  /** Ends the pickle after STOP. */
  end(): void {
    this.#closeFrame();
    this.#framing = false;
    if (this.#streaming) this.#flush();
  }

  /**
   * The finished parts, which are no longer the writer's. Each is looked at again when it is passed on: payloads are
   * the caller's memory.
   */
  *take(): Generator<Uint8Array> {
    const parts = this.parts;
    const sizes = this.#sizes;
    this.parts = [];
    this.#sizes = [];
    for (let i = 0; i < parts.length; i++) {
      checkPinned(parts[i], sizes[i]);
      yield parts[i];
    }
  }

  /** All output as one array, with a buffer of its own unless it is small and `pooled`. */
  result(pooled: boolean): Uint8Array {
    if (this.parts.length === 0)
      return pooled && this.pos <= POOLED_SIZE ? inPool(this.buffer, this.pos) : this.buffer.slice(0, this.pos);
    this.#endPart();
    let size = 0;
    for (const length of this.#sizes) size += length;
    const all = new Uint8Array(size);
    let at = 0;
    for (let i = 0; i < this.parts.length; i++) {
      checkPinned(this.parts[i], this.#sizes[i]);
      all.set(this.parts[i], at);
      at += this.#sizes[i];
    }
    return all;
  }

  /** Lets go of the caller's memory and of oversized buffers. */
  release(): void {
    this.#letGo();
    if (this.buffer.length > CHUNK) this.#adopt(new Uint8Array(FIRST_SIZE));
    this.#frameBuffer = this.buffer;
  }

  #letGo(): void {
    if (this.parts.length > 0) this.parts = [];
    if (this.#sizes.length > 0) this.#sizes = [];
    for (const chunk of this.#used) if (this.#free.length < RETAINED_CHUNKS) this.#free.push(chunk);
    if (this.#used.length > 0) this.#used = [];
  }

  /** At the end of a frame: a stream passes on what is finished; otherwise a full chunk makes way for another. */
  #passOn(): void {
    if (this.#streaming) {
      this.#flush();
    } else if (this.buffer.length >= CHUNK && this.pos >= this.buffer.length - CHUNK_REST) {
      this.#endPart();
      if (this.buffer.length === CHUNK) this.#used.push(this.buffer);
      this.#adopt(this.#free.pop() ?? new Uint8Array(CHUNK));
      this.pos = 0;
      this.#partStart = 0;
    }
  }

  /** What is in the buffer becomes a part. */
  #endPart(): void {
    if (this.pos > this.#partStart) this.#part(this.buffer.subarray(this.#partStart, this.pos));
    this.#partStart = this.pos;
  }

  /** A payload becomes a part. */
  #refer(data: Uint8Array): void {
    this.#endPart();
    this.#part(data);
  }

  #part(data: Uint8Array): void {
    this.parts.push(data);
    this.#sizes.push(data.length);
  }

  /** In a stream: what is in the buffer becomes a part of its own. */
  #flush(): void {
    if (this.pos > 0) this.#part(this.buffer.slice(0, this.pos));
    this.pos = 0;
    this.#partStart = 0;
  }

  #frameLength(): number {
    return this.pos - this.#frameStart - FRAME_HEADER_SIZE + this.#frameReferred;
  }

  #openFrame(): void {
    this.ensure(FRAME_HEADER_SIZE + SLACK);
    this.#frameStart = this.pos;
    this.#frameBuffer = this.buffer;
    this.#frameReferred = 0;
    this.pos += FRAME_HEADER_SIZE;
  }

  #closeFrame(): void {
    const start = this.#frameStart;
    if (start < 0) return;
    const length = this.#frameLength();
    this.#frameStart = -1;
    const buffer = this.#frameBuffer;
    const content = start + FRAME_HEADER_SIZE;
    if (length >= FRAME_SIZE_MIN) {
      buffer[start] = FRAME;
      for (let i = 1, rest = length; i < FRAME_HEADER_SIZE; i++) {
        buffer[start + i] = rest;
        rest = Math.floor(rest / 256);
      }
    } else {
      for (let i = 0; i < length; i++) buffer[start + i] = buffer[content + i];
      this.pos = start + length;
    }
  }

  #setLimit(): void {
    const room = this.buffer.length - SLACK;
    let end = room;
    if (this.#frameStart >= 0) end = this.#frameStart + FRAME_HEADER_SIZE + FRAME_SIZE_TARGET - this.#frameReferred;
    else if (this.#streaming) end = FRAME_SIZE_TARGET;
    else if (this.buffer.length >= CHUNK) end = this.buffer.length - CHUNK_REST;
    this.limit = end < room ? end : room;
  }

  #grow(size: number): void {
    const wanted = this.pos + size;
    let length = this.buffer.length * 2;
    while (length < wanted) length *= 2;
    const bigger = new Uint8Array(length);
    bigger.set(this.buffer.subarray(0, this.pos));
    // The header of a frame that begins in a part stays there.
    if (this.#frameStart >= this.#partStart) this.#frameBuffer = bigger;
    this.#adopt(bigger);
    // `limit` stays a lower bound of what it could be: boundary() sets it anew.
  }

  #adopt(buffer: Uint8Array<ArrayBuffer>): void {
    this.buffer = buffer;
    this.view = new DataView(buffer.buffer);
  }
}

let pool = new ArrayBuffer(0);
let poolPos = 0;

/** A copy of the first `size` bytes in the pool. */
function inPool(data: Uint8Array, size: number): Uint8Array {
  if (poolPos + size > pool.byteLength) {
    pool = new ArrayBuffer(POOL_SIZE);
    poolPos = 0;
  }
  const result = new Uint8Array(pool, poolPos, size);
  // Performance: for so few bytes a loop is faster than `set` with a view of them.
  for (let i = 0; i < size; i++) result[i] = data[i];
  // Aligned, so that any typed array can be laid over a result.
  poolPos = (poolPos + size + 7) & ~7;
  return result;
}
