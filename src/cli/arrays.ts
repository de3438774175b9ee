/** Arrays and tensors that are read when they are needed. */
import { type Dtype, type NDArray, type NpzFile, PickleError, type Storage, type Tensor } from '../all.js';

/** An array of an .npz file with more bytes than this is listed without its first items. */
const SMALL = 1 << 20;

/** An array whose items have not been read. */
export class ArrayHeader {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Bytes. */
  readonly size: number;
  constructor(dtype: Dtype, shape: readonly number[]) {
    this.dtype = dtype;
    this.shape = shape;
    this.size = shape.reduce((product, length) => product * length, dtype.itemsize);
  }
}

/** The arrays of an .npz file, as many as are shown. */
export class ArrayList {
  readonly count: number;
  readonly entries: readonly (readonly [name: string, array: NDArray | ArrayHeader])[];
  constructor(count: number, entries: ArrayList['entries']) {
    this.count = count;
    this.entries = entries;
  }
}

/** The first `max` arrays of the file; of large ones what their headers say. */
export async function listed(file: NpzFile, max: number): Promise<ArrayList> {
  const entries: [string, NDArray | ArrayHeader][] = [];
  for (const name of file.names.slice(0, max)) {
    const { dtype, shape } = await file.header(name);
    const header = new ArrayHeader(dtype, shape);
    entries.push([name, header.size <= SMALL ? await file.get(name) : header]);
  }
  return new ArrayList(file.size, entries);
}

/** All arrays of the file by name. */
export async function allArrays(file: NpzFile): Promise<Map<string, NDArray>> {
  const arrays = new Map<string, NDArray>();
  for await (const [name, array] of file) arrays.set(name, array);
  return arrays;
}

/** The storage of a tensor; those of the device meta have none. */
export function storageOf(tensor: Tensor): Storage | undefined {
  try {
    return tensor.storage;
  } catch (error) {
    if (error instanceof PickleError) return undefined;
    throw error;
  }
}
