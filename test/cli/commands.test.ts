/** Each command, on committed vectors and handmade pickles. */
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dis, dumps, globalsOf, loadAll, loads, optimize, PickleBuffer, repr } from '../../src/index.js';
import { valueRows } from '../helpers/vectors.js';
import { orders, pickle, read, run, write } from './run.js';

/** The newest pickle of a value of the vectors. */
function vector(group: string, name: string): Uint8Array {
  const row = valueRows(group).find((candidate) => candidate.name === name && candidate.pickles.at(-1)?.protocol === 5);
  return row?.pickles.at(-1)?.data as Uint8Array;
}

/** What `show` writes for a value. */
const shown = (data: Uint8Array, ...options: string[]): string =>
  run(['show', ...options, '-'], { input: data }).stdout;
/** What `json` writes for a value. */
const jsonOf = (data: Uint8Array, ...options: string[]): string =>
  run(['json', ...options, '-'], { input: data }).stdout;

describe('show', () => {
  test('a tree of everyday values', () => {
    const { status, stdout, stderr } = run(['show', '--max', '2', orders]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'dict · 11 items',
      "├─ 'shop': 'Kaffee & Tee ☕'",
      "├─ 'exported': datetime.datetime(2024, 8, 1, 0, 15, 30, 250000, tzinfo=datetime.timezone(datetime.timedelta(seconds=7200), 'CEST'))",
      '└─ … 9 more',
    ]);
  });

  test('instances with attributes, arguments, items, calls and persistent ids', () => {
    expect(shown(vector('instances', 'instance'))).toBe('vector_classes.Plain object\n└─ .a = 1\n');
    expect(shown(vector('instances', 'slots and dict'))).toBe(
      'vector_classes.SlotsAndDict object\n├─ .extra = 2\n└─ .a = 1\n',
    );
    expect(shown(vector('instances', 'list subclass with attributes'))).toBe(
      'vector_classes.MyList object\n├─ .a = 1\n└─ [0] 1\n',
    );
    expect(shown(vector('instances', 'new arguments by keyword'))).toBe(
      "vector_classes.NewArgsEx object\n├─ arg 0 1\n├─ key=[2]\n└─ .given = tuple · 2 items\n   ├─ [0] (1,)\n   └─ [1] ['key']\n",
    );
    expect(shown(vector('instances', 'enum'))).toBe('vector_classes_py3.Color(1)\n');
    expect(shown(vector('instances', 'persistent id'))).toBe("<persistent id 'id one'>\n");
  });

  test('NumPy arrays with dtype, shape and a few values', () => {
    const text = shown(read('orders.copy'), '--max', '20');
    expect(text).toContain(
      "├─ 'daily totals': ndarray float64 (62,): 1010.51, 1011.76, 1014.26, 1018.01, 1023.01, 1029.26, …\n",
    );
  });

  test('NumPy arrays of every kind in the vectors', () => {
    const rows: { name: string; dtype: string; kind: string; protocol: number; pickle?: string }[] = JSON.parse(
      readFileSync(new URL('../vectors/numpy.json', import.meta.url), 'utf8'),
    );
    const chosen = rows.filter(
      ({ kind, protocol, pickle }) => kind === 'array' && protocol === 4 && typeof pickle === 'string',
    );
    const files = chosen.map((row, i) => write(`array-${i}.pkl`, Buffer.from(row.pickle as string, 'base64')));
    const { stdout, stderr, status } = run(['show', '--depth', '0', ...files]);
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('==>'));
    expect(lines).toHaveLength(chosen.length);
    for (const line of lines)
      expect(line).toMatch(/^(ndarray|numpy\.[\w.]+|[\w.]+) .*\((\d+,|\d+(, \d+)+|)\)(: .*| …)?$/);
    expect(lines).toContain('ndarray >f4 (2, 3): 0.0, -1.5, 1e-05, inf, nan, 1000.25');
    expect(lines).toContain('ndarray >M8[Y] (2, 3): 1970, 1971, 1969, NaT, 11970, 1099511629746');
  });

  test('what comes twice is shown once, cycles end', () => {
    expect(shown(pickle('\x80\x04]\x94h\x00a.'))).toBe('list · 1 item\n└─ [0] list · 1 item (contains this)\n');
    const text = shown(vector('builtins', 'doubled lists'), '--depth', 'all');
    expect(text).toContain('(shown above)');
    expect(text.split('\n').length).toBeLessThan(200);
  });

  test('--depth and --max', () => {
    const data = dumps({ a: [{ b: 1 }, { b: [[2], [{ c: 3 }]] }], d: Array.from({ length: 50 }, (_, i) => i) });
    expect(shown(data, '--depth', '1', '--max', '3')).toBe(
      "dict · 2 items\n├─ 'a': list · 2 items …\n└─ 'd': list · 50 items …\n",
    );
    expect(shown(data, '--max', '1')).toContain('│  └─ … 1 more\n└─ … 1 more\n');
    expect(shown(data, '--depth', 'all')).toContain("{'c': 3}");
  });

  test('long text, bytes and integers are cut', () => {
    expect(shown(dumps(['x'.repeat(5000), new Uint8Array(5000), 10n ** 500n]))).toMatch(
      /'x{120}'… \(5000 characters\)\n.*… \(5000 bytes\)\n.*… \(501 digits\)\n$/,
    );
  });

  test("--repr is Python's", () => {
    const rows = valueRows('builtins').filter(
      (row) => Object.keys(row.options).length === 0 && row.pickles[0].data.length < 5000,
    );
    const files = rows.map((row, i) => write(`row-${i}.pkl`, row.pickles[0].data));
    const { stdout, status } = run(['show', '--repr', ...files]);
    expect(status).toBe(0);
    const expected = rows.map(
      (row, i) => `==> row-${i}.pkl <==\n${repr(loads(row.pickles[0].data, { exact: true }))}\n`,
    );
    expect(stdout.split('\n')).toEqual(expected.join('\n').split('\n'));
  });

  test('Python 2 text needs an encoding', () => {
    const data = pickle('U\x02\xe4\xf6.');
    expect(run(['show', '-'], { input: data }).status).toBe(1);
    expect(shown(data, '--encoding', 'latin1')).toBe("'äö'\n");
    expect(shown(data, '-e', 'bytes')).toBe("b'\\xe4\\xf6'\n");
  });

  test('a hostile name does not reach the terminal', () => {
    const text = shown(pickle('cos\x1b[31m\nsystem\n.'));
    expect(text).not.toContain('\x1b');
    expect(text).toContain('\\x1b[31m');
  });

  test('a million nested lists', () => {
    const count = 1e6;
    const data = Buffer.concat([Buffer.alloc(count, ']'), Buffer.alloc(count - 1, 'a'), Buffer.from('.')]);
    expect(shown(data).split('\n')).toHaveLength(8);
    expect(shown(data, '--repr')).toHaveLength(2 * count + 1);
    expect(jsonOf(data)).toHaveLength(2 * count + 1);
  });
});

