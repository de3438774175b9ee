"""Makes the benchmark's data with CPython, always the same for one version of Python and NumPy.

    python3 bench/inputs/cases.py OUT SCALE PROTOCOL NAME...

For every case it writes into OUT: NAME.p<protocol>.pkl, NAME.json when JSON can hold the same data, NAME.buffers for out-of-band buffers,
and NAME.p<protocol>.json, which describes them. The cases of many messages are written as a count and length-prefixed messages (uint32, little-endian).
A case whose libraries are not installed is skipped. One line of JSON per case goes to standard output.
"""

import collections
import datetime
import hashlib
import json
import pathlib
import pickle
import random
import struct
import sys
import types

SEED = 20240229
SYLLABLES = "ka lo mi ter ra ven do sil po na qui bra sto el um fa gen ti or ba".split()
WORDS_NOT_ASCII = ["Łódź", "Ελλάδα", "Москва", "東京都", "naïve", "Größe", "😀 ok", "ação", "Škoda", "عربي"]


class Model:
    """A class whose instances pickle as NEWOBJ and BUILD with their attributes."""

    def __init__(self, **attributes):
        self.__dict__.update(attributes)


class Account:
    """A class whose instances are made with arguments (NEWOBJ with a tuple of two) and then get their state."""

    def __new__(cls, number, owner):
        self = super().__new__(cls)
        self.number = number
        self.owner = owner
        return self

    def __getnewargs__(self):
        return (self.number, self.owner)


Point = collections.namedtuple("Point", ["x", "y", "label"])


def register_module(name, *classes):
    """Makes pickle find the classes in a module that both this file and whoever loads the data import."""
    module = sys.modules.setdefault(name, types.ModuleType(name))
    for cls in classes:
        cls.__module__ = name
        setattr(module, cls.__name__, cls)


register_module("bench_models", Model, Account, Point)


class Case:
    """What a maker returns: `value`, the nearest JSON, and whether that JSON reads back as the same values."""

    def __init__(self, value, json_value=None, same=False, messages=False, out_of_band=False):
        self.value = value
        self.json_value = json_value
        self.same = same
        self.messages = messages
        self.out_of_band = out_of_band


def plain(value):
    """A case that JSON can hold as it is."""
    return Case(value, value, same=True)


def word(rng, syllables):
    return "".join(rng.choice(SYLLABLES) for _ in range(syllables))


def records(rng, scale):
    cities = [word(rng, 3).title() for _ in range(50)]
    rows = []
    for number in range(int(100_000 * scale)):
        name = word(rng, 2).title() + " " + word(rng, 3).title()
        rows.append(
            {
                "id": number,
                "name": name,
                "email": name.lower().replace(" ", ".") + "@example.org",
                "score": rng.random() * 100,
                "active": rng.random() < 0.7,
                "age": rng.randint(18, 90),
                "city": rng.choice(cities),
                "balance": round(rng.uniform(-1e4, 1e6), 2) + 0.001,
            }
        )
    return plain(rows)


def tree(rng, scale):
    users = [
        {
            "id": rng.getrandbits(50),
            "name": word(rng, 3),
            "screen_name": word(rng, 2),
            "location": rng.choice(WORDS_NOT_ASCII + [None]),
            "followers_count": rng.getrandbits(18),
            "verified": rng.random() < 0.02,
        }
        for _ in range(500)
    ]
    tweets = []
    for _ in range(int(9_000 * scale)):
        text = " ".join(word(rng, rng.randint(1, 4)) for _ in range(rng.randint(5, 20)))
        tags = [{"text": word(rng, 2), "indices": [rng.randint(0, 60), rng.randint(61, 140)]} for _ in range(rng.randint(0, 3))]
        tweets.append(
            {
                "id": rng.getrandbits(52),
                "created_at": "Thu Feb 29 %02d:%02d:%02d +0000 2024" % (rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59)),
                "text": text,
                "user": dict(rng.choice(users)),
                "entities": {"hashtags": tags, "urls": [], "user_mentions": [{"id": rng.getrandbits(40), "name": word(rng, 2)}]},
                "geo": None if rng.random() < 0.9 else {"type": "Point", "coordinates": [rng.uniform(-90, 90), rng.uniform(-180, 180)]},
                "retweet_count": rng.getrandbits(10),
                "favorited": rng.random() < 0.1,
                "lang": rng.choice(["en", "de", "cs", "ja"]),
            }
        )
    return plain({"statuses": tweets, "search_metadata": {"count": len(tweets), "query": "pickle"}})


