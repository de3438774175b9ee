/**
 * Writes FlatBuffers, as much of them as Arrow's messages need. A buffer is written from its end to its start, so that
 * what is referred to is there already.
 *
 * Source: https://flatbuffers.dev/internals/
 */

/** One field of a FlatBuffers table: its size in bytes, and how it is written. */
interface Slot {
  size: number;
  write: () => void;
}

const encoder = /*#__PURE__*/ new TextEncoder();

/** A buffer that grows downwards. Places are counted from the end: they stay when it grows. */
export class FlatBuffer {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  /** Bytes written, from the end. */
  #size = 0;
  #alignment = 4;

  /** Makes room for `size` bytes such that, after `more` bytes in front of them, an address divides by `alignment`. */
  #take(size: number, alignment: number): number {
    this.#alignment = Math.max(this.#alignment, alignment);
    const padding = -(this.#size + size) & (alignment - 1);
    const needed = this.#size + padding + size;
    while (needed > this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes, this.#bytes.length);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    this.#size = needed;
    return this.#bytes.length - needed;
  }

  byte(value: number): void {
    const at = this.#take(1, 1);
    this.#view.setUint8(at, value);
  }

  int16(value: number): void {
    const at = this.#take(2, 2);
    this.#view.setInt16(at, value, true);
  }

  int32(value: number): void {
    const at = this.#take(4, 4);
    this.#view.setInt32(at, value, true);
  }

  int64(value: number): void {
    const at = this.#take(8, 8);
    this.#view.setBigInt64(at, BigInt(value), true);
  }

  /** An offset to what stands at `place`. */
  offset(place: number): void {
    const at = this.#take(4, 4);
    this.#view.setUint32(at, this.#size - place, true);
  }

  /** @returns its place */
  string(text: string): number {
    const bytes = encoder.encode(text);
    // A zero behind it, and the length in front.
    const at = this.#take(4 + bytes.length + 1 + (-(bytes.length + 1) & 3), 4);
    this.#view.setUint32(at, bytes.length, true);
    this.#bytes.set(bytes, at + 4);
    return this.#size;
  }

  /** A vector of offsets. @returns its place */
  offsets(places: readonly number[]): number {
    for (let i = places.length - 1; i >= 0; i--) this.offset(places[i]);
    this.int32(places.length);
    return this.#size;
  }

  /** A vector of structs of int64s. @returns its place */
  structs(rows: readonly (readonly number[])[]): number {
    if (rows.length === 0) this.#take(0, 8);
    for (let i = rows.length - 1; i >= 0; i--) for (let j = rows[i].length - 1; j >= 0; j--) this.int64(rows[i][j]);
    this.int32(rows.length);
    return this.#size;
  }

  /** A table with the fields that are not undefined, at their numbers. @returns its place */
  table(slots: readonly (Slot | undefined)[]): number {
    const end = this.#size;
    const ends: number[] = [];
    // Large fields first, so that nothing but the first of a size is padded.
    const order = [...slots.keys()].filter((i) => slots[i] !== undefined);
    order.sort((a, b) => (slots[b] as Slot).size - (slots[a] as Slot).size);
    for (const i of order) {
      (slots[i] as Slot).write();
      ends[i] = this.#size;
    }
    this.int32(0);
    const start = this.#size;
    // The vtable: its size, the table's size, then where each field is.
    for (let i = slots.length - 1; i >= 0; i--) this.int16(slots[i] === undefined ? 0 : start - ends[i]);
    this.int16(start - end);
    this.int16(4 + 2 * slots.length);
    this.#view.setInt32(this.#bytes.length - start, this.#size - start, true);
    return start;
  }

  /** The buffer whose root is the table at `root`; its length divides by 8. */
  finish(root: number): Uint8Array<ArrayBuffer> {
    const padding = -(this.#size + 4) & (Math.max(8, this.#alignment) - 1);
    this.#take(padding, 1);
    this.offset(root);
    return this.#bytes.slice(this.#bytes.length - this.#size);
  }

  // Fields of tables

  byteField(value: number): Slot {
    return { size: 1, write: () => this.byte(value) };
  }

  int16Field(value: number): Slot {
    return { size: 2, write: () => this.int16(value) };
  }

  int32Field(value: number): Slot {
    return { size: 4, write: () => this.int32(value) };
  }

  int64Field(value: number): Slot {
    return { size: 8, write: () => this.int64(value) };
  }

  offsetField(place: number): Slot {
    return { size: 4, write: () => this.offset(place) };
  }
}
