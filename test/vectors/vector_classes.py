"""Classes, functions and object graphs that the vectors are pickles of. Runs on CPython 2.7 and 3.6 on.

Pickles name this module (`vector_classes`); a reader never needs it, because unknown names stay inert.
"""
import collections
import sys

try:
    import copyreg
except ImportError:
    import copy_reg as copyreg

PY2 = sys.version_info[0] == 2
text = type(u'')


# Plain instances

class Plain(object):
    def __init__(self, **attributes):
        self.__dict__.update(attributes)


class Empty(object):
    pass


class Old:
    """An old-style class in Python 2: INST and OBJ."""

    def __init__(self, **attributes):
        self.__dict__.update(attributes)


class OldInit:
    """Arguments between the mark and INST or OBJ in Python 2."""

    def __init__(self, *args):
        self.args = args

    def __getinitargs__(self):
        return self.args


class Slots(object):
    __slots__ = ('a', 'b')

    def __init__(self, **attributes):
        for name, value in attributes.items():
            setattr(self, name, value)


class SlotsAndDict(Slots):
    pass


class State(object):
    """`__getstate__` gives whatever it was made with; `__setstate__` takes it."""

    def __init__(self, state):
        self.state = state

    def __getstate__(self):
        return self.state

    def __setstate__(self, state):
        self.state = state


class GetStateOnly(object):
    def __init__(self, **attributes):
        self.__dict__.update(attributes)

    def __getstate__(self):
        return {'kept': self.kept}


class NewArgs(object):
    def __new__(cls, *args):
        self = object.__new__(cls)
        self.args = args
        return self

    def __getnewargs__(self):
        return self.args


class NewArgsEx(object):
    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.given = (args, sorted(kwargs))
        self.more = (args, kwargs)
        return self

    def __getnewargs_ex__(self):
        return self.more

    def __getstate__(self):
        return {'given': self.given}


# Reductions

class Reduced(object):
    """Its reduction is whatever it was made with; a callable part is called with the object first."""

    def __init__(self, parts):
        self.parts = parts

    def __reduce__(self):
        return self.parts(self) if callable(self.parts) else self.parts


def make(*args):
    """Result of a REDUCE: anything that takes items, entries and state."""
    return Collector(args)


def set_state(self, state):
    """The sixth part of a reduction."""
    self.state = state


class Collector(object):
    def __init__(self, args=()):
        self.args = args
        self.collected = []

    def append(self, item):
        self.collected.append(item)

    def extend(self, items):
        self.collected.extend(items)

    def add(self, item):
        self.collected.append(item)

    def __setitem__(self, key, value):
        self.collected.append((key, value))


class Singleton(object):
    def __reduce__(self):
        return 'SINGLETON'


SINGLETON = Singleton()


class Registered(object):
    def __init__(self, value):
        self.value = value


copyreg.pickle(Registered, lambda self: (Registered, (self.value,)))


# Subclasses of builtin types

class MyList(list):
    pass


class MyDict(dict):
    pass


class MySet(set):
    pass


class MyFrozenSet(frozenset):
    pass


class MyInt(int):
    pass


class MyFloat(float):
    pass


class MyText(text):
    pass


class MyBytes(bytes):
    pass


class MyTuple(tuple):
    pass


class MyOrderedDict(collections.OrderedDict):
    pass


Point = collections.namedtuple('Point', 'x y')


class Meta(type):
    pass


WithMeta = Meta('WithMeta', (object,), {'__module__': __name__})


class MyError(Exception):
    pass


class MyErrorArgs(Exception):
    def __init__(self, code, reason):
        Exception.__init__(self, code, reason)
        self.code = code


def with_attributes(target, **attributes):
    for name, value in attributes.items():
        setattr(target, name, value)
    return target


# Globals

def function():
    return None


class Outer(object):
    class Inner(object):
        class Core(object):
            pass

    def method(self):
        return None

    @classmethod
    def made(cls):
        return cls()


# Names that JavaScript objects inherit; as globals they must stay inert.
def _named(name):
    cls = type('constructor', (object,), {'__module__': __name__})
    cls.__name__ = name
    if not PY2:
        cls.__qualname__ = name
    globals()[name] = cls
    return cls


for _name in ('constructor', '__proto__', 'hasOwnProperty', 'toString', 'then', '__defineGetter__'):
    _named(_name)


