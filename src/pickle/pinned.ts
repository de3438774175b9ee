/**
 * The memory of the caller's views, as it is at one moment: read by the getters of the language itself, not by properties that an object may
 * have of its own, and in a view of fixed length, so that what a header announces is what is written.
 */
import { PicklingError } from '../errors.js';

const PROTOTYPE = /*#__PURE__*/ Object.getPrototypeOf(Uint8Array.prototype);
const NAMES = ['buffer', 'byteOffset', 'byteLength'] as const;
const OF_ARRAYS = /*#__PURE__*/ gettersOf(PROTOTYPE);
const OF_DATA_VIEWS = /*#__PURE__*/ gettersOf(DataView.prototype);

function gettersOf(prototype: object): ((this: unknown) => unknown)[] {
  return NAMES.map((name) => Object.getOwnPropertyDescriptor(prototype, name)?.get as (this: unknown) => unknown);
}

/**
 * The bytes of a typed array, DataView or buffer, not copied, in a view of its own that keeps its length.
 * @throws PicklingError when there are none: the buffer was transferred or has become too short, or the value only looks like a view
 */
export function pinned(value: ArrayBuffer | SharedArrayBuffer | ArrayBufferView): Uint8Array {
  try {
    if (!ArrayBuffer.isView(value)) return new Uint8Array(value, 0, new Uint8Array(value).length);
    const isDataView = value instanceof DataView;
    const [buffer, byteOffset, byteLength] = isDataView ? OF_DATA_VIEWS : OF_ARRAYS;
    const length = byteLength.call(value) as number;
    // Of an array whose memory is gone the getters say 0; its methods throw.
    if (length === 0 && !isDataView) PROTOTYPE.at.call(value, 0);
    return new Uint8Array(buffer.call(value) as ArrayBuffer, byteOffset.call(value) as number, length);
  } catch (error) {
    throw new PicklingError(`the memory of ${Object.prototype.toString.call(value)} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

const lengthOf = /*#__PURE__*/ (() => Object.getOwnPropertyDescriptor(PROTOTYPE, 'length')?.get as (this: unknown) => number)();

/** @throws PicklingError when a pinned view has lost bytes since it was made */
export function checkPinned(data: Uint8Array, length: number): void {
  if (lengthOf.call(data) !== length) throw new PicklingError('memory became smaller, or was transferred, while it was written');
}
