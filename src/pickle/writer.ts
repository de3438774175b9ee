import { FRAME } from '../shared/opcodes.js';

/** A frame is closed at the first opcode boundary at which it holds this many bytes; payloads of that size stay outside (PEP 3154). */
export const FRAME_SIZE_TARGET = 65536;
/** A shorter frame is written without its FRAME opcode. */
const FRAME_SIZE_MIN = 4;
/** FRAME and its 8-byte length. */
const FRAME_HEADER_SIZE = 9;
/** What `boundary` leaves free, so that the opcode that follows needs no check of its own. */
export const SLACK = 512;
const FIRST_SIZE = 1 << 12;
/** The buffer kept between calls. Performance: fresh memory costs page faults, which show in every case of bench/dumps. */
const RETAINED = 1 << 24;

/**
 * The bytes written so far: one growing buffer, cut into frames, and before it finished parts (large payloads by reference).
 *
 * Before each value the caller compares `pos` with `limit` and calls `boundary` when it is reached; that one comparison is
 * both the check for room and for the end of the frame.
 */
export class Writer {
  buffer = new Uint8Array(FIRST_SIZE);
  view = new DataView(this.buffer.buffer);
  /** Where the next byte goes. */
  pos = 0;
  /** From here on `boundary` must be called before the next value. */
  limit = 0;
  /** Finished output before the buffer, in order. */
  parts: Uint8Array[] = [];
  #streaming = false;
  #framing = false;
  #frameStart = -1;

  /** Starts a pickle. Streaming: parts are to be taken with `take` while it is written. */
  begin(streaming: boolean): void {
    this.pos = 0;
    if (this.parts.length > 0) this.parts = [];
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
    if (this.#frameStart >= 0 && this.pos - this.#frameStart - FRAME_HEADER_SIZE >= FRAME_SIZE_TARGET) {
      this.#closeFrame();
      if (this.#streaming) this.#flush();
      this.#openFrame();
    } else if (this.#streaming && !this.#framing && this.pos >= FRAME_SIZE_TARGET) {
      this.#flush();
    }
    this.ensure(SLACK);
    this.#setLimit();
    return this.#streaming && this.parts.length > 0;
  }

  /**
   * An opcode with its length and a payload of FRAME_SIZE_TARGET bytes or more: outside frames, and not copied here.
   * `header` is called to write the opcode and length.
   */
  payload(header: () => void, data: Uint8Array): void {
    this.#closeFrame();
    this.ensure(SLACK);
    header();
    this.#flush();
    this.parts.push(data);
    if (this.#framing) this.#openFrame();
    this.limit = 0;
  }

  /** Ends the pickle after STOP. */
  end(): void {
    this.#closeFrame();
    this.#framing = false;
    if (this.#streaming) this.#flush();
  }

  /** The finished parts, which are no longer the writer's. */
  take(): Uint8Array[] {
    const parts = this.parts;
    this.parts = [];
    return parts;
  }

  /** All output as one array of its own. */
  result(): Uint8Array {
    if (this.parts.length === 0) return this.buffer.slice(0, this.pos);
    let size = this.pos;
    for (const part of this.parts) size += part.length;
    const all = new Uint8Array(size);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    all.set(this.buffer.subarray(0, this.pos), at);
    return all;
  }

  /** Lets go of the caller's memory and of an oversized buffer. */
  release(): void {
    if (this.parts.length > 0) this.parts = [];
    if (this.buffer.length > RETAINED) this.#adopt(new Uint8Array(FIRST_SIZE));
  }

  #flush(): void {
    if (this.pos > 0) this.parts.push(this.buffer.slice(0, this.pos));
    this.pos = 0;
  }

  #openFrame(): void {
    this.ensure(FRAME_HEADER_SIZE + SLACK);
    this.#frameStart = this.pos;
    this.pos += FRAME_HEADER_SIZE;
  }

  #closeFrame(): void {
    const start = this.#frameStart;
    if (start < 0) return;
    this.#frameStart = -1;
    const content = start + FRAME_HEADER_SIZE;
    const length = this.pos - content;
    if (length >= FRAME_SIZE_MIN) {
      const end = this.pos;
      this.pos = start + 1;
      this.buffer[start] = FRAME;
      this.uint64(length);
      this.pos = end;
    } else {
      for (let i = 0; i < length; i++) this.buffer[start + i] = this.buffer[content + i];
      this.pos = start + length;
    }
  }

  #setLimit(): void {
    const room = this.buffer.length - SLACK;
    let end = room;
    if (this.#frameStart >= 0) end = this.#frameStart + FRAME_HEADER_SIZE + FRAME_SIZE_TARGET;
    else if (this.#streaming) end = FRAME_SIZE_TARGET;
    this.limit = end < room ? end : room;
  }

  #grow(size: number): void {
    const wanted = this.pos + size;
    let length = this.buffer.length * 2;
    while (length < wanted) length *= 2;
    const bigger = new Uint8Array(length);
    bigger.set(this.buffer.subarray(0, this.pos));
    this.#adopt(bigger);
    // `limit` stays a lower bound of what it could be: boundary() sets it anew.
  }

  #adopt(buffer: Uint8Array<ArrayBuffer>): void {
    this.buffer = buffer;
    this.view = new DataView(buffer.buffer);
  }
}
