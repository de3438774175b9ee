/**
 * The house keeps its plan: rooms import lower rooms only, and only through their doors (ARCHITECTURE.md has the
 * drawing). `shared` holds numbers that both compilers read, so its files are doors themselves.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../src');

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file));

/**
 * The rooms from the ground up, as the drawing in ARCHITECTURE.md lists them from the roof down; `entry` is `src/*.ts`.
 */
const ORDER = [
  ...(
    readFileSync(resolve(ROOT, '../ARCHITECTURE.md'), 'utf8').match(/<!-- rooms -->[\s\S]*?<!-- \/rooms -->/)?.[0] ?? ''
  ).matchAll(/^ *`?([a-z]+(?:\/[a-z]+)?)\/?`? +(?:│|\|)/gm),
]
  .map(([, name]) => name)
  .reverse();

function roomOf(file: string): string {
  const [first, second] = relative(ROOT, file).split('/');
  if (second === undefined) return 'entry';
  return ORDER.includes(`${first}/${second}`) ? `${first}/${second}` : first;
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

const imports: Import[] = files.flatMap((file) => {
  const from = join(ROOT, file);
  const statements = readFileSync(from, 'utf8').matchAll(
    /(?:(?:import|export)( type)? [^;']*from|import\()\s*'(\.[^']+)\.js'/g,
  );
  return Array.from(statements, ([, type, to]) => ({
    from,
    to: `${resolve(dirname(from), to)}.ts`,
    typesOnly: type !== undefined,
  }));
});

const between = imports.filter(({ from, to }) => roomOf(from) !== roomOf(to));
const show = ({ from, to }: Import) => `${relative(ROOT, from)} → ${relative(ROOT, to)}`;

describe('rooms', () => {
  it('are those of the drawing', () => {
    expect([...new Set(files.map((file) => roomOf(join(ROOT, file))))].sort()).toEqual([...ORDER].sort());
  });

  it('import lower rooms only', () => {
    const upward = between.filter(({ from, to }) => ORDER.indexOf(roomOf(to)) >= ORDER.indexOf(roomOf(from)));
    expect(upward.map(show)).toEqual([]);
  });

  it('are entered through their doors', () => {
    const past = between.filter(
      ({ to }) => !['shared', 'entry'].includes(roomOf(to)) && to !== join(ROOT, roomOf(to), 'index.ts'),
    );
    expect(past.map(show)).toEqual([]);
  });

  it('have no files that import each other in a circle, but for types', () => {
    const graph = new Map(files.map((file) => [join(ROOT, file), [] as string[]]));
    for (const { from, to, typesOnly } of imports) if (!typesOnly) graph.get(from)?.push(to);
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file))
        circles.push([...path.slice(path.indexOf(file)), file].map((each) => relative(ROOT, each)).join(' → '));
      if (done.has(file) || path.includes(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('have files of at most 400 lines, or say at the head why not', () => {
    const long = files.filter((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      return (
        text.split('\n').length > 401 &&
        !/Longer than 400 lines/.test(text.slice(0, 2000)) &&
        !text.startsWith('// generated')
      );
    });
    expect(long).toEqual([]);
  });
});
