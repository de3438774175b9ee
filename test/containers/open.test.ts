/** `open`: what a file is, told by its content, packed or not. */
import { readFileSync } from 'node:fs';
import { deflateSync, gzipSync, inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { DataFrame, dumps, NDArray, open, PickleError, Tensor, UnpicklingError } from '../../src/all.js';
import { zipOf } from '../helpers/zip.js';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as Record<string, string>[];
const inflated = (text: string) => new Uint8Array(inflateRawSync(Buffer.from(text, 'base64')));
const gallery = (name: string) => new Uint8Array(readFileSync(new URL(`../../docs/gallery/${name}`, import.meta.url)));

const torchFile = (form: string) =>
  inflated(read('torch').find((row) => row.case === 'float32' && row.form === form)?.bytes as string);
const npz = Buffer.from(read('npy').find(({ kind }) => kind === 'npz')?.file as string, 'base64');
const npy = Buffer.from(read('npy').find(({ kind }) => kind === 'npy')?.file as string, 'base64');

it.each<[name: string, kind: string, bytes: () => Uint8Array, compression?: string]>([
  ['a pickle', 'pickle', () => dumps({ a: 1 })],
  ['a DataFrame', 'pickle', () => gallery('prices.pkl')],
  ['a DataFrame by gzip', 'pickle', () => gzipSync(gallery('prices.pkl')), 'gzip'],
  ['a DataFrame by zlib', 'pickle', () => deflateSync(gallery('prices.pkl')), 'zlib'],
  [
    'a DataFrame by zip',
    'pickle',
    () => zipOf([{ name: 'prices.pkl', data: gallery('prices.pkl'), deflate: true }]),
    'zip',
  ],
  ['a text with the name of a class of joblib', 'pickle', () => dumps('NumpyArrayWrappe')],
  ['a file of joblib', 'joblib', () => gallery('model.joblib')],
  ['a file of joblib by gzip', 'joblib', () => gallery('model.joblib.gz'), 'gzip'],
  ['a file of PyTorch', 'torch', () => torchFile('zip')],
  ['an old file of PyTorch', 'torch', () => torchFile('legacy')],
  ['an .npy file', 'npy', () => npy],
  ['an .npz file', 'npz', () => npz],
])('%s is of kind %s', async (name, kind, bytes, compression) => {
  for (const source of [bytes(), new Blob([bytes() as Uint8Array<ArrayBuffer>])]) {
    const opened = await open(source);
    expect(opened.kind).toBe(kind);
    expect(opened.compression).toBe(compression);
    if (name.includes('DataFrame')) expect(opened.value).toBeInstanceOf(DataFrame);
    if (kind === 'npy') expect(opened.value).toBeInstanceOf(NDArray);
    if (kind === 'torch') expect(opened.value).toBeInstanceOf(Tensor);
  }
});

it('bytes that are nothing of these are an error', async () => {
  const packed = gzipSync(gzipSync(gzipSync(dumps(1))));
  const wrong: [Uint8Array, RegExp][] = [
    [new Uint8Array(0), /./],
    [Buffer.from('hello world'), /./],
    [
      zipOf([
        { name: 'a.txt', data: Buffer.from('a') },
        { name: 'b.txt', data: Buffer.from('b') },
      ]),
      /neither PyTorch nor NumPy/,
    ],
    [zipOf([{ name: 'a.txt', data: Buffer.from('a') }]), /./],
    [packed, /packed more than 2 times/],
    [Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), Buffer.alloc(9)]), /zstd/],
  ];
  for (const [bytes, message] of wrong) {
    await expect(open(bytes)).rejects.toBeInstanceOf(UnpicklingError);
    await expect(open(bytes)).rejects.toThrow(message);
  }
  await expect(open(3 as never)).rejects.toBeInstanceOf(PickleError);
});
