/**
 * What PyTorch pickles: `torch._utils._rebuild_*` and what they are given (torch/_utils.py, torch/_tensor.py,
 * torch/_weights_only_unpickler.py has the list). Modules and optimizers stay inert trees around tensors.
 */
import {
  asBytes,
  asEntries,
  asSequence,
  asSmallInteger,
  type Construct,
  define,
  fail,
  inertCall,
  isInert,
  needed,
  type Registry,
} from '../../registry/index.js';
import { type ClassHooks, Float, type HookContext, PyGlobal } from '../../values/index.js';
import { NDArray } from '../index.js';
import { TorchDtype } from './dtypes.js';
import { Storage } from './storage.js';
import { type Quantizer, SparseTensor, Tensor, type TorchCall } from './tensor.js';
import { Size, TorchConstant, TorchDevice } from './values.js';

/** Reads an archive of the legacy format in bytes: what `torch.storage._load_from_bytes` does. */
export type ReadArchive = (bytes: Uint8Array) => unknown;

const UTILS = 'torch._utils';
const MANY = 32;

/** Classes are arguments of many functions. */
function isUnknown(value: unknown): boolean {
  return isInert(value) && !(value instanceof PyGlobal);
}

function callOf(args: readonly unknown[], { global }: HookContext): TorchCall {
  return { callee: global, args };
}

function lengthsOf(value: unknown): number[] {
  return needed(value instanceof Size ? [...value.items] : asSequence(value), 'tuple of ints').map((length) =>
    needed(asSmallInteger(length, 0, Number.MAX_SAFE_INTEGER), 'int'),
  );
}

function storageOf(value: unknown): Storage {
  return value instanceof Storage ? value : fail('a storage expected');
}

function tensorOf(value: unknown): Tensor {
  return value instanceof Tensor ? value : fail('a tensor expected');
}

function dtypeOf(value: unknown): TorchDtype {
  return value instanceof TorchDtype ? value : fail('a torch.dtype expected');
}

function flag(value: unknown): boolean {
  return typeof value === 'boolean' ? value : fail('bool expected');
}

interface View {
  readonly storage: Storage;
  readonly dtype: TorchDtype;
  readonly parts: readonly unknown[];
  readonly requiresGrad: boolean;
  readonly metadata?: unknown;
  readonly quantizer?: Quantizer;
}

/** `(storage, storage_offset, size, stride, …)`. */
function viewOf({ storage, dtype, parts, requiresGrad, metadata, quantizer }: View, call: TorchCall): Tensor {
  const [offset, size, stride] = parts;
  const marks = new Map(metadata === undefined || metadata === null ? [] : needed(asEntries(metadata), 'dict'));
  return new Tensor(
    {
      dtype,
      storage,
      storageOffset: needed(asSmallInteger(offset, 0, Number.MAX_SAFE_INTEGER), 'int'),
      shape: lengthsOf(size),
      stride: lengthsOf(stride),
      requiresGrad,
      quantizer,
      isConjugated: marks.get('conj') === true,
      isNegated: marks.get('neg') === true,
    },
    call,
  );
}

function typedDtype(storage: Storage): TorchDtype {
  return storage.dtype ?? fail('a storage of one dtype expected');
}

