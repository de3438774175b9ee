"""The values: (name, Python expression). Evaluated in the namespace of `vector_classes`; an expression that an interpreter
does not know, or that it cannot write in a protocol, gives no row there.

BUILTINS   values whose repr() is the truth
INSTANCES  values whose graph is the truth (typed.py)
PYTHON2    written by Python 2 only; read with each `encoding` that is given
"""
import sys

_I = []
for _exponent in (7, 8, 15, 16, 31, 32, 53, 63, 64, 100):
    for _shift in (-1, 0, 1):
        _I.append(('int 2**%d%+d' % (_exponent, _shift), '2**%d%+d' % (_exponent, _shift)))
        _I.append(('int -2**%d%+d' % (_exponent, _shift), '-2**%d%+d' % (_exponent, _shift)))

BUILTINS = [
    ('none', 'None'), ('true', 'True'), ('false', 'False'),
    ('bools beside ints', '[True, 1, False, 0, 1.0, 0.0]'),
    # ints
    ('int 0', '0'), ('int 1', '1'), ('int -1', '-1'), ('int 10', '10'), ('int 255 and 256', '[255, 256]'),
    ('int -10**18', '-10**18'), ('int 10**1000', '10**1000'), ('int -10**1000', '-10**1000'),
    ('int of 254 bytes', '2**(8*254-1)-1'), ('int of 255 bytes', '-2**(8*255-1)'), ('int of 256 bytes', '2**(8*255-1)'),
    ('int of 5000 digits', '7**5916'),
    ('ints, many', 'list(range(-300, 300))'),
    ('ints, wide', '[(-1)**i * 3**i for i in range(120)]'),
] + _I + [
    # floats
    ('float zeros', '[0.0, -0.0]'), ('float inf', "[float('inf'), -float('inf')]"), ('float nan', "float('nan')"),
    ('float subnormal', '[5e-324, -5e-324, 2.2250738585072009e-308]'),
    ('float limits', '[1.7976931348623157e308, 2.2250738585072014e-308, 1e300, -1e300]'),
    ('float forms', '[1e15, 1e16, 1e17, 1e-4, 1e-5, 123456789012345680.0, 0.1, 1/3.0, 2.5, 1e22, 1e21, 100.0]'),
    ('float integral', '[1.0, 2.0**53, 2.0**63, -1e18]'),
    ('complex', '[1j, complex(-0.0, 2), complex(1e300, float("nan"))]'),
    ('range', '[range(3), range(1, 10, 2), range(10, -5, -3)]' if sys.version_info[0] > 2 else '[xrange(3), xrange(1, 10, 2), xrange(10, -5, -3)]'),
    ('singletons', '[Ellipsis, NotImplemented]'),
    # text
    ('text empty', "u''"), ('text ascii', "u'hello world'"), ('text latin-1', "u'caf\\xe9 \\xff\\x80'"),
    ('text bmp', "u'\\u20ac \\u4e2d\\u6587 \\uffff'"), ('text astral', "u'\\U0001f600 \\U0010ffff'"),
    ('text surrogates', "u'a\\ud800b \\udfff'"), ('text surrogates reversed', "u'\\udc00\\ud800'"),
    ('text nul', "u'a\\0b'"), ('text newline', "u'a\\nb\\r\\nc\\x1a\\x1b'"),
    ('text backslashes', "u'\\\\ \\\\\\\\ \\\\u0041 \\\\\\\\u0041 \\\\n \\\\'"), ('text backslash u', "u'\\\\u20ac\\\\U0001f600\\\\x41'"),
    ('text quotes', "[u'\\'', u'\"', u'\\'\"']"), ('text bom', "u'\\ufeffabc\\ufeff'"), ('text control', "u''.join(u'%c' % i for i in range(256))"),
    ('text 255', 'long_text(255)'), ('text 256', 'long_text(256)'), ('text 257 bmp', 'long_text(86, 0x4e00)'),
    ('text 65535', 'long_text(65535)'), ('text 65536', 'long_text(65536)'), ('text 70000 bmp', 'long_text(24000, 0x4e00)'),
    ('text 128 of two bytes', "u'\\xe9' * 128"), ('text repeated', "[u'same', u'same', u'other', u'same']"),
    ('text is not ascii in the middle', "u'a' * 40 + u'\\xe9' + u'b' * 40"),
    ('text lengths', "[u'x' * n for n in range(0, 70)]"), ('text lengths, two bytes', "[u'\\xe9' * n for n in range(0, 36)]"),
    # bytes
    ('bytes empty', "bytes(bytearray())"), ('bytes short', "bytes(bytearray(b'abc'))"), ('bytes all', 'bytes(bytearray(range(256)))'),
    ('bytes quotes', "[b'\\'', b'\"', b'\\'\"\\\\\\n']"),
    ('bytes 255', 'long_bytes(255)'), ('bytes 256', 'long_bytes(256)'), ('bytes 65535', 'long_bytes(65535)'), ('bytes 65536', 'long_bytes(65536)'),
    ('bytes 65536 among others', "[1, long_bytes(65536), u'after', {u'k': long_bytes(65540)}]"),
    ('bytearray empty', 'bytearray()'), ('bytearray short', "bytearray(b'abc')"), ('bytearray all', 'bytearray(range(256))'),
    ('bytearray 65536', 'bytearray(long_bytes(65536))'), ('bytearray shared', 'shared_bytearray()'),
    # containers
    ('list empty', '[]'), ('list of one', '[1]'), ('list of two', '[1, 2]'), ('list 999', 'list(range(999))'), ('list 1000', 'list(range(1000))'),
    ('list 1001', 'list(range(1001))'), ('list 3000', '[i % 10 for i in range(3000)]'), ('list mixed', "[None, True, 1, 1.5, u'x', b'y', (), [], {}]"),
    ('list of floats', '[i / 8.0 for i in range(300)]'), ('list of texts', "[u'item %d' % i for i in range(150)]"), ('list of nones', '[None] * 50'),
    ('list over one frame', "[(u'%d' % (i % 7)) * 20 for i in range(3300)]"),
    ('tuple empty', '()'), ('tuple of one', '(1,)'), ('tuple of two', '(1, 2)'), ('tuple of three', '(1, 2, 3)'), ('tuple of four', '(1, 2, 3, 4)'),
    ('tuple 3000', 'tuple(i % 300 for i in range(3000))'), ('tuples nested', '((), ((),), ((), ((),)))'),
    ('dict empty', '{}'), ('dict of one', "{u'a': 1}"), ('dict of two', "{u'a': 1, u'b': 2}"), ('dict 1001', 'dict.fromkeys(range(1001), 0)'),
    ('dict 2001', "dict.fromkeys([u'k%d' % i for i in range(2001)])"), ('dict order', "dict([(u'z', 1), (u'a', 2), (u'10', 3), (u'9', 4), (u'm', 5)])"),
    ('dict keys', "{1: u'int', (1, 2): u'tuple', None: u'none', 2.5: u'float', b'b': u'bytes', frozenset([1]): u'frozenset', u'1': u'text', (): 0}"),
    ('dict bool keys', '{True: 1, False: 0}'), ('dict float keys', '{1.0: 1, 0.0: 0, 1e300: 2}'), ('dict nan key', "{float('nan'): 1}"),
    ('dict big int keys', '{2**64: 1, 2**53: 2, -2**100: 3, 2.0**70: 4}'), ('dict nested tuple keys', '{((1, u"a"), (2, None)): 1, ((1, u"a"), (2, 0)): 2}'),
    ('dict prototype keys', "dict([(u'__proto__', 1), (u'constructor', 2), (u'then', 3), (u'hasOwnProperty', 4), (u'toString', 5), (u'', 6)])"),
    ('dict __proto__ object', "{u'__proto__': {u'polluted': True}}"), ('dict text keys of every kind', "{u'': 0, u'\\xe9': 1, u'\\U0001f600': 2, u'\\ud800': 3, u'a b': 4}"),
    ('records', "[dict([(u'id', i), (u'name', u'n%d' % i), (u'ok', i % 2 == 0), (u'score', i / 4.0)]) for i in range(60)]"),
    ('records, late key', "[dict([(u'id', i)] + ([(u'extra', None)] if i == 5 else [])) for i in range(9)]"),
    ('set empty', 'set()'), ('set of one', 'set([1])'), ('set of ints', 'set(range(40))'), ('set 1001', 'set(range(1001))'),
    ('set mixed', 'set([1, (2, 3), None, 2.5])'), ('frozenset empty', 'frozenset()'), ('frozenset of ints', 'frozenset(range(40))'),
    ('frozenset 1001', 'frozenset(range(1001))'), ('frozensets nested', 'set([frozenset([1]), frozenset([frozenset([2])])])'),
    ('list nested 500', 'nested(500, lambda inner: [inner])'), ('tuple nested 500', 'nested(500, lambda inner: (inner,))'),
    ('dict nested 500', "nested(500, lambda inner: {u'k': inner})"),
    # sharing and cycles
    ('shared list', 'shared_list()'), ('shared mixed', 'shared_mixed()'), ('doubled lists', 'doubled(10)'), ('doubled tuples', 'doubled_tuple(10)'),
    ('shared keys', "[{u'key': 1}, {u'key': 2}, {u'key': {u'key': 3}}]"), ('memo beyond 256', "[[u't%d' % i for i in range(150)]] * 2 + [[(i,) for i in range(150)]] * 2"),
    ('cyclic list', 'cyclic_list()'), ('cyclic dict', 'cyclic_dict()'), ('cyclic tuple', 'cyclic_tuple()'), ('cyclic tuple of two', 'cyclic_tuple_of(2)'),
    ('cyclic tuple of three', 'cyclic_tuple_of(3)'), ('cyclic tuple of five', 'cyclic_tuple_of(5)'), ('cyclic tuple through a dict', 'cyclic_tuple_dict()'),
    ('two cycles', 'two_cycles()'),
]

