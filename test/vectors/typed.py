"""What a pickle means when no class of its own exists: a reference interpreter, and a text form of its values.

`load(data, ...)` is CPython's own `pickle._Unpickler` (the opcode loop of Lib/pickle.py), with calls and instances turned into
inert records. Lists, dicts, tuples, bytes and numbers are Python's own. `tokens(value)` writes the graph as a flat list of
strings; test/helpers/typed.ts documents the form and does the same to the values of this package. Needs Python 3.8 or newer.
"""
import io
import pickle
import re


class Global(object):
    def __init__(self, module, name):
        self.module, self.name = module, name


class Extension(object):
    def __init__(self, code):
        self.code = code


class Persistent(object):
    def __init__(self, pid):
        self.pid = pid


class Inert(object):
    """A call that was not made (form 'call'), or an instance of a class that does not exist."""

    def __init__(self, form, callee, args, kwargs=None, args_value=None):
        self.form, self.callee, self.args, self.kwargs, self.args_value = form, callee, list(args), kwargs, args_value
        self.states, self.items, self.entries, self.setter = [], None, None, None


class OrderedItems(object):
    """A set in the order of the pickle."""

    def __init__(self, items=()):
        self.items = dict.fromkeys(items)


class Set(OrderedItems):
    __hash__ = None


class FrozenSet(OrderedItems):
    def __hash__(self):
        return hash(frozenset(self.items))

    def __eq__(self, other):
        return isinstance(other, FrozenSet) and self.items.keys() == other.items.keys()


def _codecs_encode(text, encoding='utf-8'):
    if encoding not in ('latin1', 'latin-1'):
        raise pickle.UnpicklingError('encoding %r' % encoding)
    return text.encode('latin1')


# Calls that make plain data; every reader of pickles must know them.
DATA = {
    ('_codecs', 'encode'): _codecs_encode,
    ('builtins', 'bytes'): bytes,
    ('builtins', 'bytearray'): bytearray,
    ('builtins', 'set'): Set,
    ('builtins', 'frozenset'): FrozenSet,
    ('builtins', 'complex'): complex,
    ('builtins', 'range'): range,
    ('builtins', 'slice'): slice,
}
VALUES = {('builtins', 'Ellipsis'): Ellipsis, ('builtins', 'NotImplemented'): NotImplemented}


# Two code points that are one character in UTF-16.
SPLIT = re.compile('[\ud800-\udbff][\udc00-\udfff]')