describe('json', () => {
  test('the example, as JSON.parse reads it', () => {
    const { stdout, stderr, status } = run(['json', orders]);
    expect([status, stderr, stdout.split('\n').length]).toEqual([0, '', 2]);
    const value = JSON.parse(stdout);
    expect(value.shop).toBe('Kaffee & Tee ☕');
    expect(value.exported).toBe('2024-08-01T00:15:30.250000+02:00');
    expect(value['best customer']).toEqual({
      __class__: 'webshop.Customer',
      number: 7,
      name: 'Ada Nováková',
      city: 'Praha',
      newsletter: true,
    });
    expect(value['daily totals']).toMatchObject({ dtype: 'float64', shape: [62] });
    expect(value['ledger hash']).toBeGreaterThan(1e38);
    expect(stdout).toContain('"ledger hash":126178029036129773022375417858608302507,');
    expect(Buffer.from(value.logo, 'base64').toString('latin1')).toContain('PNG');
  });

  test('--pretty is what JSON.stringify writes', () => {
    const value = { a: [1, 2.5, [], {}, null, true], b: { c: 'text \u{1f680}' } };
    expect(jsonOf(dumps(value), '--pretty')).toBe(`${JSON.stringify(value, null, 2)}\n`);
    expect(jsonOf(dumps(value))).toBe(`${JSON.stringify(value)}\n`);
  });

  test('numbers keep their digits; NaN and infinities are null, with a warning', () => {
    expect(jsonOf(dumps([2n ** 80n, 0.1, 1e300]))).toBe('[1208925819614629174706176,0.1,1e+300]\n');
    expect(jsonOf(pickle('\x80\x04G?\xf0\x00\x00\x00\x00\x00\x00.'))).toBe('1.0\n');
    const { stdout, stderr, status } = run(['json', '-'], { input: dumps([NaN, Infinity, 1]) });
    expect([stdout, status]).toEqual(['[null,null,1]\n', 0]);
    expect(stderr).toBe(
      'pickle-wasm: <stdin>: warning: 2 numbers (NaN or infinite) written as null, which JSON has instead\n',
    );
  });

  test('keys that are not str', () => {
    // {1: 'a', None: 'b', (1, 2): 'c', '1': 'd'}
    expect(jsonOf(pickle('\x80\x04}(K\x01\x8c\x01aN\x8c\x01bK\x01K\x02\x86\x8c\x01c\x8c\x011\x8c\x01du.'))).toBe(
      '{"1 (1)":"a","null":"b","(1, 2)":"c","1":"d"}\n',
    );
    expect(jsonOf(pickle('\x80\x04}(\x8c\x0210K\x01\x8c\x012K\x02u.'))).toBe('{"10":1,"2":2}\n');
  });

  test('inert objects', () => {
    expect(jsonOf(vector('instances', 'instance'))).toBe('{"__class__":"vector_classes.Plain","a":1}\n');
    expect(jsonOf(vector('instances', 'reduce 4'))).toBe('{"__call__":"vector_classes.make","__items__":[1,2,3]}\n');
    expect(jsonOf(vector('instances', 'persistent id'))).toBe('{"__persistent_id__":"id one"}\n');
    expect(jsonOf(pickle('cos\nsystem\n.'))).toBe('{"__global__":"os.system"}\n');
  });

  test('every vector gives JSON or one line that says why not', () => {
    const rows = [...valueRows('builtins'), ...valueRows('instances')].filter(
      (row) => Object.keys(row.options).length === 0,
    );
    const files = rows.map((row, i) => write(`json-${i}.pkl`, row.pickles[0].data));
    const { stdout, stderr } = run(['json', ...files]);
    const problems = stderr.trim().split('\n');
    for (const problem of problems)
      expect(problem).toMatch(/^pickle-wasm: json-\d+\.pkl: (warning: \d+ numbers?|the value contains itself)/);
    const failed = problems.filter((problem) => problem.includes('contains itself'));
    const lines = stdout.split('\n').slice(0, -1);
    expect(lines).toHaveLength(rows.length - failed.length);
    for (const line of lines) expect(() => JSON.parse(line), line.slice(0, 200)).not.toThrow();
  });

  test('cycles are an error', () => {
    const { status, stderr } = run(['json', '-'], { input: pickle('\x80\x04]\x94h\x00a.') });
    expect(status).toBe(1);
    expect(stderr).toBe('pickle-wasm: <stdin>: the value contains itself: JSON cannot say that (show can)\n');
  });
});

