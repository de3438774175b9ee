/**
 * Tensors as a safetensors file (format 0.x: huggingface/safetensors README, "Format"): 8 bytes of header length, JSON,
 * the items side by side. Nothing but the tensor at hand is in memory.
 */
import { PicklingError } from '../../base/index.js';
import { asEntries } from '../../registry/index.js';
import { Tensor } from './tensor.js';

export interface SafetensorsOptions {
  /** Texts that the header carries beside the tensors. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** dtypes by the name that the format has for them. */
const NAMES: Readonly<Record<string, string>> = {
  bool: 'BOOL',
  uint8: 'U8',
  int8: 'I8',
  int16: 'I16',
  uint16: 'U16',
  float16: 'F16',
  bfloat16: 'BF16',
  int32: 'I32',
  uint32: 'U32',
  float32: 'F32',
  complex64: 'C64',
  float64: 'F64',
  int64: 'I64',
  uint64: 'U64',
  float8_e4m3fn: 'F8_E4M3',
  float8_e5m2: 'F8_E5M2',
  float8_e8m0fnu: 'F8_E8M0',
};

const MAX_DEPTH = 64;
const HEADER_ALIGNMENT = 8;

/** Tensors by name: dicts inside dicts have their names joined by points. */
function collect(value: unknown, path: string, into: Map<string, Tensor>, depth: number): void {
  if (value instanceof Tensor) {
    if (into.has(path)) throw new PicklingError(`safetensors: two tensors are called ${JSON.stringify(path)}`);
    into.set(path, value);
    return;
  }
  const entries = depth > MAX_DEPTH || Array.isArray(value) ? undefined : asEntries(value);
  if (entries === undefined)
    throw new PicklingError(
      `safetensors: ${path === '' ? 'the value' : JSON.stringify(path)} is no tensor, and no dict of tensors`,
    );
  for (const [key, item] of entries) {
    if (typeof key !== 'string') throw new PicklingError(`safetensors: a key under ${JSON.stringify(path)} is no text`);
    collect(item, path === '' ? key : `${path}.${key}`, into, depth + 1);
  }
}

/**
 * The file in pieces: the header, then each tensor in C order. Write them one after the other, or give
 * `ReadableStream.from(safetensors(state))` to a `Response`.
 *
 * A tensor that is there twice under two names is written once, and `__metadata__` says for the second name which one
 * has it, as `safetensors.torch.save_model` does.
 * @param tensors a state dict: a Map, a `Dict` or an object of tensors, or of such
 * @throws PicklingError when something else is in it, or a dtype that the format does not have
 */
export async function* safetensors(tensors: unknown, options: SafetensorsOptions = {}): AsyncGenerator<Uint8Array> {
  const named = new Map<string, Tensor>();
  collect(tensors, '', named, 0);
  // Without a prototype: a name may be `__proto__`.
  const metadata: Record<string, string> = Object.assign(Object.create(null), options.metadata);
  const header: Record<string, unknown> = Object.create(null);
  const written: [name: string, dtype: string, tensor: Tensor][] = [];
  const places = new Map<object, Map<string, string>>();
  for (const [name, tensor] of named) {
    const dtype = NAMES[tensor.dtype];
    if (dtype === undefined)
      throw new PicklingError(
        `safetensors: ${JSON.stringify(name)} is of dtype ${tensor.dtype}, which the format does not have`,
      );
    if (name === '__metadata__') throw new PicklingError('safetensors: no tensor can be called __metadata__');
    const { dtype: kind, storageOffset, shape, stride, isConjugated, isNegated } = tensor;
    const same = JSON.stringify([kind, storageOffset, shape, stride, isConjugated, isNegated]);
    const known = places.get(tensor.storage) ?? new Map<string, string>();
    places.set(tensor.storage, known);
    const first = known.get(same);
    if (first !== undefined) {
      metadata[name] = first;
      continue;
    }
    known.set(same, name);
    written.push([name, dtype, tensor]);
  }
  // The widest items first, as the format's own library has them: then each is aligned.
  const width = ({ byteLength, size }: Tensor) => (size === 0 ? 1 : byteLength / size);
  written.sort(([, , a], [, , b]) => width(b) - width(a));
  let offset = 0;
  for (const [name, dtype, { shape, byteLength }] of written) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + byteLength] };
    offset += byteLength;
  }
  yield headerBytes(Object.keys(metadata).length === 0 ? header : { __metadata__: metadata, ...header });
  for (const [, , tensor] of written) {
    const { isConjugated, isNegated } = tensor;
    if (isConjugated || isNegated) {
      const { buffer, byteOffset, byteLength } = await tensor.read();
      yield new Uint8Array(buffer, byteOffset, byteLength);
    } else yield await tensor.readBytes();
  }
}

function headerBytes(header: object): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / HEADER_ALIGNMENT) * HEADER_ALIGNMENT;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length, true);
  view.setUint32(4, Math.floor(length / 2 ** 32), true);
  bytes.set(json, 8);
  return bytes;
}