def floats(rng, scale):
    return plain([rng.random() * 1000 for _ in range(int(1_000_000 * scale))])


def smallints(rng, scale):
    return plain([rng.randint(0, 1000) for _ in range(int(1_000_000 * scale))])


def mixints(rng, scale):
    return Case([rng.getrandbits(rng.randint(1, 100)) * rng.choice((1, -1)) for _ in range(int(200_000 * scale))])


def str_ascii(rng, scale):
    return plain([word(rng, rng.randint(2, 5)) + str(number) for number in range(int(300_000 * scale))])


def str_memo(rng, scale):
    pairs = [chr(97 + a) + chr(97 + b) for a in range(26) for b in range(26)]
    return plain([rng.choice(pairs) for _ in range(int(300_000 * scale))])


def str_long(rng, scale):
    text = " ".join(word(rng, rng.randint(1, 4)) for _ in range(50_000))
    starts = [(rng.randint(0, 200_000), rng.randint(200, 2000)) for _ in range(int(50_000 * scale))]
    return plain([text[start : start + length] for start, length in starts])


def str_uni(rng, scale):
    return plain([rng.choice(WORDS_NOT_ASCII) + " " + rng.choice(WORDS_NOT_ASCII) + str(n) for n in range(int(100_000 * scale))])


def bytes64m(rng, scale):
    return Case(random.Random(SEED).randbytes(1 << 16) * max(int(1024 * scale), 1))


def bytes10k(rng, scale):
    return Case([rng.randbytes(6_000) for _ in range(int(10_000 * scale))])


def np64m(rng, scale):
    import numpy

    return Case(numpy.random.default_rng(SEED).random(max(int((8 << 20) * scale), 8)))


def np64m_oob(rng, scale):
    case = np64m(rng, scale)
    return Case(case.value, out_of_band=True)


def instances(rng, scale):
    states = [
        {"number": number, "name": word(rng, 3), "weight": rng.random(), "tags": [word(rng, 1), word(rng, 2)]}
        for number in range(int(100_000 * scale))
    ]
    return Case([Model(**state) for state in states], states)


def registered(rng, scale):
    accounts = []
    for number in range(int(100_000 * scale)):
        account = Account(number, word(rng, 3))
        account.balance = rng.random()
        account.open = rng.random() < 0.7
        accounts.append(account)
    return Case(accounts, [vars(account) for account in accounts])


def ntuples(rng, scale):
    points = [Point(rng.randint(0, 9999), rng.random(), rng.choice(SYLLABLES)) for _ in range(int(100_000 * scale))]
    return Case(points, [list(point) for point in points])


def datetimes(rng, scale):
    start = datetime.datetime(2020, 1, 1)
    values = [start + datetime.timedelta(microseconds=rng.getrandbits(47)) for _ in range(int(100_000 * scale))]
    return Case(values, [value.isoformat() for value in values])


def dict_str(rng, scale):
    return plain({word(rng, 3) + str(number): number for number in range(int(500_000 * scale))})


def dict_int(rng, scale):
    value = {rng.getrandbits(31): rng.random() for _ in range(int(200_000 * scale))}
    return Case(value, {str(key): item for key, item in value.items()})


def deep(rng, scale):
    chains = []
    for _ in range(max(int(200 * scale), 1)):
        chain = []
        for level in range(499):
            chain = [chain, level] if level % 2 else [chain]
        chains.append(chain)
    return plain(chains)


def tiny(rng, scale):
    messages = []
    for _ in range(int(100_000 * scale)):
        kwargs = {word(rng, 1): rng.getrandbits(20) for _ in range(rng.randint(0, 3))}
        messages.append(
            {
                "id": "%032x" % rng.getrandbits(128),
                "task": "shop.tasks." + word(rng, 3),
                "args": [rng.getrandbits(30), word(rng, 2), rng.random()],
                "kwargs": kwargs,
                "retries": rng.randint(0, 3),
                "eta": None,
                "utc": True,
            }
        )
    return Case(messages, messages, same=True, messages=True)


