/**
 * PyTorch's files and pickles with tensors, as PyTorch wrote them (../vectors/make_torch.py), through the whole engine.
 */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  Dict,
  dumps,
  Float,
  type LoadOptions,
  loads,
  type PyGlobal,
  PyObject,
  Registry,
  repr,
  Tuple,
} from '../../../src/index.js';
import {
  loadTorch,
  Size,
  SparseTensor,
  Tensor,
  TorchConstant,
  TorchDevice,
  TorchDtype,
  torch,
} from '../../../src/torch.js';
import { ENGINES } from '../../helpers/engines.js';

interface Row {
  case: string;
  torch: string;
  form: 'zip' | 'legacy' | 'pickle2' | 'pickle4';
  bytes: string;
  value: unknown;
}

const rows = JSON.parse(readFileSync(new URL('../../vectors/torch.json', import.meta.url), 'utf8')) as Row[];
const registry = new Registry().use(torch);

function bytesOf(row: Row): Uint8Array {
  return new Uint8Array(inflateRawSync(Buffer.from(row.bytes, 'base64')));
}

function number(value: unknown): unknown {
  if (value instanceof Float) return number(value.value);
  if (typeof value === 'bigint')
    return value >= 2n ** 53n || value <= -(2n ** 53n) ? { int: String(value) } : Number(value);
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return { float: String(value).replace('Infinity', 'inf').replace('NaN', 'nan') };
}

function nested(value: unknown, isComplex: boolean): unknown {
  if (!Array.isArray(value)) return number(value);
  if (isComplex && value.length === 2 && typeof value[0] === 'number') return { complex: value.map(number) };
  return value.map((item) => nested(item, isComplex));
}

function tensorRow(tensor: Tensor, row: Record<string, unknown>): unknown {
  const { dtype, shape, requiresGrad, stride, storageOffset } = tensor;
  const result: Record<string, unknown> = { tensor: dtype, shape, grad: requiresGrad };
  if (tensor.subclass?.endsWith('Parameter')) result.parameter = true;
  if (row.data === null) return { ...result, data: null };
  const data = nested(tensor.toArray(), dtype.startsWith('complex'));
  Object.assign(result, { stride, offset: storageOffset, data });
  if (tensor.quantizer !== undefined) {
    const flat = [...tensor.dequantize()];
    let i = 0;
    const shaped = (axis: number): unknown =>
      axis === shape.length ? flat[i++] : Array.from({ length: shape[axis] }, () => shaped(axis + 1));
    result.numbers = shaped(0);
  }
  return result;
}

/** A value in the notation of the vectors, as far as `row` has it. */
function plain(value: unknown, row: unknown): unknown {
  const like = row as Record<string, unknown>;
  if (value instanceof Tensor) return tensorRow(value, like);
  if (value instanceof SparseTensor) {
    const common = {
      tensor: value.dtype,
      shape: value.shape,
      grad: like.grad,
      sparse: value.layout,
      values: nested(value.values.toArray(), false),
    };
    return value.layout === 'torch.sparse_coo'
      ? { ...common, indices: nested(value.indices?.toArray(), false) }
      : common;
  }
  if (value instanceof Size) return { size: [...value] };
  if (value instanceof TorchDevice || value instanceof TorchDtype || value instanceof TorchConstant)
    return { str: String(value) };
  if (value instanceof PyObject && like.module !== undefined) return moduleRow(value, like);
  if (value instanceof Tuple) return plain([...value], row);
  if (Array.isArray(value)) return value.map((item, i) => plain(item, (row as unknown[])[i]));
  if (value instanceof Dict || value instanceof Map) return entries([...value], like);
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return entries(Object.entries(value), like);
  return number(value);
}

/** A module as its class, and the tensors in its tree as those of its state dict. */
function moduleRow(module: PyObject, row: Record<string, unknown>): unknown {
  const tensors: Tensor[] = [];
  const seen = new Set<unknown>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof Tensor) tensors.push(value);
    else if (value instanceof PyObject) walk(value.state);
    else if (value instanceof Dict || value instanceof Map) for (const [, item] of value) walk(item);
    else for (const item of Object.values(value)) walk(item);
  };
  walk(module);
  const { dict } = row.state as { dict: [string, Record<string, unknown>][] };
  const parameters = tensors.filter(({ subclass }) => subclass?.endsWith('Parameter'));
  const rowOf = (tensor: Tensor, i: number) => ({
    ...(tensorRow(tensor, dict[i][1]) as object),
    grad: false,
    parameter: undefined,
  });
  const { name } = module.cls as PyGlobal;
  return {
    module: name,
    state: { dict: parameters.map((tensor, i) => [dict[i][0], JSON.parse(JSON.stringify(rowOf(tensor, i)))]) },
  };
}

function entries(pairs: [unknown, unknown][], row: Record<string, unknown>): unknown {
  const expected = (row.dict ?? []) as [unknown, unknown][];
  return { dict: pairs.map(([key, item], i) => [plain(key, expected[i]?.[0]), plain(item, expected[i]?.[1])]) };
}

const MODELS: LoadOptions[] = [{}, { exact: true }];

describe.each(ENGINES)('%s', (engine) => {
  for (const row of rows) {
    test(`torch ${row.torch}, ${row.form}: ${row.case}`, async () => {
      for (const model of MODELS) {
        const options = { ...model, engine };
        const isFile = row.form === 'zip' || row.form === 'legacy';
        const read = async (bytes: Uint8Array) =>
          isFile ? loadTorch(bytes, options) : loads(bytes, { ...options, registry });
        const value = await read(bytesOf(row));
        expect(plain(value, row.value)).toEqual(row.value);
        expect(repr(value)).not.toContain('[object');
        // What is written is read again as the same.
        const again = loads(dumps(value), { ...options, registry });
        expect(plain(again, row.value)).toEqual(row.value);
      }
    });
  }
});
