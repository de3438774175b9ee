/** What the commands make of files of PyTorch, NumPy and joblib: those of docs/gallery/, and those of the vectors. */
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { gzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { dumps } from '../../src/index.js';
import { zipOf } from '../helpers/zip.js';
import { orders, pickle, run, write } from './run.js';

const gallery = (name: string) => new Uint8Array(readFileSync(new URL(`../../docs/gallery/${name}`, import.meta.url)));
const rowsOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as Record<string, string>[];

const checkpoint = write('checkpoint.pt', gallery('checkpoint.pt'));
const model = write('model.joblib', gallery('model.joblib'));

const torchRows = rowsOf('torch').filter(({ form }) => form === 'zip' || form === 'legacy');
const torchFile = (name: string, form: string) =>
  inflateRawSync(
    Buffer.from(torchRows.find((row) => row.case === name && row.form === form)?.bytes as string, 'base64'),
  );
const npyRows = rowsOf('npy');
const npyFile = (name: string) => Buffer.from(npyRows.find((row) => row.name === name)?.file as string, 'base64');

/** What `show` writes for a value. */
const shown = (data: Uint8Array, ...options: string[]): string =>
  run(['show', ...options, '-'], { input: data }).stdout;

describe('PyTorch', () => {
  const lines = [
    'dict · 3 items',
    "├─ 'epoch': 7",
    "├─ 'model': OrderedDict · 2 items, 1 attribute",
    '│  ├─ ._metadata = OrderedDict · 1 item',
    "│  │  └─ '': {'version': 1}",
    "│  ├─ 'weight': Tensor float32 (2, 3) · 24 bytes",
    "│  └─ 'bias': Tensor float32 (2,) · 8 bytes",
    "└─ 'half': Tensor bfloat16 (2,) · 4 bytes",
    '',
  ];

  test('show lists tensors with dtype, shape and the size of their storage', () => {
    const expected = { status: 0, stdout: lines.join('\n'), stderr: '' };
    expect(run(['show', checkpoint])).toEqual(expected);
    expect(run(['show', '-'], { input: gallery('checkpoint.pt') })).toEqual(expected);
    expect(run(['show', write('checkpoint.pt.gz', gzipSync(gallery('checkpoint.pt')))])).toEqual(expected);
    expect(shown(torchFile('views', 'legacy'))).toContain(' · in a storage of ');
    for (const line of run(['show', checkpoint], { env: { COLUMNS: '30' } }).stdout.split('\n'))
      expect(line.length).toBeLessThanOrEqual(30);
  });

  test('show reads no storage of a file: their bytes may be wrong', () => {
    const damaged = gallery('checkpoint.pt');
    const value = new Uint8Array(new Float32Array([1.5]).buffer).subarray(2);
    // 1.5 in bfloat16 is the start of the last storage.
    const at = Buffer.from(damaged).lastIndexOf(Buffer.from([...value, 0x00, 0xc0]));
    expect(at).toBeGreaterThan(0);
    damaged[at] ^= 1;
    const file = write('damaged.pt', damaged);
    expect(run(['show', file])).toEqual({ status: 0, stdout: lines.join('\n'), stderr: '' });
    expect(run(['json', file])).toMatchObject({ status: 1, stdout: '' });
    expect(run(['json', file]).stderr).toMatch(/^pickle-wasm: damaged\.pt: .*the CRC of "[^"]*data\/2" is wrong.*\n$/);
  });

  test('json writes the items', () => {
    const { status, stdout, stderr } = run(['json', checkpoint]);
    expect([status, stderr]).toEqual([0, '']);
    const value = JSON.parse(stdout);
    expect(value.half).toEqual({ dtype: 'bfloat16', shape: [2], data: [1.5, -2] });
    expect(value.model.__entries__.weight).toMatchObject({
      dtype: 'float32',
      shape: [2, 3],
      data: [{ length: 3 }, { length: 3 }],
    });
    expect(run(['json', '-'], { input: gallery('checkpoint.pt') }).stdout).toBe(stdout);
  });

  test('globals lists what data.pkl and the pickles of the older format name', () => {
    const { status, stdout, stderr } = run(['globals', checkpoint]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').map((line) => line.trim().split(/ +/).at(-1))).toEqual([
      'collections.OrderedDict',
      'torch._utils._rebuild_tensor_v2',
      'torch.FloatStorage',
      'torch.BFloat16Storage',
      '',
    ]);
    const legacy = write('legacy.pt', torchFile('float32', 'legacy'));
    expect(run(['globals', legacy])).toMatchObject({ status: 0, stderr: '' });
    expect(run(['globals', legacy]).stdout).toMatch(/torch\._utils\._rebuild_tensor_v2\n.*torch\.FloatStorage\n/);
    // A storage in front of which something hides.
    const hidden = zipOf([
      { name: 'archive/data.pkl', data: dumps(1) },
      { name: 'archive/other.pkl', data: pickle('cos\nsystem\n.') },
    ]);
    expect(run(['globals', '-'], { input: hidden }).stdout).toBe(
      '--- archive/data.pkl ---\n--- archive/other.pkl ---\n       0  GLOBAL        os.system\n',
    );
  });

  test('every file of the vectors', () => {
    const files = torchRows.map((row, i) => write(`torch-${i}.pt`, inflateRawSync(Buffer.from(row.bytes, 'base64'))));
    for (const command of ['show', 'json', 'globals']) {
      const { status, stdout, stderr } = run([command, ...files]);
      expect([status, stderr.replaceAll(/^.*warning: .*\n/gm, '')]).toEqual([0, '']);
      if (command !== 'json') continue;
      const lines = stdout.trim().split('\n');
      expect(lines).toHaveLength(files.length);
      for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    }
  });
});