def dataframe(rng, scale):
    import numpy
    import pandas

    rows = int(200_000 * scale)
    random_numbers = numpy.random.default_rng(SEED)
    frame = {"float%d" % number: random_numbers.random(rows) for number in range(4)}
    frame.update({"int%d" % number: random_numbers.integers(0, 1000, rows) for number in range(3)})
    frame["flag"] = random_numbers.random(rows) < 0.5
    frame["when"] = pandas.date_range("2020-01-01", periods=rows, freq="min")
    frame["kind"] = pandas.Categorical(random_numbers.choice(SYLLABLES, rows))
    return Case(pandas.DataFrame(frame))


def forest(rng, scale):
    import numpy
    import sklearn.ensemble

    random_numbers = numpy.random.default_rng(SEED)
    samples = random_numbers.random((max(int(4_000 * scale), 50), 12))
    labels = (samples[:, 0] + random_numbers.random(len(samples)) > 1).astype(int)
    model = sklearn.ensemble.RandomForestClassifier(n_estimators=max(int(60 * scale), 3), random_state=SEED % 1000)
    return Case(model.fit(samples, labels))


MAKERS = [
    records, tree, floats, smallints, mixints, str_ascii, str_memo, str_long, str_uni, bytes64m, bytes10k, np64m, np64m_oob, instances,
    registered, ntuples, datetimes, dict_str, dict_int, deep, tiny, dataframe, forest,
]  # fmt: skip


def count_values(value):
    """Scalars and containers in the built-in containers and instances of `value`; a container that is shared counts once."""
    total = 0
    seen = set()
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, (dict, list, tuple, set, Model, Account)):
            if id(item) in seen:
                continue
            seen.add(id(item))
        total += 1
        if isinstance(item, dict):
            stack.extend(item.keys())
            stack.extend(item.values())
        elif isinstance(item, (list, tuple, set)):
            stack.extend(item)
        elif isinstance(item, (Model, Account)):
            stack.append(item.__dict__)
    return total


def join_messages(messages):
    return struct.pack("<I", len(messages)) + b"".join(struct.pack("<I", len(message)) + message for message in messages)


def to_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def write_case(out, name, make, scale, protocol, key):
    case = make(random.Random(SEED), scale)
    used_protocol = 5 if case.out_of_band else protocol
    buffers = []
    if case.messages:
        data = join_messages([pickle.dumps(message, used_protocol) for message in case.value])
    elif case.out_of_band:
        data = pickle.dumps(case.value, used_protocol, buffer_callback=buffers.append)
        (out / (name + ".buffers")).write_bytes(join_messages([bytes(buffer.raw()) for buffer in buffers]))
    else:
        data = pickle.dumps(case.value, used_protocol)
    (out / ("%s.p%d.pkl" % (name, used_protocol))).write_bytes(data)
    if case.json_value is not None:
        encoded = join_messages([to_json(message) for message in case.json_value]) if case.messages else to_json(case.json_value)
        (out / (name + ".json")).write_bytes(encoded)
    description = {
        "key": key,
        "madeBy": "CPython " + sys.version.split()[0],
        "pickle": "%s.p%d.pkl" % (name, used_protocol),
        "protocol": used_protocol,
        "buffers": name + ".buffers" if case.out_of_band else None,
        "json": None if case.json_value is None else name + ".json",
        "sameInJson": case.same,
        "messages": case.messages,
        "values": count_values(case.value),
        "length": len(case.value) if hasattr(case.value, "__len__") else 1,
    }
    (out / ("%s.p%d.json" % (name, protocol))).write_text(json.dumps(description, indent=1) + "\n")


def main(out, scale, protocol, names):
    sys.setrecursionlimit(20_000)
    out.mkdir(parents=True, exist_ok=True)
    source = pathlib.Path(__file__).read_bytes()
    key = hashlib.sha256(source + repr((sys.version, scale)).encode()).hexdigest()[:16]
    makers = {maker.__name__: maker for maker in MAKERS}
    for name in names:
        described = out / ("%s.p%d.json" % (name, protocol))
        if described.exists() and json.loads(described.read_text())["key"] == key:
            print(json.dumps({"name": name}), flush=True)
            continue
        try:
            write_case(out, name, makers[name], scale, protocol, key)
            print(json.dumps({"name": name}), flush=True)
        except ImportError as error:
            print(json.dumps({"name": name, "missing": error.name}), flush=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