/** The functions of `torch._utils` by name. */
const REBUILD: Readonly<Record<string, Construct>> = {
  _rebuild_tensor: (args, context) => {
    const storage = storageOf(args[0]);
    return viewOf(
      { storage, dtype: typedDtype(storage), parts: args.slice(1), requiresGrad: false },
      callOf(args, context),
    );
  },
  _rebuild_tensor_v2: (args, context) => {
    const storage = storageOf(args[0]);
    const rest = { requiresGrad: flag(args[4]), metadata: args[6] };
    return viewOf({ storage, dtype: typedDtype(storage), parts: args.slice(1), ...rest }, callOf(args, context));
  },
  _rebuild_tensor_v3: (args, context) => {
    const rest = { requiresGrad: flag(args[4]), metadata: args[7] };
    return viewOf(
      { storage: storageOf(args[0]), dtype: dtypeOf(args[6]), parts: args.slice(1), ...rest },
      callOf(args, context),
    );
  },
  _rebuild_qtensor: (args, context) => {
    const storage = storageOf(args[0]);
    const rest = { requiresGrad: flag(args[5]), quantizer: quantizerOf(args[4]) };
    return viewOf({ storage, dtype: typedDtype(storage), parts: args.slice(1), ...rest }, callOf(args, context));
  },
  _rebuild_parameter: (args, context) =>
    Tensor.again(tensorOf(args[0]), callOf(args, context), 'torch.nn.parameter.Parameter', flag(args[1])),
  _rebuild_parameter_with_state: (args, context) =>
    Tensor.again(tensorOf(args[0]), callOf(args, context), 'torch.nn.parameter.Parameter', flag(args[1])),
  _rebuild_meta_tensor_no_storage: (args, context) =>
    new Tensor(
      {
        dtype: dtypeOf(args[0]),
        storage: undefined,
        storageOffset: 0,
        shape: lengthsOf(args[1]),
        stride: lengthsOf(args[2]),
        requiresGrad: flag(args[3]),
      },
      callOf(args, context),
    ),
  _rebuild_device_tensor_from_numpy: (args, context) => {
    const [array, dtype] = [args[0] instanceof NDArray ? args[0] : fail('array expected'), dtypeOf(args[1])];
    const bytes = array.toBytes();
    if (array.dtype.byteorder === '>' || array.size * dtype.itemsize !== bytes.length)
      fail('an array of the same dtype expected');
    const stride = array.shape.map((_, axis) =>
      array.shape.slice(axis + 1).reduce((product, length) => product * length, 1),
    );
    const storage = Storage.of(new PyGlobal('torch.storage', 'UntypedStorage'), bytes);
    const rest = { dtype, storage, storageOffset: 0, shape: array.shape, stride, requiresGrad: flag(args[3]) };
    return new Tensor(rest, callOf(args, context));
  },
  _rebuild_device_tensor_from_cpu_tensor: (args, context) =>
    Tensor.again(tensorOf(args[0]), callOf(args, context), undefined, flag(args[3])),
  _rebuild_sparse_tensor: sparse,
};

/** `(torch.per_tensor_affine, scale, zero_point)` or `(torch.per_channel_affine, scales, zero_points, axis)`. */
function quantizerOf(value: unknown): Quantizer {
  const [scheme, scale, zeroPoint, axis] = needed(asSequence(value), 'tuple');
  if (!(scheme instanceof TorchConstant)) fail('a scheme of quantization expected');
  const numberOf = (part: unknown): number =>
    part instanceof Float
      ? part.value
      : typeof part === 'number' || typeof part === 'bigint'
        ? Number(part)
        : fail('number expected');
  const of = (part: unknown) => (part instanceof Tensor ? part : numberOf(part));
  const name = scheme.name.replace('torch.', '');
  return {
    scheme: name,
    scale: of(scale),
    zeroPoint: of(zeroPoint),
    axis: axis === undefined ? undefined : asSmallInteger(axis, 0, MANY),
  };
}

/** `(layout, data)`. */
function sparse(args: unknown[], context: HookContext): unknown {
  const layout = args[0] instanceof TorchConstant ? args[0].name : fail('a layout expected');
  const data = needed(asSequence(args[1]), 'tuple');
  const call = callOf(args, context);
  if (layout === 'torch.sparse_coo') {
    const [indices, values, shape] = data;
    return new SparseTensor(
      layout,
      { indices: tensorOf(indices), values: tensorOf(values), shape: lengthsOf(shape) },
      call,
    );
  }
  const [compressed, plain, values, shape] = data;
  const parts = {
    compressed: tensorOf(compressed),
    plain: tensorOf(plain),
    values: tensorOf(values),
    shape: lengthsOf(shape),
  };
  return new SparseTensor(layout, parts, call);
}

