/** The memory of the caller's views while it is written: what a header announces is what is written. */
import { PicklingError } from '../errors.js';
import { isTypedArray, viewOf } from '../types/bytes.js';

const { prototype } = /*#__PURE__*/ Object.getPrototypeOf(Uint8Array) as { prototype: Uint8Array };

/**
 * The bytes of a typed array, DataView or buffer, not copied, in a view of its own that keeps its length (`viewOf`).
 * @throws PicklingError when there are none: the buffer was transferred or has become too short, or the value only looks like a view
 */
export function pinned(value: ArrayBuffer | SharedArrayBuffer | ArrayBufferView): Uint8Array {
  try {
    // Of an array whose memory is gone the length is 0; its methods throw.
    if (isTypedArray(value)) prototype.at.call(value, 0);
    const view = viewOf(value);
    if (view !== undefined) return view;
    throw new TypeError('it is no view of memory');
  } catch (error) {
    throw new PicklingError(`the memory of ${Object.prototype.toString.call(value)} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** @throws PicklingError when a pinned view has lost bytes since it was made */
export function checkPinned(data: Uint8Array, length: number): void {
  if (data.length !== length) throw new PicklingError('memory became smaller, or was transferred, while it was written');
}
