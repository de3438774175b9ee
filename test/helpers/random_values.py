"""Random nested values of builtin types: `random_values.py SEED COUNT` prints a JSON line {repr, pickles} for each."""
import base64
import io
import json
import pickle
import random
import sys


def scalar(rng):
    kind = rng.randrange(12)
    if kind == 0:
        return None
    if kind == 1:
        return rng.random() < 0.5
    if kind == 2:
        return rng.randrange(-300, 300)
    if kind == 3:
        return rng.choice((-1, 1)) * (2 ** rng.randrange(0, 130) + rng.randrange(-1, 2))
    if kind == 4:
        return rng.choice((0.0, -0.0, 1.0, 1e16, 1e15, 1e-5, 5e-324, 1e300, float('inf'), -float('inf'), float('nan')))
    if kind == 5:
        return rng.uniform(-1, 1) * 10.0 ** rng.randrange(-30, 30)
    if kind in (6, 7):
        return ''.join(chr(rng.randrange(32, 127)) for _ in range(rng.randrange(0, 12)))
    if kind == 8:
        # Surrogates, also a high one before a low one: in UTF-16 the two are one character.
        return ''.join(chr(rng.choice((10, 13, 26, 39, 34, 92, 0, 0xe9, 0xff, 0x20ac, 0xd800, 0xd83d, 0xdc00, 0xdfff, 0xffff, 0x1f600, 0x10ffff))) for _ in range(rng.randrange(0, 6)))
    if kind == 9:
        return bytes(rng.randrange(256) for _ in range(rng.randrange(0, 12)))
    if kind == 10:
        return rng.choice(('id', 'name', 'value', '__proto__', 'constructor', 'then', '1', '10', ''))
    # Without the single quote, whose escape in a bytearray's repr is another from 3.15 on.
    return bytearray(rng.randrange(256) for _ in range(rng.randrange(0, 6))).replace(b"'", b'')


def hashable(rng, depth):
    while True:
        value = scalar(rng)
        # A nan is a key of its own each time it is read.
        if isinstance(value, bytearray) or value != value:
            continue
        break
    if depth > 0 and rng.random() < 0.2:
        return tuple(hashable(rng, depth - 1) for _ in range(rng.randrange(0, 4)))
    if depth > 0 and rng.random() < 0.1:
        return frozenset(hashable(rng, depth - 1) for _ in range(rng.randrange(0, 2)))
    return value


def nested(rng, depth, made):
    kind = rng.randrange(10) if depth > 0 else 9
    size = rng.choice((0, 1, 2, 3, 4, 8))
    if made and rng.random() < 0.1:
        return rng.choice(made)
    if kind < 3:
        value = [nested(rng, depth - 1, made) for _ in range(size)]
    elif kind < 5:
        value = tuple(nested(rng, depth - 1, made) for _ in range(size))
    elif kind < 7:
        value = {hashable(rng, 2): nested(rng, depth - 1, made) for _ in range(size)}
    elif kind == 7:
        value = {rng.choice('abcdefgh') * rng.randrange(1, 4): nested(rng, depth - 1, made) for _ in range(size)}
    elif kind == 8:
        # One item: the order of more would depend on the writer.
        value = rng.choice((set, frozenset))([hashable(rng, 1)])
    else:
        return scalar(rng)
    made.append(value)
    if isinstance(value, list) and rng.random() < 0.05:
        value.append(value)
    return value


def main(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        value = nested(rng, rng.randrange(1, 6), [])
        pickles = {}
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            for pickler in (pickle.Pickler, pickle._Pickler):
                file = io.BytesIO()
                pickler(file, protocol).dump(value)
                pickles[file.getvalue()] = True
        print(json.dumps({'repr': repr(value), 'pickles': [base64.b64encode(data).decode('ascii') for data in pickles]}))


main(int(sys.argv[1]), int(sys.argv[2]))