class Unpickler(pickle._Unpickler):
    dispatch = dict(pickle._Unpickler.dispatch)

    def __init__(self, *args, **kwargs):
        self.globals = {}
        self.fix = kwargs.get('fix_imports', True)
        super().__init__(*args, **kwargs)

    def find_class(self, module, name):
        if not module or not name:
            raise pickle.UnpicklingError('empty name')
        if self.proto < 3 and self.fix:
            import _compat_pickle as compat
            if (module, name) in compat.NAME_MAPPING:
                module, name = compat.NAME_MAPPING[(module, name)]
            elif module in compat.IMPORT_MAPPING:
                module = compat.IMPORT_MAPPING[module]
        key = (module, name)
        if key in VALUES:
            return VALUES[key]
        return self.globals.setdefault(key, Global(module, name))

    def persistent_load(self, pid):
        return Persistent(pid)

    def get_extension(self, code):
        if code <= 0:
            raise pickle.UnpicklingError('EXT specifies code <= 0')
        self.append(Extension(code))

    def need_target(self, target):
        if isinstance(target, (Global, Extension, Persistent)):
            raise pickle.UnpicklingError('not an instance')
        return isinstance(target, Inert)

    def need_callable(self, callee):
        if not isinstance(callee, (Global, Extension, Persistent, Inert)):
            raise pickle.UnpicklingError('not callable')

    def call(self, callee, args):
        self.need_callable(callee)
        if self.unknown(args):
            return Inert('call', callee, [], args_value=args)
        if type(args) is not tuple:
            raise pickle.UnpicklingError('arguments are no tuple')
        key = (callee.module, callee.name) if isinstance(callee, Global) else None
        if key in DATA:
            return DATA[key](*args)
        if key == ('copyreg', '_reconstructor'):
            cls, base, state = args
            return Inert('reconstructor', cls, [base, state])
        return Inert('call', callee, args)

    def unknown(self, value):
        """Only Python knows what it is."""
        return isinstance(value, (Global, Extension, Persistent, Inert))

    def load_reduce(self):
        args = self.stack.pop()
        self.stack[-1] = self.call(self.stack[-1], args)
    dispatch[pickle.REDUCE[0]] = load_reduce

    def load_newobj(self):
        args = self.stack.pop()
        cls = self.stack.pop()
        self.need_callable(cls)
        if self.unknown(args):
            self.append(Inert('NEWOBJ', cls, [], args_value=args))
            return
        if type(args) is not tuple:
            raise pickle.UnpicklingError('arguments are no tuple')
        self.append(Inert('NEWOBJ', cls, args))
    dispatch[pickle.NEWOBJ[0]] = load_newobj

    def load_newobj_ex(self):
        kwargs = self.stack.pop()
        args = self.stack.pop()
        cls = self.stack.pop()
        self.need_callable(cls)
        if self.unknown(args):
            self.append(Inert('NEWOBJ_EX', cls, [], kwargs, args))
            return
        if type(args) is tuple and self.unknown(kwargs):
            self.append(Inert('NEWOBJ_EX', cls, args, kwargs))
            return
        if type(args) is not tuple or type(kwargs) is not dict:
            raise pickle.UnpicklingError('arguments are no tuple and dict')
        if not all(type(key) is str for key in kwargs):
            raise pickle.UnpicklingError('keywords must be strings')
        self.append(Inert('NEWOBJ_EX', cls, args, kwargs))
    dispatch[pickle.NEWOBJ_EX[0]] = load_newobj_ex

    def load_inst(self):
        module = self.readline()[:-1].decode('ascii')
        name = self.readline()[:-1].decode('ascii')
        args = self.pop_mark()
        self.append(Inert('INST', self.find_class(module, name), args))
    dispatch[pickle.INST[0]] = load_inst

    def load_obj(self):
        args = self.pop_mark()
        cls = args.pop(0)
        self.need_callable(cls)
        self.append(Inert('OBJ', cls, args))
    dispatch[pickle.OBJ[0]] = load_obj

    def load_build(self):
        state = self.stack.pop()
        if self.need_target(self.stack[-1]):
            self.stack[-1].states.append(state)
        elif state is not None and state != (None, None):
            raise pickle.UnpicklingError('BUILD on data')
    dispatch[pickle.BUILD[0]] = load_build

    def add(self, target, items):
        if self.need_target(target):
            target.items = (target.items or []) + items
        elif isinstance(target, (list, bytearray)):
            target.extend(items)
        else:
            raise pickle.UnpicklingError('APPEND on %r' % type(target))

    def load_append(self):
        value = self.stack.pop()
        self.add(self.stack[-1], [value])
    dispatch[pickle.APPEND[0]] = load_append

    def load_appends(self):
        items = self.pop_mark()
        target = self.stack[-1]
        if items:
            self.add(target, items)
    dispatch[pickle.APPENDS[0]] = load_appends

    def set(self, target, flat):
        if len(flat) % 2:
            raise pickle.UnpicklingError('odd number of items')
        pairs = list(zip(flat[::2], flat[1::2]))
        if self.need_target(target):
            target.entries = (target.entries or []) + pairs
        else:
            for key, value in pairs:
                target[key] = value

    def load_setitem(self):
        value = self.stack.pop()
        key = self.stack.pop()
        self.set(self.stack[-1], [key, value])
    dispatch[pickle.SETITEM[0]] = load_setitem

    def load_setitems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        if items:
            self.set(target, items)
    dispatch[pickle.SETITEMS[0]] = load_setitems

    def load_empty_set(self):
        self.append(Set())
    dispatch[pickle.EMPTY_SET[0]] = load_empty_set

    def load_additems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        if not items:
            return
        if self.need_target(target):
            target.items = (target.items or []) + items
        elif isinstance(target, Set):
            target.items.update(dict.fromkeys(items))
        else:
            raise pickle.UnpicklingError('ADDITEMS on %r' % type(target))
    dispatch[pickle.ADDITEMS[0]] = load_additems

    def load_frozenset(self):
        items = self.pop_mark()
        self.append(FrozenSet(items))
    dispatch[pickle.FROZENSET[0]] = load_frozenset

    def load_next_buffer(self):
        if self._buffers is None:
            raise pickle.UnpicklingError('no buffers')
        self.append(bytearray(next(self._buffers)))
    dispatch[pickle.NEXT_BUFFER[0]] = load_next_buffer

    def load_readonly_buffer(self):
        if not isinstance(self.stack[-1], (bytes, bytearray)):
            raise pickle.UnpicklingError('not a buffer')
        self.stack[-1] = bytes(self.stack[-1])
    dispatch[pickle.READONLY_BUFFER[0]] = load_readonly_buffer

    def load_pop(self):
        """The call of a state setter (the sixth part of a reduction) is `setter(obj, state)` with its result dropped."""
        if self.stack:
            value = self.stack.pop()
            if isinstance(value, Inert) and value.form == 'call' and len(value.args) == 2 and isinstance(value.args[0], Inert) \
                    and self.stack and self.stack[-1] is value.args[0]:
                value.args[0].setter = value.callee
                value.args[0].states.append(value.args[1])
        else:
            self.pop_mark()
    dispatch[pickle.POP[0]] = load_pop


