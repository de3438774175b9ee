import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mapPython2Name } from '../../src/registry/python2-names.js';
import { toPython2Name } from '../../src/write/objects/python3-names.js';

interface Tables {
  names: [string, string, string, string][];
  modules: [string, string][];
  reverseNames: [string, string, string, string][];
  reverseModules: [string, string][];
}

const TABLES = JSON.parse(readFileSync(new URL('../vectors/compat.json', import.meta.url), 'utf8')) as Tables;

describe('Python 2 names', () => {
  it('map to Python 3 as in CPython', () => {
    for (const [module, name, toModule, toName] of TABLES.names)
      expect(mapPython2Name(module, name)).toEqual([toModule, toName]);
    for (const [module, toModule] of TABLES.modules)
      expect(mapPython2Name(module, 'other')).toEqual([toModule, 'other']);
  });

  it('map back as in CPython', () => {
    for (const [module, name, toModule, toName] of TABLES.reverseNames)
      expect(toPython2Name(module, name)).toEqual([toModule, toName]);
    for (const [module, toModule] of TABLES.reverseModules)
      expect(toPython2Name(module, 'other')).toEqual([toModule, 'other']);
  });

  it('map nothing else', () => {
    const known = { names: new Set<string>(), modules: new Set<string>() };
    for (const [module, name] of TABLES.reverseNames) known.names.add(`${module}\n${name}`);
    for (const [module] of TABLES.reverseModules) known.modules.add(module);
    // Whatever is the target of a mapping would show up here if it were mapped back without being in CPython's table.
    for (const [, , module, name] of TABLES.names) {
      if (known.names.has(`${module}\n${name}`) || known.modules.has(module)) continue;
      expect(toPython2Name(module, name)).toEqual([module, name]);
    }
    for (const [, module] of TABLES.modules) {
      if (!known.modules.has(module)) expect(toPython2Name(module, 'other')).toEqual([module, 'other']);
    }
    expect(mapPython2Name('os', 'system')).toBeUndefined();
    expect(mapPython2Name('__proto__', 'constructor')).toBeUndefined();
    expect(mapPython2Name('builtins', 'list')).toBeUndefined();
  });
});