# Extension codes (PEP 307)

class Ext1(object):
    pass


class Ext1Last(object):
    pass


class Ext2(object):
    pass


class Ext2Last(object):
    pass


class Ext4(object):
    pass


class Ext4Last(object):
    pass


for _name, _code in (('Ext1', 1), ('Ext1Last', 0xff), ('Ext2', 0x100), ('Ext2Last', 0xffff), ('Ext4', 0x10000), ('Ext4Last', 0x7fffffff)):
    copyreg.add_extension(__name__, _name, _code)


# Persistent ids

class External(object):
    """Lives outside of the pickle, under `pid`."""

    def __init__(self, pid):
        self.pid = pid


# Graphs with shared references and cycles

def nested(depth, wrap):
    """`depth` containers one in the other; `wrap` makes one from its only item."""
    value = wrap(None)
    for _ in range(depth - 1):
        value = wrap(value)
    return value


def shared_list():
    part = [1]
    return [part, part, [part]]


def shared_mixed():
    text_part = u'shared text'
    tuple_part = (1, [2])
    dict_part = {u'k': tuple_part}
    return [text_part, text_part, tuple_part, tuple_part, dict_part, dict_part, tuple_part[1], bytearray(b'ab')]


def shared_bytearray():
    part = bytearray(b'xyz')
    return [part, part]


def doubled(levels):
    """Billion laughs: 2 ** levels leaves, `levels` lists."""
    value = [u'leaf']
    for _ in range(levels):
        value = [value, value]
    return value


def doubled_tuple(levels):
    value = (u'leaf',)
    for _ in range(levels):
        value = (value, value)
    return value


def cyclic_list():
    value = []
    value.append(value)
    return value


def cyclic_dict():
    value = {}
    value[u'self'] = value
    return value


def cyclic_tuple():
    value = ([],)
    value[0].append(value)
    return value


def cyclic_tuple_of(length):
    """A tuple of `length` items that holds itself through a list: POP or POP_MARK, then GET."""
    part = []
    value = (part,) + tuple(range(length - 1))
    part.append(value)
    return value


def cyclic_tuple_dict():
    value = ({},)
    value[0][u'up'] = value
    return value


def cyclic_instance():
    value = Plain()
    value.me = value
    value.parts = [value, {u'me': value}, (value,)]
    return value


def cyclic_set():
    value = Plain()
    value.group = set([value])
    return value


def cyclic_set_outside():
    value = Plain()
    group = set([value])
    value.group = group
    return group


def cyclic_frozenset():
    value = Plain()
    value.group = frozenset([value])
    return value


def cyclic_frozenset_outside():
    value = Plain()
    group = frozenset([value])
    value.group = group
    return group


def cyclic_key():
    value = Plain()
    value.table = {value: 1}
    return value


def cyclic_list_subclass():
    value = MyList()
    value.append(value)
    value.me = value
    return value


def cyclic_dict_subclass():
    value = MyDict()
    value[u'me'] = value
    value.me = value
    return value


def cyclic_slots():
    value = Slots()
    value.a = value
    value.b = [value]
    return value


def cyclic_state():
    value = State(None)
    value.state = [value, (value,)]
    return value


def cyclic_reduce_state():
    return Reduced(lambda self: (make, (1,), {u'me': self}))


def cyclic_reduce_items():
    return Reduced(lambda self: (make, (1,), None, iter([self, self]), iter([(u'me', self)])))


def two_cycles():
    left, right = [], {}
    left.append(right)
    right[u'left'] = left
    right[u'right'] = right
    return (left, right)


def tree_with_parents():
    root = Plain(name=u'root', parent=None, children=[])
    for name in (u'a', u'b'):
        root.children.append(Plain(name=name, parent=root, children=[]))
    return root


def long_text(length, start=0x20):
    """Distinct characters, so that nothing repeats cheaply."""
    unit = u''.join(u'%c' % (start + i % 90) for i in range(1000))
    return (unit * (length // 1000 + 1))[:length]


def long_bytes(length):
    unit = bytes(bytearray((i * 7) & 0xff for i in range(1000)))
    return (unit * (length // 1000 + 1))[:length]


if not PY2:
    from vector_classes_py3 import *  # noqa: F401,F403
