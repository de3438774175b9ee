/** Where bytes come from, and what happens when they are not there. */
import { spawn } from 'node:child_process';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { dumps } from '../../src/index.js';
import { refused } from '../helpers/vectors.js';
import { folder, main, orders, pickle, run, write } from './run.js';

const base64 = (text: string): Uint8Array => Buffer.from(text, 'base64');

/** `{'a': [1, 2.5], 'b': 'text'}`, packed by Python's bz2 and lzma. */
const BZIP2 = base64(
  'QlpoOTFBWSZTWQ226+wAABDX4HwACEFAiAACMgAGQkAEBgAgADFABiNNNGg1J6ZTJtTamR4oaEKYcEME8yH8VjIOzQkb96qf0wsr+LuSKcKEgG23X2A=',
);
const XZ = base64(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAtACpdAEABDm+UOCjC9PZ8cDwKk/3TyUSDVcMYhPNHLMvsaG7XL3PrxIvtP6kAAAAAAPgVAY0o/FymAAFGLmdQc1oftvN9AQAAAAAEWVo=',
);
/** `1` and `'two'`, each a pickle and a compressed stream of its own; the xz file is padded. */
const BZIP2_TWO = base64(
  'QlpoOTFBWSZTWcW9aZ0AAAJUQCQAAAEACEAAIAAhhoGaA1NxdyRThQkMW9aZ0EJaaDkxQVkmU1mTKgSTAAAGUeBMgAABAACEgEAEBgAgACKYAeoQNA0GT+JgFGqHC7kinChISZUCSYA=',
);
const XZ_TWO = base64(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAEgARLAS4AAAAAWDWUyr4ElT8AAR0FuC2Arx+2830BAAAAAARZWv03elhaAAAE5ta0RgIAIQEWAAAAdC/lowEAEYAElQcAAAAAAAAAjAN0d2+ULgAAAOCjvskWmYSAAAEqEksIVLwftvN9AQAAAAAEWVoAAAAA',
);

const value = { a: [1, 2.5], b: 'text' };
const packed: Record<string, Uint8Array> = {
  plain: dumps(value),
  gzip: gzipSync(dumps(value)),
  zlib: deflateSync(dumps(value)),
  'zlib level 1': deflateSync(dumps(value), { level: 1 }),
  bzip2: BZIP2,
  xz: XZ,
};

describe('files', () => {
  test.each(Object.keys(packed))('%s, from a file and from stdin', (name) => {
    const file = write('packed', packed[name]);
    for (const result of [run(['json', file]), run(['json', '-'], { input: packed[name] })]) {
      expect(result).toEqual({ status: 0, stdout: `${JSON.stringify(value)}\n`, stderr: '' });
    }
  });

  test('several streams in one packed file', () => {
    const gzip = Buffer.concat([gzipSync(dumps(1)), gzipSync(dumps('two'))]);
    for (const data of [gzip, BZIP2_TWO, XZ_TWO]) {
      expect(run(['json', '-'], { input: data })).toEqual({ status: 0, stdout: '1\n"two"\n', stderr: '' });
    }
  });

  test.each(['gzip', 'zlib', 'bzip2', 'xz'])('%s cut anywhere is an error in one line', (name) => {
    const data = packed[name];
    const files = [12, 20, data.length >> 1, data.length - 9].map((length) =>
      write(`cut-${length}`, data.subarray(0, length)),
    );
    const { stderr, status } = run(['show', ...files]);
    expect(status).toBe(1);
    const lines = stderr.trim().split('\n');
    expect(lines).toHaveLength(files.length);
    lines.forEach((line, i) => {
      expect(line).toBe(`pickle-wasm: ${files[i]}: the ${name} data are damaged or cut off: unexpected end of file`);
    });
  });

  test('what could be unpacked of a cut file is worked on', () => {
    const data = Buffer.concat([pickle('cos\nsystem\n'), Buffer.alloc(500_000, 'N')]);
    const { stdout, status } = run(['globals', '-'], { input: gzipSync(data).subarray(0, 300) });
    expect([status, stdout]).toEqual([1, '       0  GLOBAL        os.system\n']);
  });

  test('several pickles, several files', () => {
    const two = write('two', Buffer.concat([dumps(1), dumps([2])]));
    const one = write('one', dumps('x'));
    expect(run(['show', two]).stdout).toBe('1\n--- pickle 2 ---\n[2]\n');
    expect(run(['show', two, one]).stdout).toBe("==> two <==\n1\n--- pickle 2 ---\n[2]\n\n==> one <==\n'x'\n");
    expect(run(['json', two, one]).stdout).toBe('1\n[2]\n"x"\n');
    expect(run(['show', '-'], { input: Buffer.concat([dumps(1), pickle('\x80\x04K')]) })).toMatchObject({
      status: 1,
      stdout: '1\n',
    });
  });

  test('a file that is not there is 2, and the others are read', () => {
    const one = write('one', dumps('x'));
    expect(run(['json', 'nowhere.pkl', one])).toEqual({
      status: 2,
      stdout: '"x"\n',
      stderr: 'pickle-wasm: nowhere.pkl: no such file or directory\n',
    });
    expect(run(['json', '.'])).toMatchObject({ status: 2, stderr: 'pickle-wasm: .: is a directory\n' });
    expect(run(['optimize', one, '-o', 'no/such/folder'])).toMatchObject({ status: 2 });
  });

  test('empty files and other formats say what they are', () => {
    expect(run(['show', '-']).stderr).toBe('pickle-wasm: <stdin>: is empty: there is no pickle\n');
    expect(run(['show', '-'], { input: gzipSync('') }).stderr).toBe(
      'pickle-wasm: <stdin>: is empty: there is no pickle\n',
    );
    expect(run(['show', '-'], { input: pickle('PK\x03\x04\x14\x00') })).toMatchObject({
      status: 1,
      stderr: /zip archive/,
    });
    expect(run(['show', '-'], { input: pickle('(\xb5/\xfd') })).toMatchObject({ status: 1, stderr: /zstd/ });
  });

  test('every bad vector is one line with the name of the file', () => {
    const rows = refused().filter(({ options, data }) => Object.keys(options).length === 0 && data.length > 0);
    const files = rows.map((row, i) => write(`bad-${i}.pkl`, row.data));
    for (const command of ['show', 'json', 'globals', 'dis']) {
      const { stderr, status } = run([command, ...files]);
      expect(status).toBe(1);
      const lines = stderr.trim().split('\n');
      for (const line of lines) expect(line).toMatch(/^pickle-wasm: bad-\d+\.pkl: \S.*$/);
      if (command === 'show') expect(lines).toHaveLength(files.length);
      expect(stderr).not.toMatch(/TypeError|RangeError|at .*main\.js/);
    }
  });
});