INSTANCES = [
    ('class', 'Plain'), ('function', 'function'), ('builtin function', 'len'), ('builtin classes', '[int, dict, Exception, type(u"")]'),
    ('nested class', 'Outer.Inner'), ('nested class, twice', 'Outer.Inner.Core'), ('method of a class', 'Outer.method'), ('class method', 'Outer.made'),
    ('classes, same module', '[Plain, Empty, Plain, Slots]'), ('class with a non-ASCII name', 'Gr\u00fc\u00dfe' if sys.version_info[0] > 2 else 'Missing'),
    ('class constructor', 'constructor'), ('class __proto__', "globals()['__proto__']"), ('class __defineGetter__', "globals()['__defineGetter__']"),
    ('instances of classes with JavaScript names', "[globals()[n]() for n in ('constructor', '__proto__', 'hasOwnProperty', 'toString', 'then', '__defineGetter__')]"),
    ('instance empty', 'Empty()'), ('instance', "Plain(a=1)"), ('instances', "[Plain(a=i) for i in range(5)]"), ('instance in instance', 'Plain(inner=Plain(x=Empty()))'),
    ('instance state with JavaScript names', "Plain(**{'__proto__': 1, 'constructor': 2, 'then': 3})"),
    ('instance of a nested class', 'Outer.Inner()'), ('instance with a metaclass', 'WithMeta()'), ('class with a metaclass', 'WithMeta'),
    ('slots', 'Slots(a=1, b=[2])'), ('slots empty', 'Slots()'), ('slots and dict', "with_attributes(SlotsAndDict(a=1), extra=2)"), ('slots and empty dict', 'SlotsAndDict(a=1)'),
    ('state dict', "State({u'a': 1})"), ('state tuple', 'State((1, 2))'), ('state list', 'State([1])'), ('state int', 'State(5)'), ('state text', "State(u's')"),
    ('state false', 'State(False)'), ('state none', 'State(None)'), ('state pair of dicts', "State(({u'a': 1}, {u'b': 2}))"), ('getstate only', 'GetStateOnly(kept=1, lost=2)'),
    ('new arguments', "NewArgs(1, u'two', [3])"), ('new arguments, none', 'NewArgs()'), ('new arguments by keyword', "NewArgsEx(1, key=[2])"),
    ('new arguments by keyword, no state', "KeywordOnly(1, 2, key='k', more=3)"), ('new arguments by keyword, none', 'NewArgsEx()'),
    ('reduce to a name', 'SINGLETON'), ('reduce to a name, twice', '[SINGLETON, SINGLETON]'),
    ('reduce 2', "Reduced((make, (1, u'a')))"), ('reduce 2, no arguments', 'Reduced((make, ()))'), ('reduce 3', "Reduced((make, (1,), {u's': 1}))"),
    ('reduce 3, state list', 'Reduced((make, (), [1]))'), ('reduce 4', 'Reduced(lambda self: (make, (), None, iter([1, 2, 3])))'),
    ('reduce 4, one item', 'Reduced(lambda self: (make, (), None, iter([1])))'), ('reduce 4, no item', 'Reduced(lambda self: (make, (), None, iter([])))'),
    ('reduce 4, 1001 items', 'Reduced(lambda self: (make, (), None, iter(range(1001))))'),
    ('reduce 5', "Reduced(lambda self: (make, (), {u's': 1}, iter([1]), iter([(u'k', 1), (2, 3)])))"),
    ('reduce 5, 1001 entries', "Reduced(lambda self: (make, (), None, None, iter([(i, 0) for i in range(1001)])))"),
    ('reduce 6', "Reduced(lambda self: (make, (1,), {u's': 1}, None, None, set_state))"), ('reduce 6, in a list', "[Reduced(lambda self: (make, (1,), 5, iter([1]), None, set_state)), 2]"),
    ('copyreg', "Registered([1])"), ('copyreg, shared', '(lambda r: [r, r])(Registered(1))'),
    ('list subclass', 'MyList([1, 2])'), ('list subclass with attributes', 'with_attributes(MyList([1]), a=1)'), ('list subclass empty', 'MyList()'), ('list subclass 1001', 'MyList(range(1001))'),
    ('dict subclass', "MyDict({u'a': 1})"), ('dict subclass with attributes', "with_attributes(MyDict({u'a': 1}), b=2)"), ('dict subclass 1001', 'MyDict((i, i) for i in range(1001))'),
    ('set subclass', 'MySet([1])'), ('set subclass with attributes', 'with_attributes(MySet([1]), a=1)'), ('frozenset subclass', 'MyFrozenSet([1])'),
    ('int subclass', 'MyInt(5)'), ('int subclass with attributes', 'with_attributes(MyInt(2**70), a=1)'), ('float subclass', 'MyFloat(1.5)'),
    ('text subclass', "with_attributes(MyText(u'caf\\xe9'), a=1)"), ('bytes subclass', "with_attributes(MyBytes(b'abc'), a=1)"),
    ('tuple subclass', 'with_attributes(MyTuple((1, [2])), a=1)'), ('namedtuple', "Point(1, u'y')"), ('namedtuples', '[Point(i, i) for i in range(3)]'),
    ('instances as keys', "{Empty(): 1, Point(1, 2): 2}"), ('instances in a set', 'set([Empty()])'),
    ('enum', 'Color.RED'), ('enums', '[Color.RED, Color.GREEN, Color.RED]'), ('int enum', 'Level.HIGH'), ('flag', 'Bits.A | Bits.B'), ('enum class', 'Color'),
    ('dataclass', 'Data(1, [2])'), ('frozen dataclass', 'FrozenData(1)'), ('slotted dataclass', 'SlottedData(1)'), ('frozen slotted dataclass', 'FrozenSlottedData(1)'),
    ('exception', "MyError(u'message', 5)"), ('exception with attributes', "with_attributes(MyError(u'm'), extra=1)"), ('exception with a constructor', "MyErrorArgs(5, u'reason')"),
    ('old class', 'Old'), ('old instance', 'Old(a=1)'), ('old instance empty', 'Old()'), ('old instance with arguments', 'OldInit(1, u"a", [2])'), ('old instances', '[Old(a=1), Old(b=2)]'),
    ('cyclic instance', 'cyclic_instance()'), ('cyclic set', 'cyclic_set()'), ('cyclic set from outside', 'cyclic_set_outside()'), ('cyclic frozenset', 'cyclic_frozenset()'),
    ('cyclic frozenset from outside', 'cyclic_frozenset_outside()'), ('cyclic key', 'cyclic_key()'), ('cyclic list subclass', 'cyclic_list_subclass()'),
    ('cyclic dict subclass', 'cyclic_dict_subclass()'), ('cyclic slots', 'cyclic_slots()'), ('cyclic state', 'cyclic_state()'), ('cyclic reduce state', 'cyclic_reduce_state()'),
    ('cyclic reduce items', 'cyclic_reduce_items()'), ('tree with parents', 'tree_with_parents()'),
    ('instances shared', '(lambda e: [e, e, {u"e": e}, (e,)])(Plain(a=[1]))'), ('instances nested 100', 'nested(100, lambda inner: Plain(inner=inner))'),
    # extension codes and persistent ids
    ('extension codes', '[Ext1, Ext1Last, Ext2, Ext2Last, Ext4, Ext4Last]'), ('extension code instances', '[Ext1(), with_attributes(Ext4Last(), a=1)]'), ('extension code shared', '[Ext1, Ext1]'),
    ('persistent id', "External('id one')"), ('persistent ids', "[External('a'), External('b'), External('a')]"), ('persistent id objects', "[External(5), External((u'storage', [1])), External(u'\\xe9')]"),
    ('persistent id shared', "(lambda e: [e, e])(External('x'))"), ('persistent id as key', "{External('k'): 1}"),
]