describe('dis', () => {
  test('as pickletools, with and without annotations', () => {
    expect(run(['dis', orders]).stdout).toBe(dis(read('orders.copy')));
    expect(run(['dis', '--annotate', orders]).stdout).toBe(dis(read('orders.copy'), { annotate: 30 }));
  });

  test('several pickles, one memo', () => {
    const two = Buffer.concat([dumps(1, { protocol: 2 }), dumps(2, { protocol: 2 })]);
    expect(run(['dis', '-'], { input: two }).stdout).toBe(dis(two) + dis(two, { start: 5 }));
    const row = valueRows<string[][]>('streams').find(({ name }) => name === 'one pickler, shared memo');
    const shared = row?.pickles.at(-1)?.data as Uint8Array;
    expect(run(['dis', '-'], { input: shared }).status).toBe(1);
    expect(run(['dis', '--memo', '-'], { input: shared }).status).toBe(0);
  });

  test('what is wrong comes after the text', () => {
    const { stdout, stderr, status } = run(['dis', '-'], { input: pickle('\x80\x04K\x01') });
    expect(stdout).toBe('    0: \\x80 PROTO      4\n    2: K    BININT1    1\n');
    expect(stderr).toMatch(/^pickle-wasm: <stdin>: .*\n$/);
    expect(status).toBe(1);
  });
});

