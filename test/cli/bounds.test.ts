/** What a file may cost, whom a problem blames, and what is told of files that are no pickles. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { dumps } from '../../src/index.js';
import { folder, main, orders, pickle, run, write } from './run.js';

describe('input that has no end', () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000), { level: 9 });
  test('a gzip bomb is an error at --max-size', () => {
    const { status, stderr } = run(['show', '--max-size', '10M', '-'], { input: bomb });
    expect(stderr).toBe(
      'pickle-wasm: <stdin>: is longer than 10 MiB when it is read to its end and unpacked; --max-size allows more\n',
    );
    expect(status).toBe(1);
  });
  test.runIf(existsSync('/dev/zero'))('so is a device, in all commands', () => {
    for (const command of ['show', 'json', 'dis', 'globals']) {
      const { status, stderr } = run([command, '--max-size', '5M', '/dev/zero']);
      expect(stderr, command).toMatch(/^pickle-wasm: \/dev\/zero: is longer than 5 MiB .*\n$/);
      expect(status).toBe(1);
    }
  });
  test('so is JSON text that holds its parts again and again', () => {
    const laughs = run(['json', '--max-size', '1M', '-'], {
      input: pickle(`\x80\x04N\x94${'0h\0h\0\x86q\0'.repeat(40)}.`),
    });
    expect(laughs.stderr).toBe(
      'pickle-wasm: <stdin>: the JSON text is longer than 1048576 characters; --max-size allows more\n',
    );
    expect(laughs.status).toBe(1);
    expect(laughs.stdout.length).toBeLessThanOrEqual(2 ** 20);
  });
  test('what fits is read, to the byte', () => {
    const data = gzipSync(dumps('x'.repeat(1000)));
    expect(run(['json', '--max-size', 'all', '-'], { input: data }).status).toBe(0);
    expect(run(['json', '--max-size', '1K', '-'], { input: data }).status).toBe(0);
    expect(run(['json', '--max-size', '900', '-'], { input: data }).status).toBe(1);
    expect(run(['json', '--max-size', 'much', '-'], { input: data }).status).toBe(2);
  });
});

describe('who is to blame', () => {
  test('a file without a command is shown', () => {
    expect(run([orders]).stdout).toBe(run(['show', orders]).stdout);
    expect(run(['--max', '1', orders]).status).toBe(2);
    expect(run(['shwo', orders])).toMatchObject({ status: 2, stderr: /unknown command/ });
  });
  test('an output that cannot be written, not the input', () => {
    mkdirSync(join(folder, 'directory'), { recursive: true });
    for (const target of ['directory', join('nowhere', 'x')]) {
      const { status, stderr } = run(['optimize', orders, '-o', target]);
      expect(stderr).toMatch(new RegExp(`^pickle-wasm: ${target}: .*\\n$`));
      expect(status).toBe(2);
    }
  });
  test('the option -e', () => {
    const { status, stderr } = run(['show', '-e', 'foo', '-'], { input: pickle('U\x01a.') });
    expect(stderr).toMatch(/-e \(--encoding\)/);
    expect(status).toBe(2);
  });
  test.runIf(existsSync('/dev/full'))('a disk that is full', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" show "${orders}" > /dev/full`], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('pickle-wasm: <stdout>: no space left on the device\n');
    expect(status).toBe(2);
  });
});

describe('files that are no pickles', () => {
  test('are told by their content', () => {
    for (const [data, what] of [
      ['\x93NUMPY\x01\0v\0', /^pickle-wasm: <stdin>: npy file: it ends within its header\n$/],
      ['\x89HDF\r\n\x1a\n', /^pickle-wasm: <stdin>: is an HDF5 file/],
      ['PAR1\x15\x04', /Parquet/],
      ['SQLite format 3\0', /SQLite/],
      ['<!DOCTYPE html>', /web page/],
      ['gASVBQAAAAAAAACMAWGULg==\n', /base64/],
      ['(dp0\r\nS"a"\r\np1\r\nI1\r\ns.', /text mode/],
      ['hello world', /do not look like a pickle\) \(offset 0, BINGET\)\n$/],
    ] as const) {
      expect(run(['show', '-'], { input: pickle(data) })).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(what),
      });
    }
  });
  test('pickles of one Pickler ask for --memo', () => {
    const data = pickle('\x80\x04\x8c\x01a\x94.\x80\x04h\0.');
    expect(run(['json', '-'], { input: data })).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/give --memo/),
    });
    expect(run(['json', '--memo', '-'], { input: data })).toMatchObject({ status: 0, stdout: '"a"\n"a"\n' });
  });
});

test('names of files, fields and attributes do not steer the terminal', () => {
  const name = write('a\x1b[31m\u202eb', pickle('\x80\x04ctypes\nSimpleNamespace\n)R}X\x04\0\0\0\x1b[2ANsb.'));
  for (const args of [['show'], ['show', '--repr'], ['json'], ['globals'], ['dis']]) {
    const { stdout, stderr } = run([...args, name, name, 'no\x1bfile']);
    expect(/[\p{C}\p{Zl}\p{Zp}]/u.exec((stdout + stderr).replaceAll('\n', ''))?.[0], args.join(' ')).toBeUndefined();
  }
});

test('the attributes of an OrderedDict are shown', () => {
  const data = pickle('\x80\x04ccollections\nOrderedDict\n)R(X\x01\0\0\0aK\x01u}X\x09\0\0\0_metadataK\x05sb.');
  expect(run(['show', '-'], { input: data }).stdout).toBe(
    `OrderedDict · 1 item, 1 attribute\n├─ ._metadata = 5\n└─ 'a': 1\n`,
  );
});