describe('NumPy', () => {
  const npz = npyFile('numpy2: npz');
  const lines = [
    'npz · 4 arrays',
    "├─ 'a': ndarray int64 (5,): 0, 1, 2, 3, 4",
    "├─ 'b': ndarray float32 (2, 2): 1.0, 1.0, 1.0, 1.0",
    "├─ 'objects': ndarray object (2,)",
    '│  ├─ [0] 1',
    "│  └─ [1] 'x'",
    "└─ 'deep/er': ndarray int64 (): 3",
    '',
  ];

  test.each(['npz', 'npz compressed'])('show and json of an archive of arrays: %s', (name) => {
    const file = write('data.npz', npyFile(`numpy2: ${name}`));
    expect(run(['show', file])).toEqual({ status: 0, stdout: lines.join('\n'), stderr: '' });
    expect(run(['show', '--max', '1', file]).stdout.split('\n')).toEqual([lines[0], lines[1], '└─ … 3 more', '']);
    expect(JSON.parse(run(['json', file]).stdout)).toEqual({
      a: { dtype: 'int64', shape: [5], data: [0, 1, 2, 3, 4] },
      b: {
        dtype: 'float32',
        shape: [2, 2],
        data: [
          [1, 1],
          [1, 1],
        ],
      },
      objects: { dtype: 'object', shape: [2], data: [1, 'x'] },
      'deep/er': { dtype: 'int64', shape: [], data: 3 },
    });
    expect(run(['globals', file]).stdout).toMatch(/_reconstruct\n.*numpy\.ndarray\n.*numpy\.dtype\n$/);
  });

  test('of a large array in an archive nothing but its header is read', () => {
    const shape = '(400, 1000)';
    const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117, ' ');
    const data = Buffer.concat([pickle(`\x93NUMPY\x01\0\x76\0${header}\n`), Buffer.alloc(400 * 1000 * 8)]);
    // The CRC would be found to be wrong.
    const file = write('large.npz', zipOf([{ name: 'x.npy', data, crc: 1 }]));
    expect(run(['show', file])).toEqual({
      status: 0,
      stdout: "npz · 1 array\n└─ 'x': ndarray float64 (400, 1000) · 3.2 MB\n",
      stderr: '',
    });
    expect(run(['json', file]).stderr).toMatch(/CRC/);
  });

  test('every .npy file of the vectors', () => {
    expect(shown(npyFile('numpy2: 2x3 <i4'))).toMatch(/^ndarray int32 \(2, 3\): (-?\d+, ){5}-?\d+\n$/);
    const files = npyRows.map((row, i) => write(`${i}.${row.kind}`, Buffer.from(row.file, 'base64')));
    for (const command of ['show', 'json', 'globals']) {
      const { status, stderr } = run([command, ...files]);
      expect([status, stderr.replaceAll(/^.*warning: .*\n/gm, '')]).toEqual([0, '']);
    }
  });

  test('a damaged archive is one line', () => {
    const result = run(['show', '-'], { input: npz.subarray(0, 200) });
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^pickle-wasm: <stdin>: zip archive: .*\n$/);
    const cut = run(['show', '-'], { input: gzipSync(npz).subarray(0, 300) });
    expect(cut.stderr).toBe('pickle-wasm: <stdin>: the gzip data are damaged or cut off: unexpected end of file\n');
  });
});