def load(data, **options):
    """The value of the first pickle in `data`."""
    return Unpickler(io.BytesIO(data), **options).load()


def load_all(data, shared):
    """The values of all pickles in `data`; `shared`: they were written by one Pickler."""
    file = io.BytesIO(data)
    reader = Unpickler(file)
    values = []
    while file.tell() < len(data):
        if not shared:
            reader = Unpickler(file)
        values.append(reader.load())
    return values


def tokens(value):
    """The graph under `value` in preorder. Objects with identity are numbered by the order of their first visit."""
    out = []
    numbers = {}
    todo = [value]

    def push(*values):
        todo.extend(reversed(values))

    while todo:
        value = todo.pop()
        kind = type(value)
        if value is None or kind is bool:
            out.append({None: 'N', True: 'T', False: 'F'}[value])
        elif kind is int:
            out.append('i%s' % _decimal(value))
        elif kind is float:
            out.append('f%r' % value)
        elif kind is str:
            # JSON and JavaScript would join such surrogates.
            out.append('S' + ' '.join('%x' % ord(c) for c in value) if SPLIT.search(value) else 's' + value)
        elif kind is bytes:
            out.append('b' + value.hex())
        elif kind is Global:
            out.append('g%s %s' % (value.module, value.name))
        elif kind is Extension:
            out.append('x%d' % value.code)
        elif kind is Persistent:
            out.append('p')
            push(value.pid)
        elif kind in (complex, range, slice) or value is Ellipsis or value is NotImplemented:
            out.append('v%r' % (value,))
        elif kind is tuple and not value:
            out.append('(0')
        elif kind is FrozenSet and not value.items:
            out.append('$0')
        elif id(value) in numbers:
            out.append('@%d' % numbers[id(value)])
        else:
            numbers[id(value)] = len(numbers)
            if kind is bytearray:
                out.append('B' + value.hex())
            elif kind is list:
                out.append('[%d' % len(value))
                push(*value)
            elif kind is tuple:
                out.append('(%d' % len(value))
                push(*value)
            elif kind is dict:
                out.append('{%d' % len(value))
                push(*[part for pair in value.items() for part in pair])
            elif kind is Set:
                out.append('<%d' % len(value.items))
                push(*value.items)
            elif kind is FrozenSet:
                out.append('$%d' % len(value.items))
                push(*value.items)
            elif kind is Inert:
                _inert(value, out, push)
            else:
                raise TypeError(kind)
    return out


def _inert(value, out, push):
    head = 'o%s %d' % (value.form, len(value.args))
    parts = [value.callee] + value.args
    if value.args_value is not None:
        head += ' args'
        parts.append(value.args_value)
    if value.kwargs is not None:
        head += ' kwargs'
        parts.append(value.kwargs)
    if value.items is not None:
        head += ' items=%d' % len(value.items)
        parts += value.items
    if value.entries is not None:
        head += ' entries=%d' % len(value.entries)
        parts += [part for pair in value.entries for part in pair]
    if value.states:
        head += ' states=%d' % len(value.states)
        parts += value.states
    if value.setter is not None:
        head += ' setter'
        parts.append(value.setter)
    out.append(head)
    push(*parts)


def _decimal(value):
    """`str(value)`, without the bound on digits that newer versions have."""
    if abs(value) < 10 ** 4000:
        return str(value)
    sign, value, parts = '-' if value < 0 else '', abs(value), []
    while value:
        value, part = divmod(value, 10 ** 1000)
        parts.append('%01000d' % part)
    return sign + ''.join(reversed(parts)).lstrip('0')
