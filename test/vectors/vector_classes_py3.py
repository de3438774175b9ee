"""The classes that Python 2 has no syntax or module for. Its own module name is in the pickles of these."""
import enum
import sys


class Color(enum.Enum):
    RED = 1
    GREEN = 'g'


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 300


class Bits(enum.Flag):
    A = 1
    B = 2


class KeywordOnly:
    def __new__(cls, *args, key=None, **kwargs):
        self = super().__new__(cls)
        self._new = (args, dict(kwargs, key=key))
        return self

    def __getnewargs_ex__(self):
        return self._new

    def __getstate__(self):
        return None


class Grüße:
    """A name that GLOBAL writes in UTF-8 (protocol 3)."""


if sys.version_info >= (3, 7):
    import dataclasses

    @dataclasses.dataclass
    class Data:
        x: int
        y: list = dataclasses.field(default_factory=list)

    @dataclasses.dataclass(frozen=True)
    class FrozenData:
        x: int

if sys.version_info >= (3, 10):

    @dataclasses.dataclass(slots=True)
    class SlottedData:
        x: int
        y: str = 'y'

    @dataclasses.dataclass(slots=True, frozen=True)
    class FrozenSlottedData:
        x: int
        y: str = 'y'
