import { Bytes } from '../values/index.js';

/**
 * Values that the pickler makes on the way, as CPython's does: nobody else can refer to them, so the memo needs their
 * number only, and text among them is not the same object as equal text elsewhere.
 */

/** A list, for instance of a set's items below protocol 4. */
export class FreshList {
  readonly items: unknown[];
  constructor(items: unknown[]) {
    this.items = items;
  }
}

/** A str. */
export class FreshText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A few bytes, at least two. Performance: a typed array costs more than all the rest of a datetime. */
export class FreshBytes {
  readonly values: readonly number[];
  constructor(values: readonly number[]) {
    this.values = values;
  }
}

/** The str that Latin-1 makes of bytes, kept as bytes. */
export class Latin1Text {
  readonly data: Uint8Array;
  constructor(data: Uint8Array) {
    this.data = data;
  }
}

/** What `persistentId` is asked about in the place of such a value. */
export function whatPythonSees(value: unknown): unknown {
  if (value instanceof FreshList) return value.items;
  if (value instanceof FreshText) return value.text;
  if (value instanceof FreshBytes) return new Bytes(Uint8Array.from(value.values));
  if (value instanceof Latin1Text) return Array.from(value.data, (byte) => String.fromCharCode(byte)).join('');
  return value;
}
