/** What a load leaves behind when it is over: none of the caller's functions, of the input and of the values. */
import { describe, expect, it } from 'vitest';
import { ENGINES } from '../helpers/engines.js';
import { inChild } from './child.js';

/** What each load does with an object that only it knows; the object is put into `seen`. */
const LOADS: [name: string, code: string][] = [
  ['findClass', `const it = () => 1; pickle.loads(latin('cm\\nC\\n.'), { engine, findClass: it }); return it;`],
  ['persistentLoad', `const it = () => 1; pickle.loads(latin('N\\x51.'), { engine, persistentLoad: it }); return it;`],
  [
    'a registry',
    `const it = new pickle.Registry(); pickle.loads(latin('cm\\nC\\n.'), { engine, registry: it }); return it;`,
  ],
  [
    'buffers',
    `const it = new Uint8Array(9); pickle.loads(latin('\\x80\\x05\\x97.'), { engine, buffers: [it] }); return it;`,
  ],
  [
    'the input',
    `const it = latin('\\x80\\x03C\\x01ah\\x00.'); try { pickle.loads(it, { engine }); } catch {} return it.buffer;`,
  ],
  [
    'a value',
    `return pickle.loads(latin('\\x80\\x04]\\x94}\\x94X\\x01\\x00\\x00\\x00a)s\\x86.'), { engine, exact: true });`,
  ],
  [
    'what a failed load had made',
    `let it; try { pickle.loads(latin('N\\x51\\x94\\x94.N'), { engine, persistentLoad: () => (it = {}) }); } catch {} return it;`,
  ],
];

describe.each(ENGINES)('on %s', (engine) => {
  it.each(LOADS)('nothing keeps %s', (_name, code) => {
    const { status, stdout, stderr } = inChild(
      `import v8 from 'node:v8'; import vm from 'node:vm'; v8.setFlagsFromString('--expose-gc'); const gc = vm.runInNewContext('gc');
       const engine = '${engine}';
       const latin = (text) => new Uint8Array(Array.from(text, (letter) => letter.charCodeAt(0)));
       const use = () => { ${code} };
       const seen = [];
       const see = () => { const it = use(); if (Object(it) !== it) throw new Error(typeof it); seen.push(new WeakRef(it)); };
       for (let i = 0; i < 50; i++) see();
       // A WeakRef keeps its object to the end of the turn.
       for (let i = 0; i < 5; i++) { await new Promise((resolve) => setTimeout(resolve, 1)); gc(); }
       console.log(seen.filter((each) => each.deref() !== undefined).length);`,
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(Number(stdout)).toBe(0);
  });
});