describe('the command line', () => {
  const COMMANDS = ['show', 'json', 'dis', 'optimize', 'globals', 'convert'];

  test('--help, with examples, of everything', () => {
    for (const args of [[], ...COMMANDS.map((command) => [command])]) {
      const { status, stdout, stderr } = run([...args, '--help']);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^Usage: pickle-wasm/);
      expect(stdout).toContain('Examples:\n  $ ');
    }
    for (const command of COMMANDS) expect(run(['--help']).stdout).toContain(`  ${command} `);
    expect(run(['help', 'json']).stdout).toBe(run(['json', '--help']).stdout);
    expect(run(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  test.each([
    [[]],
    [['nonsense', 'file']],
    [['show']],
    [['show', '--nonsense', orders]],
    [['show', '--depth', 'x', orders]],
    [['optimize', orders]],
    [['convert', orders, '-o', 'out']],
    [['convert', '-p', '6', orders, '-o', 'out']],
  ])('%j is 2, and says so on stderr', (args) => {
    const { status, stdout, stderr } = run(args as string[]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  });

  test('colours: not in pipes, but with FORCE_COLOR, and never with NO_COLOR', () => {
    const colored = (env: Record<string, string>): boolean => run(['show', orders], { env }).stdout.includes('\x1b[');
    expect(colored({})).toBe(false);
    expect(colored({ CI: 'true' })).toBe(false);
    expect(colored({ FORCE_COLOR: '1' })).toBe(true);
    expect(colored({ FORCE_COLOR: '0' })).toBe(false);
    expect(colored({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    const { stdout } = run(['show', orders], { env: { FORCE_COLOR: '1' } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
    expect(stdout.replace(/\x1b\[\d+m/g, '')).toBe(run(['show', orders]).stdout);
  });

  test('a reader that leaves is no error', async () => {
    const file = write('long.pkl', dumps(Array.from({ length: 300_000 }, (_, i) => `line ${i}`)));
    for (const args of [['json'], ['dis'], ['show', '--max', 'all'], ['show', '--repr']]) {
      const child = spawn(process.execPath, [main, ...args, file], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
      let stderr = '';
      child.stderr.on('data', (text) => {
        stderr += text;
      });
      child.stdout.once('data', () => child.stdout.destroy());
      const status = await new Promise((resolve) => child.on('close', resolve));
      expect([status, stderr], args.join(' ')).toEqual([0, '']);
    }
  });
});
