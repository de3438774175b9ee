"""Prints the vectors of repr.json: {"python": version, "rows": [{"expr", "value", "repr"}]}.

Usage: python3.15 make_repr.py > repr.json

"value" is the value in tagged JSON, so that the tests need no unpickler: None, bool and str stand for themselves, anything else is
an object with one tag. Lists, dicts and objects seen before are {"ref": n}, n counting containers in order of appearance.
Deterministic: no sets of more than one str.
"""

import json
import random
import struct
import sys

INF = float('inf')
NAN = float('nan')


def tag_float(value):
    return struct.pack('>d', value).hex()


def tag(value, seen):
    if value is None or value is True or value is False or type(value) is str:
        return value
    kind = type(value).__name__
    if kind == 'int':
        return {'int': str(value)}
    if kind == 'float':
        return {'float': tag_float(value)}
    if kind == 'complex':
        return {'complex': [tag_float(value.real), tag_float(value.imag)]}
    if kind in ('bytes', 'bytearray'):
        return {kind: value.hex()}
    if kind in ('range', 'slice'):
        return {kind: [tag(part, seen) for part in (value.start, value.stop, value.step)]}
    if kind in ('ellipsis', 'NotImplementedType'):
        return {'constant': repr(value)}
    if id(value) in seen:
        return {'ref': seen[id(value)]}
    seen[id(value)] = len(seen)
    if kind == 'dict':
        return {'dict': [[tag(k, seen), tag(v, seen)] for k, v in value.items()]}
    return {kind: [tag(item, seen) for item in value]}


def cyclic_list():
    value = [1]
    value.append(value)
    return value


def cyclic_dict():
    value = {}
    value['self'] = value
    return value


def cyclic_tuple():
    inner = []
    value = (inner, 2)
    inner.append(value)
    return value


def mutual():
    a, b = [], {}
    a.append(b)
    b['a'] = a
    return [a, b, a]


def shared():
    a = []
    return [a, a, (a, a)]


EXPRS = [
    'None', 'True', 'False', 'Ellipsis', 'NotImplemented',
    '0', '1', '-1', '255', '2**31', '2**53 - 1', '2**53', '2**53 + 1', '-2**53', '2**63', '-2**63', '2**64', '10**30', '-10**100', '7**500',
    '0.0', '-0.0', '1.0', '-1.0', '0.1', '0.2 + 0.1', '1/3', '2/3', '1e15', '1e16', '1e17', '123456789012345678.0', '9007199254740993.0',
    '9999999999999998.0', '1e-3', '1e-4', '1e-5', '0.00012345', '0.000012345', '1e22', '1e23', '1e100', '1.5e300', '1.7976931348623157e308',
    '5e-324', '2.2250738585072014e-308', '1e-10', '123456.789', '1e16 + 2', '12345678901234567.0', '2.0**53', '-2.0**63', 'INF', '-INF', 'NAN',
    '1j', '-1j', '0j', '1+2j', '1-2j', '-1-1j', 'complex(-0.0, -1)', 'complex(-0.0, 0)', 'complex(0, -0.0)', 'complex(1.5, 2e20)',
    'complex(NAN, INF)', 'complex(0, NAN)', 'complex(INF, -INF)', 'complex(1e16, 1e-5)', 'complex(3, 0)', 'complex(0.1, NAN)',
    "''", "'abc'", '"it\'s"', "'say \"hi\"'", "'both \\' and \"'", "'back\\\\slash'", "'\\t\\n\\r'", "'\\x00\\x1f\\x7f\\x80\\x9f\\xa0\\xad\\xff'",
    "'\\u00e9\\u0100\\u4e2d'", "'\\u200b\\u200e\\u2028\\u2029\\u3000\\ufeff'", "'\\U0001f600'", "'\\U000e0001'", "'\\U0010ffff'", "'\\ue000'",
    "'\\udc80'", "'\\ud800'", "'a\\udfffb'", "'\\u0378'", "'\\U0001f600\\udc80'", "'e\\u0301'", "'\\x0b\\x0c\\x1b'", "' '", "'\\x85'",
    "'\\'' * 3", "'\"' * 3",
    "b''", "b'abc'", 'b"it\'s"', "b'say \"hi\"'", "b'both \\' and \"'", "bytes(range(256))", "b'\\\\\\t\\n\\r\\x00'", "b'\\x7f'", "bytes(5000)",
    "bytearray()", "bytearray(b'abc')", 'bytearray(b"it\'s")', "bytearray(b'say \"hi\"')", "bytearray(b'both \\' and \"')", "bytearray(range(256))",
    '[]', '[1]', '[1, 2.0, "three"]', '[[]]', '[[1, [2, [3]]]]', '()', '(1,)', '(1, 2)', '((),)', '((1,), [2], {3: 4})', '([],)',
    '{}', '{1: 2}', '{"a": 1, "b": [1.0]}', '{(1, 2): {3: 4}}', '{None: None, True: False}', '{"__proto__": 1}', '{1.0: 1}', '{b"k": ()}',
    'set()', '{1}', '{1, 2, 3}', '{"x"}', '{(1,)}', 'frozenset()', 'frozenset({1})', 'frozenset({1, 2})', 'frozenset({frozenset()})', '{frozenset({1})}',
    'range(3)', 'range(0)', 'range(1, 10, 2)', 'range(10, 0, -1)', 'range(2**70)', 'range(0, 5, 1)',
    'slice(1)', 'slice(1, 2)', 'slice(None, None, -1)', 'slice("a", (1,), [])',
    'cyclic_list()', 'cyclic_dict()', 'cyclic_tuple()', 'mutual()', 'shared()', '[cyclic_list(), cyclic_tuple()]',
]


def generated():
    rng = random.Random(20240229)
    for exponent in range(-25, 26):
        yield f'1e{exponent}'
        yield f'-1.2345678901234567e{exponent}'
    for _ in range(150):
        yield f"struct.unpack('>d', bytes.fromhex('{rng.getrandbits(64):016x}'))[0]"
    for _ in range(40):
        yield str(rng.getrandbits(rng.randrange(1, 200)) - 2**60)
    alphabet = ['a', "'", '"', '\\', '\n', '\t', '\x00', '\x7f', '\xe9', '\xa0', '\u200b', '\u4e2d', '\ud800', '\U0001f40d', '\udfff ', ' ', 'z']
    for _ in range(80):
        yield ascii(''.join(rng.choice(alphabet) for _ in range(rng.randrange(1, 12))))
    for _ in range(40):
        yield repr(bytes(rng.choice(b'a\'"\\\n\x00\xff ') for _ in range(rng.randrange(1, 9))))
    for _ in range(20):
        yield f'complex({rng.choice([0.0, -0.0, 1.0, 0.5, 1e16, -3.25])!r}, {rng.choice([0.0, -0.0, 1.0, 0.5, 1e16, -3.25])!r})'


def has_surrogate_pair(text):
    """Two surrogates in a row are two characters in Python and one in UTF-16."""
    return any('\ud800' <= a <= '\udbff' and '\udc00' <= b <= '\udfff' for a, b in zip(text, text[1:]))


def main():
    rows = []
    for expr in [*EXPRS, *generated()]:
        value = eval(expr)
        if isinstance(value, str) and has_surrogate_pair(value):
            continue
        rows.append({'expr': expr, 'value': tag(value, {}), 'repr': repr(value)})
    version = '.'.join(map(str, sys.version_info[:3]))
    print('{"python": "%s", "rows": [' % version)
    print(',\n'.join(json.dumps(row) for row in rows))
    print(']}')


main()
