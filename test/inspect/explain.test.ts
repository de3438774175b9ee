/** What is told of bytes that are no pickle. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { explain } from '../../src/index.js';
import { formatOf } from '../../src/inspect/explain.js';
import { bytes, pickleOf, pickletoolsRows } from './vectors.js';

const PICKLE = '\x80\x04\x95\x05\0\0\0\0\0\0\0\x8c\x01a\x94.';
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

const FILES: readonly [name: string, data: string, expected: RegExp][] = [
  ['gzip', '\x1f\x8b\x08\0', /gzip/],
  ['zlib', 'x\x9c\x4b', /zlib/],
  ['bzip2', 'BZh91AY&SY', /bzip2/],
  ['xz', '\xfd7zXZ\0', /xz/],
  ['zstd', '(\xb5/\xfd', /zstd/],
  ['lz4', '\x04"M\x18', /lz4/],
  ['zip', `PK\x03\x04${'\0'.repeat(26)}a.txt`, /zip archive/],
  ['.npz', `PK\x03\x04${'\0'.repeat(26)}arr_0.npy`, /npz/],
  ['.pt', `PK\x03\x04${'\0'.repeat(26)}archive/data.pkl`, /PyTorch/],
  ['.npy', '\x93NUMPY\x01\0', /npy/],
  ['tar', `a.txt${'\0'.repeat(252)}ustar\x0000`, /tar archive/],
  ['MATLAB', 'MATLAB 5.0 MAT-file, Platform: GLNXA64', /MATLAB/],
  ['GGUF', 'GGUF\x03\0\0\0', /GGUF/],
  ['PNG', '\x89PNG\r\n\x1a\n', /picture/],
  ['Feather', 'FEA1\0\0', /Feather/],
  ['lzma', '\x5d\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0', /lzma/],
  ['HDF5', '\x89HDF\r\n\x1a\n', /HDF5/],
  ['Parquet', 'PAR1\x15\x04', /Parquet/],
  ['SQLite', 'SQLite format 3\0', /SQLite/],
  ['safetensors', '\x40\0\0\0\0\0\0\0{"__metadata__":', /safetensors/],
  ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\n', /Git LFS/],
  ['HTML', '\n<!DOCTYPE html><html>', /web page/],
  ['JSON', '{"a": 1}', /JSON/],
  ['base64', base64(PICKLE), /base64/],
  ['base64 in lines', base64(PICKLE.padEnd(100)).replace(/.{60}/g, '$&\n'), /base64/],
  ['a data URL', `data:application/octet-stream;base64,${base64(PICKLE)}`, /base64/],
  ['base64 of protocol 0', base64("(dp0\nS'a'\nI1\ns."), /base64/],
  ['base64 of a list', base64('(lp0\nI1\na.'), /base64/],
  ['base64 of a class', base64('ccopy_reg\n_reconstructor\n'), /base64/],
  ['hex', '8004950500\n', /hexadecimal/],
  ['a repr', String.raw`b'\x80\x04\x95'`, /repr/],
  ['Latin-1 saved as UTF-8', '\xc2\x80\x04\xc2\x95', /UTF-8/],
  ['read as UTF-8', '\xef\xbf\xbd\x04\xef\xbf\xbd', /lost/],
  ['a byte order mark', `\xef\xbb\xbf${PICKLE}`, /byte order mark/],
  ['UTF-16', '\xff\xfe\x80\0', /UTF-16/],
  ['a length in front', `\0\0\0\x10${PICKLE}`, /four bytes/],
  ['a long length in front', `\x10\0\0\0\0\0\0\0${PICKLE}`, /eight bytes/],
];

test.each(FILES)('%s', (_name, data, expected) => {
  expect(explain(bytes(data))).toMatch(expected);
  expect(formatOf(bytes(data))).toMatch(expected);
});

describe('damaged pickles', () => {
  test('a length that is an opcode', () =>
    expect(explain(bytes(`\x5d\0\0\0\0\0\0\0${PICKLE}`))).toMatch(/eight bytes/));
  test('text mode', () => expect(explain(bytes("(dp0\r\nS'a'\r\np1\r\nI1\r\ns.\r\n"))).toMatch(/text mode/));
  test('joblib', () =>
    expect(explain(bytes('\x80\x04cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}b\0\0\0'))).toMatch(/joblib/));
  test('nothing is made up', () => {
    for (const data of [
      '',
      'hello world',
      PICKLE,
      '\x80\x04N',
      '(dp0\n',
      'id,name\r\n1,2\r\n',
      'Content-Type: text\r\n\r\n',
      '\xa7\r\r\n',
      'KGRw.',
    ])
      expect(explain(bytes(data))).toBeUndefined();
    expect(explain(gzipSync('x'))).toBeDefined();
  });
});

test('no pickle is taken for something else', () => {
  let compared = 0;
  for (const row of pickletoolsRows) {
    if (row.error !== undefined || row.pickle === undefined) continue;
    expect(formatOf(pickleOf(row)), row.name).toBeUndefined();
    compared++;
  }
  expect(compared).toBeGreaterThan(100);
});