# (name, expression, encodings)
PYTHON2 = [
    ('str ascii', "'hello'", ['ASCII', 'bytes']), ('str empty', "''", ['ASCII', 'bytes']), ('str binary', "'caf\\xe9\\x00\\xff\\n'", ['latin1', 'bytes']),
    ('str all bytes', "''.join(map(chr, range(256)))", ['latin1', 'bytes']), ('str utf-8', "'caf\\xc3\\xa9 \\xe2\\x82\\xac'", ['utf-8', 'latin1', 'bytes']),
    ('str quotes', "['\\'', '\"', '\\'\"', '\\\\', '\\\\\\\\x41', 'a\\tb']", ['ASCII', 'bytes']), ('str 255', "'x' * 255", ['ASCII', 'bytes']), ('str 256', "'\\xe9' * 256", ['latin1', 'bytes']),
    ('str 65536', "'0123456789abcdef' * 4096", ['ASCII', 'bytes']), ('str shared', "['spam', 'spam', intern('spam')]", ['ASCII', 'bytes']),
    ('unicode beside str', "[u'a', 'a', u'\\u20ac']", ['ASCII', 'bytes']), ('dict with str keys', "{'data': 'x', 'labels': [1, 2]}", ['ASCII', 'bytes']),
    ('longs', '[0L, 1L, -1L, 255L, 2L**31, 2L**63, -2L**64, 10L**1000]', ['ASCII']), ('ints of 64 bits', '[2**31, -2**31-1, 2**63-1, -2**63]', ['ASCII']),
    ('old instance with str state', "Old(a='x', b=u'y')", ['ASCII', 'bytes']), ('new instance', "Plain(a='x')", ['ASCII', 'bytes']), ('old instance with str arguments', "OldInit('x')", ['ASCII', 'bytes']),
    ('xrange', 'xrange(2, 9, 3)', ['ASCII']), ('bytearray', "bytearray('abc\\xff')", ['ASCII']), ('set of str', "set(['a'])", ['ASCII', 'bytes']),
    ('str subclass', "with_attributes(MyBytes('abc'), a=1)", ['ASCII', 'bytes']), ('classes with new names', '[long, unicode, xrange, basestring, reduce]', ['ASCII']),
    ('class', 'Plain', ['ASCII']), ('copy_reg', "Plain(a=1)", ['ASCII']), ('numbers as str', "['1', '00', '01']", ['ASCII']),
]

