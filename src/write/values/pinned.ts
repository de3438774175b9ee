/** The memory of the caller's views while it is written: what a header announces is what is written. */
import { PicklingError } from '../../base/index.js';
import { expect, memoryOf } from '../../values/index.js';

/**
 * The bytes of a typed array, DataView or buffer, not copied, in a view of its own that keeps its length (`memoryOf`).
 * @throws PicklingError when there are none: the buffer was transferred or has become too short, or the value only
 *   looks like a view
 */
export function pinned(value: ArrayBuffer | SharedArrayBuffer | ArrayBufferView): Uint8Array {
  try {
    const view = memoryOf(value);
    expect(view, 'memory, not what only looks like it,');
    return view;
  } catch (error) {
    throw new PicklingError((error as Error).message, { cause: error });
  }
}

/** @throws PicklingError when a pinned view has lost bytes since it was made */
export function checkPinned(data: Uint8Array, length: number): void {
  if (data.length !== length)
    throw new PicklingError('memory became smaller, or was transferred, while it was written');
}
