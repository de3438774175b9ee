/** Options that nobody knows, and options of a wrong kind. */
import { expect, test } from 'vitest';
import { dis, dumps, loadAll, loads, PickleError, Pickler, Registry, repr, Unpickler } from '../src/index.js';

// biome-ignore lint/suspicious/noExplicitAny: none of this compiles
type Any = any;
const none = Uint8Array.of(0x4e, 0x2e);
const registry = new Registry() as Any;
class C {}

test.each<[string, () => unknown, RegExp]>([
  ['loads', () => loads(none, { exactt: true } as Any), /options\.exactt is unknown; did you mean exact\?/],
  ['loads, JavaScript', () => loads(none, { engine: 'js', copi: 1 } as Any), /did you mean copy/],
  ['loadAll', () => [...loadAll(none, { dictt: 'map' } as Any)], /did you mean dict/],
  ['Unpickler', () => new Unpickler(none, { bufers: [] } as Any), /did you mean buffers/],
  ['registry', () => loads(none, { registry: {} } as Any), /options\.registry must be a Registry/],
  ['dumps', () => dumps(1, { protocl: 4 } as Any), /did you mean protocol/],
  ['Pickler', () => new Pickler({ memos: 4 } as Any), /did you mean memo/],
  ['protocol', () => dumps(1, { protocol: '4' } as Any), /options\.protocol must be a number, not string/],
  ['registry of dumps', () => dumps(1, { registry: {} } as Any), /must be a Registry/],
  ['persistentId', () => dumps(1, { persistentId: 5 } as Any), /must be a function/],
  ['repr', () => repr(1, { maxlength: 5 } as Any), /did you mean maxLength/],
  ['dis', () => dis(none, { anotate: 5 } as Any), /did you mean annotate/],
  ['addClass', () => registry.addClass('a', 'b', 5), /addClass\(module, name, Class\)/],
  ['addClass without a name', () => registry.addClass('a.b', C), /addClass\(module, name, Class\)/],
  ['addFunction', () => registry.addFunction('a', 'b', 5), /addFunction\(module, name, function\)/],
  ['addValue', () => registry.addValue('a', '', 5), /a name expected/],
  ['addExtension', () => registry.addExtension(0, 'a', 'b'), /extension code 0/],
  ['add', () => registry.add('a', 'b', { contruct() {} }), /hooks\.contruct is unknown; did you mean construct\?/],
  ['add without hooks', () => registry.add('a', 'b'), /an object of hooks expected/],
])('%s', (_, run, message) => {
  expect(run).toThrow(PickleError);
  expect(run).toThrow(message);
});