describe('globals', () => {
  test('every import with its offset', () => {
    const { stdout, status } = run(['globals', orders]);
    const uses = [...globalsOf(read('orders.copy'))];
    expect(status).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/ +/)),
    ).toEqual(uses.map(({ offset, opcode, module, name }) => [String(offset), opcode, `${module}.${name}`]));
    expect(stdout).toContain('STACK_GLOBAL  webshop.Customer\n');
  });

  test('from a truncated file: the list, then the message', () => {
    const { stdout, stderr, status } = run(['globals', '-'], { input: pickle('cos\nsystem\n(Vid\nt') });
    expect(stdout).toBe('       0  GLOBAL        os.system\n');
    expect(stderr).toMatch(/^pickle-wasm: <stdin>: .*exhausted before seeing STOP \(offset 17\)\n$/);
    expect(status).toBe(1);
  });

  test('computed names and extension codes', () => {
    const { stdout } = run(['globals', '-'], { input: pickle('\x80\x04\x82\x05}\x8c\x01x\x930.') });
    expect(stdout).toBe(
      '       2  EXT1          extension code 5\n       8  STACK_GLOBAL  (computed while loading).x\n',
    );
  });
});

describe('optimize and convert', () => {
  test('optimize writes what pickletools.optimize writes', () => {
    expect(run(['optimize', orders, '-o', 'small.pkl'])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(Buffer.from(read('small.pkl')).equals(optimize(read('orders.copy')))).toBe(true);
  });

  test('convert keeps the value, inert instances included', () => {
    for (const protocol of [0, 1, 2, 3, 4, 5]) {
      expect(run(['convert', '--protocol', String(protocol), orders, '-o', `p${protocol}.pkl`]).stderr).toBe('');
      const value = loads(read(`p${protocol}.pkl`), { exact: true });
      expect(repr(value)).toBe(repr(loads(read('orders.copy'), { exact: true })));
    }
  });

  test('all pickles of a file, to stdout', () => {
    const two = Buffer.concat([dumps([1, 1.5]), dumps('text')]);
    for (const args of [['optimize'], ['convert', '-p', '0']]) {
      write('two.pkl', two);
      expect(run([...args, 'two.pkl', '-o', 'two.out']).status).toBe(0);
      expect([...loadAll(read('two.out'))]).toEqual([[1, 1.5], 'text']);
    }
    expect(run(['convert', '-p', '0', '-', '-o', '-'], { input: dumps('a') }).stdout).toBe('Va\np0\n.');
  });

  test('a bad pickle writes nothing', () => {
    write('target', Buffer.from('before'));
    for (const args of [['optimize'], ['convert', '-p', '2']]) {
      expect(run([...args, '-', '-o', 'target'], { input: pickle('\x80\x04K') }).status).toBe(1);
      expect(Buffer.from(read('target')).toString()).toBe('before');
    }
  });
});

describe('out-of-band buffers', () => {
  const parts = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];
  const data = dumps(
    parts.map((part) => new PickleBuffer(part)),
    { protocol: 5, bufferCallback: () => false },
  );
  const files = parts.map((part, i) => write(`buffer-${i}.bin`, part));
  const options = files.flatMap((file) => ['-b', file]);

  test('come from files, in order', () => {
    expect(shown(data, '--repr', ...options)).toBe("[bytearray(b'\\x01\\x02\\x03'), bytearray(b'\\x04')]\n");
    expect(jsonOf(data, ...options)).toBe('["AQID","BA=="]\n');
    const twice = shown(Buffer.concat([data, data]), '--repr', ...options, ...options);
    expect(twice.split('\n')).toHaveLength(3);
  });

  test('are written into the pickle by convert', () => {
    const { status, stderr } = run(['convert', '-p', '5', ...options, '-o', 'in-band.pkl', '-'], { input: data });
    expect([status, stderr]).toEqual([0, '']);
    expect(loads(read('in-band.pkl'))).toEqual(loads(data, { buffers: parts }));
  });

  test('that are not there are a problem of the command line', () => {
    const { status, stderr } = run(['show', '-b', 'no-such.bin', '-'], { input: data });
    expect(stderr).toBe('pickle-wasm: <stdin>: its buffer no-such.bin cannot be read (ENOENT)\n');
    expect(status).toBe(2);
    expect(run(['show', '-'], { input: data }).status).toBe(1);
  });
});