describe('joblib', () => {
  test('show, json and globals', () => {
    for (const file of [model, write('model.joblib.gz', gallery('model.joblib.gz'))]) {
      expect(run(['show', file])).toEqual({
        status: 0,
        stdout:
          "dict · 2 items\n├─ 'weights': ndarray float64 (2, 3): 0.0, 1.0, 2.0, 3.0, 4.0, 5.0\n└─ 'names': ['a', 'b', 'c']\n",
        stderr: '',
      });
      expect(JSON.parse(run(['json', file]).stdout).weights.data[1]).toEqual([3, 4, 5]);
      const { stdout, status, stderr } = run(['globals', file]);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^.*joblib\.numpy_pickle\.NumpyArrayWrapper\n.*numpy\.ndarray\n.*numpy\.dtype\n$/);
    }
  });

  test('globals has the offsets of the file, and what arrays of objects name', () => {
    const row = rowsOf('joblib').find((candidate) => candidate.case === 'objects') as Record<string, string>;
    const data = Buffer.from(row.file, 'base64');
    const { stdout, status } = run(['globals', '-'], { input: data });
    expect(status).toBe(0);
    expect(stdout).toContain('_reconstruct');
    for (const line of stdout.trim().split('\n')) {
      const [offset, opcode] = line.trim().split(/ +/);
      expect(data[Number(offset)]).toBe({ GLOBAL: 0x63, STACK_GLOBAL: 0x93 }[opcode]);
    }
  });

  test('every file of the vectors that the command line unpacks', () => {
    const rows = rowsOf('joblib').filter(({ compress }) => !/^lz(ma|4)$/.test(compress));
    const files = rows.map((row, i) => write(`joblib-${i}`, Buffer.from(row.file, 'base64')));
    for (const command of ['show', 'json', 'globals']) {
      const { status, stderr } = run([command, ...files]);
      expect([status, stderr.replaceAll(/^.*warning: .*\n/gm, '')]).toEqual([0, '']);
    }
  });
});

test('a pickle in a zip archive, and archives of other things', () => {
  const packed = zipOf([{ name: 'orders.pkl', data: new Uint8Array(readFileSync(orders)), deflate: true }]);
  expect(shown(packed)).toBe(run(['show', orders]).stdout);
  expect(run(['globals', '-'], { input: packed }).stdout).toBe(run(['globals', orders]).stdout);
  const others = zipOf(['a.txt', 'b.txt'].map((name) => ({ name, data: Buffer.from(name) })));
  for (const command of ['show', 'json', 'globals']) {
    expect(run([command, '-'], { input: others })).toEqual({
      status: 1,
      stdout: '',
      stderr: 'pickle-wasm: <stdin>: a zip archive of 2 files that neither PyTorch nor NumPy wrote: a.txt, b.txt\n',
    });
  }
});

test('commands that work on pickles alone say which ones read the file', () => {
  for (const args of [['dis'], ['optimize', '-o', 'out'], ['convert', '-p', '2', '-o', 'out']]) {
    expect(run([...args, checkpoint])).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'pickle-wasm: checkpoint.pt: is a PyTorch file (a zip archive), not a pickle; show, json and globals read it\n',
    });
  }
  expect(run(['convert', '-p', '2', '-o', 'out', model]).stderr).toMatch(
    /was written by joblib.*; show, json and globals read it\n$/,
  );
});
