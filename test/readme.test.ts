/**
 * Runs the JavaScript of README.md and docs/, against the built package. A line that ends in `// => value` is checked:
 * the expression before the comment must give the value, which is a JavaScript expression, or `throws Name` for an
 * error with that name or message. docs/gallery/ is in their working folder. A block with `no-run` after its language
 * is not run.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { beforeAll, describe, expect, inject, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Block {
  language: string;
  code: string;
  /** Line of the code in its file, 1-based. */
  line: number;
}

const pages = [
  'README.md',
  ...(existsSync(join(root, 'docs')) ? readdirSync(join(root, 'docs')).map((name) => `docs/${name}`) : []),
].filter((path) => path.endsWith('.md') && existsSync(join(root, path)));

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const found of text.matchAll(/^```(js|ts|javascript|typescript)\b([^\n]*)\n(.*?)^```$/gms)) {
    const [, language, info, code] = found;
    if (info.includes('no-run')) continue;
    blocks.push({ language, code, line: text.slice(0, found.index).split('\n').length + 1 });
  }
  return blocks;
}

/**
 * Turns `expression; // => value` into a check; the last statement that starts on or above the line is the expression.
 */
function addChecks({ code, line }: Block): string {
  return code
    .split('\n')
    .map((text, index) => {
      const found = /^(\s*)(.+?);?\s*\/\/ => (.+)$/.exec(text);
      if (!found) return text;
      const [, indent, statement, value] = found;
      const place = line + index;
      const declared = /^(?:const|let) (\w+)[^=]*= /.exec(statement);
      if (declared) return `${indent}${statement}; __same(${declared[1]}, () => (${value}), ${place});`;
      const thrown = /^throws (.+)$/.exec(value);
      if (thrown) return `${indent}await __throws(async () => (${statement}), ${JSON.stringify(thrown[1])}, ${place});`;
      return `${indent}__same(await (${statement}), () => (${value}), ${place});`;
    })
    .join('\n');
}

const CHECKS = `
import __assert from 'node:assert/strict';
const __same = (actual, expected, line) => {
  try { __assert.deepEqual(actual, expected()); } catch (error) { error.message = 'line ' + line + ': ' + error.message; throw error; }
};
const __throws = async (work, text, line) => {
  let error;
  try { await work(); } catch (thrown) { error = thrown; }
  if (!error) throw new Error('line ' + line + ': nothing was thrown');
  if (error.name !== text && !error.message.includes(text)) throw new Error('line ' + line + ': another error was thrown: ' + error);
};
`;

/** Libraries that examples use besides the package, where the examples run. */
const LIBRARIES = ['apache-arrow'];

beforeAll(() => {
  for (const name of LIBRARIES) {
    const link = join(inject('installed'), 'node_modules', name);
    if (!existsSync(link)) symlinkSync(join(root, 'node_modules', name), link, 'junction');
  }
});

for (const page of pages) {
  const blocks = blocksOf(readFileSync(join(root, page), 'utf8'));
  if (blocks.length === 0) continue;
  describe(page, () => {
    for (const block of blocks) {
      test(`the code of line ${block.line} runs`, () => {
        const { code } = transformSync(addChecks(block), {
          loader: block.language.startsWith('t') ? 'ts' : 'js',
          format: 'esm',
        });
        const folder = join(inject('installed'), 'readme');
        mkdirSync(folder, { recursive: true });
        cpSync(join(root, 'docs', 'gallery'), join(folder, 'gallery'), { recursive: true });
        const file = join(folder, `${page.replace(/\W/g, '-')}-${block.line}.mjs`);
        writeFileSync(file, CHECKS + code);
        expect(() =>
          execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8', stdio: 'pipe', timeout: 60_000 }),
        ).not.toThrow();
      });
    }
  });
}

test('README.md has code to run', () => {
  expect(blocksOf(readFileSync(join(root, 'README.md'), 'utf8')).length).toBeGreaterThan(0);
});