/** Storages, which cannot change, by the bytes objects that hold their archives. */
const storages = /*#__PURE__*/ new WeakMap<object, Storage>();
/** Bytes of memory that a byte of an archive counts for: the pickle in it may be all of it. */
const ARCHIVE_COST = 4;

/** Least and largest number of arguments. */
const ARITY: Readonly<Record<string, readonly [number, number]>> = {
  _rebuild_tensor: [4, 4],
  _rebuild_tensor_v2: [6, 7],
  _rebuild_tensor_v3: [7, 8],
  _rebuild_qtensor: [7, 7],
  _rebuild_parameter: [3, 3],
  _rebuild_parameter_with_state: [4, 4],
  _rebuild_meta_tensor_no_storage: [4, 4],
  _rebuild_device_tensor_from_numpy: [4, 4],
  _rebuild_device_tensor_from_cpu_tensor: [4, 4],
  _rebuild_sparse_tensor: [2, 2],
};

const CONSTANTS =
  'strided sparse_coo sparse_csr sparse_csc sparse_bsr sparse_bsc per_tensor_affine per_channel_affine ' +
  'per_tensor_symmetric per_channel_symmetric per_channel_affine_float_qparams preserve_format contiguous_format channels_last channels_last_3d';

/** Makes `registry` know PyTorch. @param readArchive for tensors in a plain pickle */
export function registerTorch(registry: Registry, readArchive: ReadArchive): void {
  const add = (
    module: string,
    name: string,
    [min, max]: readonly [number, number],
    construct: Construct,
    hooks: ClassHooks = {},
  ): void => define(registry, module, name, [min, max], construct, hooks, isUnknown);

  for (const [name, construct] of Object.entries(REBUILD)) add(UTILS, name, ARITY[name], construct);
  add('torch._tensor', '_rebuild_from_type_v2', [4, 4], (args, context) => ofType(args, context));
  add('torch.tensor', '_rebuild_from_type', [4, 4], (args, context) => ofType(args, context));
  add('torch._tensor', '_rebuild_from_type', [4, 4], (args, context) => ofType(args, context));
  add('torch.storage', '_load_from_bytes', [1, 1], ([source], context) => {
    const bytes = needed(asBytes(source), 'bytes');
    const known = storages.get(source as object);
    if (known !== undefined) return known;
    // Anything but a storage is made anew each time, and may be large.
    context.charge(ARCHIVE_COST * bytes.length);
    const value = readArchive(bytes);
    if (value instanceof Storage) storages.set(source as object, value);
    return value;
  });
  add('torch', 'Size', [1, 1], ([lengths]) => new Size(lengthsOf(lengths)));
  add(
    'torch',
    'device',
    [1, 2],
    ([type, index]) =>
      new TorchDevice(
        typeof type === 'string' ? type : fail('text expected'),
        index === undefined ? undefined : asSmallInteger(index, -1, 0xffff),
      ),
  );
  const constants = new Map(CONSTANTS.split(' ').map((name) => [`torch.${name}`, new TorchConstant(`torch.${name}`)]));
  add(
    'torch.serialization',
    '_get_layout',
    [1, 1],
    ([name]) => constants.get(name as string) ?? fail('the name of a layout expected'),
  );
  for (const constant of constants.values()) registry.addValue('torch', constant.name.slice('torch.'.length), constant);
  for (const dtype of TorchDtype.known.values()) registry.addValue('torch', dtype.name, dtype);
}

/** `(func, type, args, state)`: what `func` makes, as an instance of `type` with attributes. */
function ofType(args: unknown[], context: HookContext): unknown {
  const [func, type] = args;
  const rebuild =
    func instanceof PyGlobal && func.module === UTILS && Object.hasOwn(REBUILD, func.name)
      ? REBUILD[func.name]
      : undefined;
  if (rebuild === undefined || !(type instanceof PyGlobal)) return inertCall(args, context);
  const made = rebuild(needed(asSequence(args[2]), 'tuple').slice(), context);
  return made instanceof Tensor
    ? Tensor.again(made, callOf(args, context), `${type.module}.${type.name}`)
    : inertCall(args, context);
}