# Several pickles behind each other: (name, expressions, one Pickler and so one memo)
STREAMS = [
    ('separate pickles', ['1', "u'two'", "[3, u'two']"], False),
    ('one pickler, shared memo', ['[1]', '_[0]', '[_[0], u"new"]'], True),
    ('one pickler, text twice', ["u'spam'", "[_[0], _[0]]", '{_[0]: _[1]}'], True),
    ('one pickler, class twice', ['Plain(a=1)', 'Plain(b=_[0])', 'Plain'], True),
    ('one pickler, many', ['[%d]' % i for i in range(20)] + ['_[:5]'], True),
]

# Protocol 5 with out-of-band buffers: (name, expression); `pb` makes a PickleBuffer
BUFFERS = [
    ('read-only buffer', "pb(b'abc')"), ('writable buffer', "pb(bytearray(b'abc'))"), ('empty buffers', "[pb(b''), pb(bytearray())]"),
    ('several buffers', "[pb(b'one'), u'between', pb(bytearray(b'two')), {u'k': pb(b'three')}]"), ('one buffer twice', '(lambda b: [b, b])(pb(b"twice"))'),
    ('buffer in a reduction', "Reduced((make, (pb(bytearray(b'data')), 1)))"), ('buffer of 70000 bytes', 'pb(long_bytes(70000))'),
]
