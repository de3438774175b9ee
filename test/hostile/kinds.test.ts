/** The table of docs/safety.md names what was tried: every file here, and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('the table of kinds is whole', () => {
  const text = readFileSync(new URL('../../docs/safety.md', import.meta.url), 'utf8');
  const section = text.slice(text.indexOf('\n## Kinds of attacks tried'), text.indexOf('\n## Which CPython'));
  const cells = [...section.matchAll(/^\| (`.*?) \|/gm)].map(([, cell]) => cell);
  const named = cells.flatMap((cell) => cell.replaceAll('`', '').split(', '));
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (file) => file.endsWith('.test.ts') && file !== 'kinds.test.ts',
  );
  expect(named.sort()).toEqual(files.map((file) => file.replace('.test.ts', '')).sort());
});
