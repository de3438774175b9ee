# -*- coding: utf-8 -*-
"""Handmade pickles. Which of them are refused, CPython says when make_vectors.py runs; where this package differs, the row
has an override and a reason.

rows() gives (name, pickle, note, override, reason, options). override: None (what CPython says), 'error', or the tokens of
the value (typed.py).
"""
import pickle
import pickletools
import struct

SPARSE_MEMO = 'a memo index may be large: the memo is sparse, as in the Python unpickler'
FIXED = 'a bytearray is a Uint8Array here: its length is fixed; no pickler changes one'


def u1(n):
    return struct.pack('<B', n)


def u4(n):
    return struct.pack('<I', n)


def u8(n):
    return struct.pack('<Q', n)


def frame(body, length=None):
    return pickle.FRAME + u8(len(body) if length is None else length) + body


def text(value):
    data = value.encode('utf-8', 'surrogatepass')
    return pickle.SHORT_BINUNICODE + u1(len(data)) + data


def raw_text(data):
    return pickle.SHORT_BINUNICODE + u1(len(data)) + data


def glob(module, name):
    return text(module) + text(name) + pickle.STACK_GLOBAL


DEQUE = b'\x8c\x0bcollections\x8c\x05deque\x93)R'
CLASS = b'cvector_classes\nPlain\n'
INSTANCE = CLASS + b')\x81'

# An argument that each kind of argument accepts.
ARGUMENTS = {
    None: b'', 'uint1': b'\x00', 'uint2': b'\x01\x00', 'int4': b'\x01\x00\x00\x00', 'uint4': b'\x00\x00\x00\x00', 'uint8': u8(0),
    'float8': struct.pack('>d', 1.5), 'floatnl': b'1.5\n', 'decimalnl_short': b'0\n', 'decimalnl_long': b'0L\n', 'long1': b'\x01\x05', 'long4': u4(1) + b'\x05',
    'stringnl': b"'a'\n", 'string1': b'\x01a', 'string4': u4(1) + b'a', 'bytes1': b'\x01a', 'bytes4': u4(1) + b'a', 'bytes8': u8(1) + b'a',
    'bytearray8': u8(1) + b'a', 'unicodestringnl': b'a\n', 'unicodestring1': b'\x01a', 'unicodestring4': u4(1) + b'a', 'unicodestring8': u8(1) + b'a',
    'stringnl_noescape': b'a\n', 'stringnl_noescape_pair': b'vector_classes\nPlain\n',
}

# What is on the stack before the opcode.
STACKS = [
    ('nothing', b''), ('a mark', b'('), ('None', b'N'), ('None twice', b'NN'), ('None three times', b'NNN'), ('None under a mark', b'N('),
    ('None over a mark', b'(N'), ('two Nones over a mark', b'(NN'), ('an empty list', b']'), ('an empty dict', b'}'), ('an empty set', b'\x8f'), ('an empty tuple', b')'),
    ('a list and a mark', b'](' ), ('a list, a mark and an item', b'](N'), ('a dict, a mark and a pair', b'}(NN'), ('a dict, a mark and three items', b'}(NNN'),
    ('a set, a mark and an item', b'\x8f(N'), ('a list and an item', b']N'), ('a dict and a pair', b'}NN'), ('a set and an item', b'\x8fN'),
    ('two marks', b'(('), ('a mark between items', b'N(N'), ('two texts', text('a') + text('b')),
]


def generated():
    """Every opcode on every stack."""
    for opcode in pickletools.opcodes:
        code = opcode.code.encode('latin-1')
        if opcode.name in ('STOP', 'FRAME', 'NEXT_BUFFER'):
            continue
        argument = ARGUMENTS[opcode.arg.name if opcode.arg else None]
        if opcode.name.startswith('EXT'):
            argument = {'EXT1': b'\x05', 'EXT2': b'\x05\x01', 'EXT4': b'\x05\x01\x00\x00'}[opcode.name]
        if opcode.name == 'PROTO':
            argument = b'\x04'
        for label, before in STACKS:
            data = before + code + argument + b'.'
            if opcode.name == 'STACK_GLOBAL' and label == 'two texts':
                continue
            yield '%s on %s' % (opcode.name, label), data, None, None, None
        if argument:
            for length in range(len(argument)):
                yield '%s cut after %d' % (opcode.name, length + 1), code + argument[:length], None, None, None


def frames():
    body = b'K\x01.'
    P = b'\x80\x04'
    yield 'frame exact', P + frame(b'](K\x01K\x02e.')
    yield 'frame of zero bytes', P + frame(b'') + body
    yield 'frames of zero bytes', P + frame(b'') * 5 + body
    yield 'frame without PROTO', frame(b'](K\x01K\x02e.')
    yield 'frame at protocol 2', b'\x80\x02' + frame(b'](K\x01K\x02e.')
    yield 'frame ends before STOP', P + frame(b'](K\x01K\x02e') + b'.'
    yield 'frame of one opcode each', P + frame(b']') + frame(b'(') + frame(b'K\x01') + frame(b'e') + frame(b'.')
    yield 'frame beyond STOP', P + frame(b'K\x01.rest of the frame')
    yield 'frame longer than the input', P + frame(b'K\x01.', 100)
    yield 'frame longer by one', P + frame(b'K\x01.', 4)
    yield 'frame of 2**31 bytes', P + frame(b'K\x01.', 2 ** 31)
    yield 'frame of 2**32 + 3 bytes', P + frame(b'K\x01.', 2 ** 32 + 3)
    yield 'frame of 2**53 + 1 bytes', P + frame(b'K\x01.', 2 ** 53 + 1)
    yield 'frame of 2**63 bytes', P + frame(b'K\x01.', 2 ** 63)
    yield 'frame of 2**64 - 1 bytes', P + frame(b'K\x01.', 2 ** 64 - 1)
    yield 'frame of 0 bytes at the end', P + b'K\x01' + frame(b'') + b'.'
    yield 'frame nested', P + frame(b'](' + frame(b'K\x01') + b'e.')
    yield 'frame at the last byte of a frame', P + frame(frame(b'K\x01.', 3)[:9]) + b'K\x01.'
    yield 'frame begins in a frame, after zero bytes', P + frame(b'') + frame(b'K\x01.')
    # A read may not cross the end of a frame; a frame may end between two reads.
    yield 'frame ends between opcode and argument', P + frame(b']K') + b'\x01a.'
    yield 'frame ends between opcode and argument of 4 bytes', P + frame(b'J') + u4(7) + b'.'
    yield 'frame ends inside an argument of 2 bytes', P + frame(b'M\x01') + b'\x02.'
    yield 'frame ends inside an argument of 4 bytes', P + frame(b'J\x01\x00') + b'\x00\x00.'
    yield 'frame ends inside a float', P + frame(b'G\x3f\xf8\x00\x00') + b'\x00\x00\x00\x00.'
    yield 'frame ends between length and payload', P + frame(b'\x8c\x03') + b'abc.'
    yield 'frame ends inside a payload', P + frame(b'\x8c\x03a') + b'bc.'
    yield 'frame ends inside bytes', P + frame(b'C\x03ab') + b'c.'
    yield 'frame ends before empty payload', P + frame(b'\x8c\x00') + b'.'
    yield 'frame ends inside a length', P + frame(b'X\x03\x00') + b'\x00\x00abc.'
    yield 'frame ends inside a line', P + frame(b'I1') + b'2\n.'
    yield 'frame ends after a line', P + frame(b'I12\n') + b'.'
    yield 'frame ends before a line', P + frame(b'I') + b'12\n.'
    yield 'frame ends between two lines', P + frame(b'cvector_classes\n') + b'Plain\n.'
    yield 'frame ends inside the second line', P + frame(b'cvector_classes\nPl') + b'ain\n.'
    yield 'frame ends inside a long', P + frame(b'\x8a\x03\x01\x02') + b'\x03.'
    yield 'frame ends inside BINBYTES8', P + frame(b'\x8e' + u8(3) + b'a') + b'bc.'
    yield 'frame ends inside BYTEARRAY8', P + frame(b'\x96' + u8(3) + b'ab') + b'c.'
    yield 'frame holds two pickles', P + frame(b'K\x01.K\x02.')
    yield 'frame ends inside the next frame', P + frame(b'K\x01' + b'\x95\x00\x00') + b'\x00' * 6 + b'.'
    yield 'frame between opcodes of a dict', P + frame(b'}(' + text('a')) + frame(b'K\x01u.')


def lengths():
    for name, code in (('BINBYTES8', b'\x8e'), ('BINUNICODE8', b'\x8d'), ('BYTEARRAY8', b'\x96')):
        for length in (4, 5, 2 ** 31, 2 ** 32, 2 ** 32 + 4, 2 ** 33 + 4, 2 ** 53, 2 ** 53 + 1, 2 ** 63 - 1, 2 ** 63, 2 ** 64 - 1):
            yield '%s of %d bytes' % (name, length), code + u8(length) + b'spam.'
    for name, code in (('BINBYTES', b'B'), ('BINUNICODE', b'X'), ('BINSTRING', b'T')):
        for length in (4, 5, 0x7fffffff, 0x80000000, 0xfffffffb, 0xffffffff):
            yield '%s of %d bytes' % (name, length), code + u4(length) + b'spam.'
    for name, code in (('SHORT_BINBYTES', b'C'), ('SHORT_BINUNICODE', b'\x8c'), ('SHORT_BINSTRING', b'U')):
        for length in (0, 3, 4, 5, 255):
            yield '%s of %d bytes' % (name, length), code + u1(length) + b'spam.'
    for length in (0, 1, 4, 5, 0x7fffffff):
        yield 'LONG4 of %d bytes' % length, b'\x8b' + u4(length) + b'spam.'
    for length in (-1, -4, -2 ** 31):
        yield 'LONG4 of %d bytes' % length, b'\x8b' + struct.pack('<i', length) + b'spam.'
    for length in (0, 1, 4, 5, 255):
        yield 'LONG1 of %d bytes' % length, b'\x8a' + u1(length) + b'spam.'
    for body in (b'\x00', b'\xff', b'\x00\x00', b'\xff\xff', b'\x7f', b'\x80', b'\xff\x00', b'\x00\x80', b'\xff\x7f', b'\x00\x00\x00\x80', b'\xff\xff\xff\x7f',
                 b'\x00' * 6 + b'\x20', b'\x00' * 6 + b'\x20\x00', b'\xff' * 8, b'\xff' * 8 + b'\x00', b'\x00' * 7 + b'\x80', b'\x00' * 8 + b'\x80', b'\x00' * 40):
        yield 'LONG1 body %s' % body.hex(), b'\x8a' + u1(len(body)) + body + b'.'
        yield 'LONG4 body %s' % body.hex(), b'\x8b' + u4(len(body)) + body + b'.'


def numbers():
    def row(kind, code, argument):
        return '%s %r' % (kind, argument.decode('latin-1')), code + argument + b'\n.', None, None, None

    for argument in (b'0', b'1', b'-1', b'00', b'01', b'12', b'+12', b'-12', b' 12', b'12 ', b'\t12\t', b'9223372036854775807', b'9223372036854775808', b'-9223372036854775809',
                     b'2147483648', b'1_000', b'12JUNK', b'', b'-', b'+', b'1__0', b'_1', b'1_', b'1.0', b'1e3', b'0L', b'12L', b'--1', b'+-1', b'1 2', b'\xd9\xa1', b'\xa012',
                     b'12\x00', b'\x0012', b'12\r', b'\x0b12', b'\x0c12', b'000', b'0_0', b'-00', b'true', b'12#', b'0 1', b'inf', b'1' * 4300, b'-' + b'1' * 4300, b'1' * 4301, b'\xff', b"'1'"):
        yield row('INT', b'I', argument)
    # Base 10, and no bools but 00 and 01.
    for argument in (b'010', b'001', b'0010', b'-010', b'+01', b'-01', b'07', b'08', b'+1', b'-0', b'+0', b' 1', b' 0', b'1 ', b'0 ',
                     b'0x10', b'0X1f', b'0o17', b'0b11', b'-0x10'):
        yield row('INT', b'I', argument)
    yield 'INT without newline', b'I12', None, None, None
    for argument in (b'0', b'0L', b'12L', b'12', b'-12L', b'+12L', b'1_0L', b' 12L', b'12 L', b'12L ', b'L', b'', b'-L', b'12LL', b'12l', b'18446744073709551616L', b'-18446744073709551616L',
                     b'1.0L', b'L12', b'1' * 4300 + b'L', b'1' * 4301 + b'L', b'12\x00L', b'12L\r', b'00L', b'-0L', b'JUNK', b'\xff'):
        yield row('LONG', b'L', argument)
    for argument in (b'010L', b'01L', b'-0010', b'0x10L', b'0xL', b'0b1', b'0o17L'):
        yield row('LONG', b'L', argument)
    for argument in (b'1', b'1.5', b'-1.5', b'+1.e5', b'.5', b'5.', b'.', b'', b'-', b'+', b'e5', b'1e', b'1e+', b'1e400', b'-1e400', b'1e-400', b'5e-324', b'2e-324', b'0', b'-0', b'-0.0', b'nan', b'NaN', b'-nan', b'+nan',
                     b'inf', b'-inf', b'+inf', b'Infinity', b'-INFINITY', b'infinit', b'nanx', b'infx', b'1_0', b' 1', b'1 ', b'0x1p3', b'0x10', b'1e5e5', b'1.2.3', b'1,5', b'1.5\r', b'1.5f', b'1d5',
                     b'1e+05', b'1E5', b'00001.5', b'1e00005', b'1.7976931348623157e308', b'1.7976931348623159e308', b'0.1', b'123456789012345678901234567890', b'\xd9\xa1', b'--1', b'+-1', b'9007199254740993',
                     b'2.2250738585072011e-308', b'1' * 400, b'0.' + b'0' * 400 + b'1', b'snan', b'nan(1)', b'\x00', b'1.5\x0b'):
        yield row('FLOAT', b'F', argument)
    for argument in (b'3ff8000000000000', b'8000000000000000', b'7ff0000000000000', b'fff0000000000000', b'7ff8000000000000', b'fff8000000000000', b'7ff0000000000001', b'0000000000000001', b'4340000000000001', b'3ff0000000000000'):
        yield 'BINFLOAT %s' % argument.decode(), b'G' + bytes.fromhex(argument.decode()) + b'.', None, None, None
    for argument in (b'\x00\x00\x00\x80', b'\xff\xff\xff\x7f', b'\xff\xff\xff\xff'):
        yield 'BININT %s' % argument.hex(), b'J' + argument + b'.', None, None, None
    yield 'BININT2 65535', b'M\xff\xff.', None, None, None
    yield 'BININT1 255', b'K\xff.', None, None, None


def strings():
    for line in (b"'abc'", b'"abc"', b"''", b'""', b"'\\\\'", b"'\\''", b'"\\""', b"'a\"b'", b"'a'b'", b"'\\x41\\x7e'", b"'\\x4'", b"'\\x'", b"'\\xg0'", b"'\\x4g'", b"'\\101\\7\\12'", b"'\\1012'", b"'\\08'", b"'\\q\\(\\d'",
                 b"'\\a\\b\\f\\n\\r\\t\\v\\0'", b"'\\N{DASH}\\u0041\\U00000041'", b"'", b'"', b"'abc", b"abc'", b"abc", b"'abc\"", b"'abc' ", b" 'abc'", b"'abc'\r", b"'abc\\'", b"'\\'", b"'\\\\\\'", b"", b"'''", b"'\x00'", b"'\t'", b"'\\\\x41'"):
        yield 'STRING %r' % line.decode('latin-1'), b'S' + line + b'\n.', None
    yield 'STRING without newline', b"S'abc'", None
    for line, encodings in ((b"'\\xff\\x80'", ('latin1', 'bytes')), (b"'\xe9'", ('latin1', 'bytes')), (b"'\\777'", ('latin1', 'bytes')), (b"'\\400'", ('latin1', 'bytes')), (b"'\\xc3\\xa9'", ('utf-8', 'latin1', 'bytes')), (b"'\\xff'", ('ASCII', 'utf-8'))):
        for encoding in encodings:
            yield 'STRING %r as %s' % (line.decode('latin-1'), encoding), b'S' + line + b'\n.', {'encoding': encoding}
    for errors in ('strict', 'replace', 'ignore', 'surrogateescape', 'backslashreplace'):
        for encoding in ('ASCII', 'utf-8'):
            yield 'SHORT_BINSTRING as %s, %s' % (encoding, errors), b'U\x08a\xffb\xc3\xa9\xe2\x82c.', {'encoding': encoding, 'errors': errors}
    yield 'BINSTRING not ASCII', b'T\x02\x00\x00\x00a\xff.', None
    yield 'SHORT_BINSTRING not ASCII', b'U\x02a\xff.', None
    yield 'SHORT_BINSTRING ASCII', b'U\x02a\x7f.', None
    for line in (b'', b'abc', b'caf\xe9', b'\\u20ac', b'\\U0001f600', b'\\\\u20ac', b'\\\\\\u20ac', b'\\u005cu0041', b'\\', b'\\\\', b'a\\', b'\\n', b'\\x41', b'\\N{DASH}', b'\\u', b'\\u20', b'\\u20a', b'\\u20ag', b'\\U0001f60', b'\\U0001f60g', b'\\U00110000', b'\\UFFFFFFFF', b'\\U0010ffff',
                 b'\\ud800', b'\\udc00\\ud800', b'\\ud83d\\ude00', b'\\u0000\\u000a', b'\r', b'abc\r', b'\x00\x1a', b'\xc3\xa9', b'\xff\xfe', b'\\u00e9\xe9', b'\\U00000041', b'\\uFEFFa', b'a\\u0041\\u0042b', b'\\ u0041', b'\\u 041', b'\\u-041', b'\\u0x41', b'\\u+041'):
        yield 'UNICODE %r' % line.decode('latin-1'), b'V' + line + b'\n.', None
    yield 'UNICODE without newline', b'Vabc', None
    good = (b'', b'a', b'\x00', b'\x7f', b'\xc2\x80', b'\xdf\xbf', b'\xe0\xa0\x80', b'\xef\xbf\xbf', b'\xf0\x90\x80\x80', b'\xf4\x8f\xbf\xbf', b'\xed\x9f\xbf', b'\xee\x80\x80', b'\xef\xbb\xbfabc', b'\xed\xa0\x80', b'\xed\xbf\xbf', b'\xed\xa0\x80\xed\xb0\x80', b'a\xed\xa0\x80b', b'\xed\xb0\x80\xed\xa0\x80')
    bad = (b'\x80', b'\xbf', b'\xc0\x80', b'\xc1\xbf', b'\xc2', b'\xc2\x41', b'\xc2\xc2\x80', b'\xe0\x80\x80', b'\xe0\x9f\xbf', b'\xe1\x80', b'\xe1', b'\xe1\x80\x41', b'\xe1\x41\x80', b'\xf0\x80\x80\x80', b'\xf0\x8f\xbf\xbf', b'\xf0\x90\x80', b'\xf0\x90', b'\xf0',
           b'\xf0\x90\x80\x41', b'\xf4\x90\x80\x80', b'\xf5\x80\x80\x80', b'\xf8\x88\x80\x80\x80', b'\xfc\x84\x80\x80\x80\x80', b'\xfe', b'\xff', b'\xff\xfe', b'\xed\xa0', b'\xed', b'\xed\xa0\x41', b'\xef\xbb', b'\xed\xc0\x80')
    for data in good + bad:
        for name, one in (('SHORT_BINUNICODE', raw_text(data)), ('BINUNICODE', b'X' + u4(len(data)) + data), ('BINUNICODE8', b'\x8d' + u8(len(data)) + data)):
            if data in bad[:4] or name == 'SHORT_BINUNICODE':
                yield '%s of %s' % (name, data.hex()), one + b'.', None
    for data in bad:
        # Fast paths for ASCII: something wrong at the end of a long text, and in its middle.
        yield 'BINUNICODE of 40 letters and %s' % data.hex(), b'X' + u4(40 + len(data)) + b'x' * 40 + data + b'.', None
        yield 'BINUNICODE of 300 letters, %s and letters' % data.hex(), b'X' + u4(317 + len(data)) + b'x' * 300 + data + b'y' * 17 + b'.', None
    for data in good:
        yield 'BINUNICODE of 31 letters, %s and letters' % data.hex(), b'X' + u4(40 + len(data)) + b'x' * 31 + data + b'y' * 9 + b'.', None


def globals_and_instances():
    yield 'GLOBAL', CLASS + b'.'
    yield 'GLOBAL empty module', b'c\nname\n.'
    yield 'GLOBAL empty name', b'cvector_classes\n\n.'
    yield 'GLOBAL CRLF', b'cvector_classes\r\nPlain\r\n.'
    yield 'GLOBAL without newline', b'cvector_classes\nPlain'
    yield 'GLOBAL with one line', b'cvector_classes\n'
    yield 'GLOBAL UTF-8', b'\x80\x03cvector_classes\nGr\xc3\xbc\xc3\x9fe\n.'
    yield 'GLOBAL not UTF-8', b'cvector_classes\nGr\xfc\xdfe\n.'
    yield 'GLOBAL module not UTF-8', b'cvector\xff\nPlain\n.'
    yield 'GLOBAL dotted, protocol 2', b'\x80\x02cvector_classes\nOuter.Inner\n.'
    yield 'GLOBAL dotted, protocol 4', b'\x80\x04cvector_classes\nOuter.Inner\n.'
    yield 'GLOBAL mapped', b'c__builtin__\nxrange\n.'
    yield 'GLOBAL mapped module', b'ccopy_reg\n__newobj__\n.'
    yield 'GLOBAL not mapped at protocol 3', b'\x80\x03c__builtin__\nxrange\n.'
    yield 'GLOBAL mapped after a later PROTO', b'\x80\x03\x80\x02c__builtin__\nxrange\n.'
    yield 'INST empty module', b'(i\nname\n.'
    yield 'INST empty name', b'(ivector_classes\n\n.'
    yield 'INST not ASCII', b'(ivector_classes\nGr\xc3\xbc\xc3\x9fe\n.'
    yield 'INST module not ASCII', b'(ivector\xc3\xbc\nPlain\n.'
    yield 'INST without a mark', b'ivector_classes\nPlain\n.'
    yield 'INST', b'(ivector_classes\nOldInit\n.'
    yield 'INST with arguments', b'(K\x01K\x02ivector_classes\nOldInit\n.'
    yield 'INST with state', b'(ivector_classes\nOld\n}' + text('a') + b'K\x01sb.'
    yield 'OBJ', b'(' + CLASS + b'o.'
    yield 'OBJ with arguments', b'(cvector_classes\nOldInit\nK\x01K\x02o.'
    yield 'OBJ without class', b'(o.'
    yield 'OBJ of an int', b'(K\x01o.'
    yield 'OBJ of a text', b'(' + text('Plain') + b'o.'
    yield 'OBJ, class comes last', b'(K\x01' + CLASS + b'o.'
    for label, pushed in (('int and text', b'K\x01' + text('a')), ('text and int', text('a') + b'K\x01'), ('bytes and text', b'C\x01a' + text('b')), ('text and bytes', text('b') + b'C\x01a'), ('text and None', text('a') + b'N'),
                          ('empty texts', text('') + text('')), ('two lists', b']]'), ('one text', text('a')), ('text and global', text('a') + CLASS)):
        yield 'STACK_GLOBAL of %s' % label, pushed + b'\x93.'
    yield 'STACK_GLOBAL', b'\x80\x04' + glob('vector_classes', 'Outer.Inner.Core') + b'.'
    yield 'STACK_GLOBAL from the memo', b'\x80\x04' + text('vector_classes') + b'\x940h\x00' + text('Plain') + b'\x93.'
    yield 'STACK_GLOBAL mapped without PROTO', glob('__builtin__', 'xrange') + b'.'
    yield 'STACK_GLOBAL lone surrogate', b'\x80\x04' + glob('vector_classes', '\ud800') + b'.'
    yield 'equal globals are one', b'\x80\x04](' + glob('vector_classes', 'Plain') + glob('vector_classes', 'Plain') + b'\x80\x02' + CLASS + b'e.'
    make = b'cvector_classes\nmake\n'
    yield 'REDUCE', make + b'(K\x01tR.'
    yield 'REDUCE of a result', make + b')RK\x01K\x02\x86bN0.'
    for label, args in (('a list', b']'), ('None', b'N'), ('a dict', b'}'), ('a text', text('a')), ('an int', b'K\x01')):
        yield 'REDUCE with %s for arguments' % label, make + args + b'R.'
        yield 'NEWOBJ with %s for arguments' % label, CLASS + args + b'\x81.'
        yield 'NEWOBJ_EX with %s for arguments' % label, CLASS + args + b'}\x92.'
        if label != 'a dict':
            yield 'NEWOBJ_EX with %s for keywords' % label, CLASS + b')' + args + b'\x92.'
    for label, cls in (('an int', b'K\x01'), ('None', b'N'), ('a text', text('a')), ('a list', b']'), ('a dict', b'}'), ('bytes', b'C\x01a'), ('a tuple', b')'), ('a set', b'\x8f'), ('a float', b'G' + b'\x3f' * 8), ('a bool', b'\x88')):
        yield 'REDUCE of %s' % label, cls + b')R.'
        yield 'NEWOBJ of %s' % label, cls + b')\x81.'
        yield 'NEWOBJ_EX of %s' % label, cls + b')}\x92.'
        yield 'BUILD with an empty state on %s' % label, cls + b'}b.'
        yield 'BUILD on %s with a pair' % label, cls + b'}}\x86b.'
        yield 'BUILD on %s with attributes' % label, cls + b'}' + text('a') + b'K\x01sb.'
    yield 'NEWOBJ', INSTANCE + b'.'
    yield 'NEWOBJ with arguments', b'cvector_classes\nNewArgs\nK\x01]\x86\x81.'
    yield 'NEWOBJ_EX', b'cvector_classes\nNewArgsEx\nK\x01\x85}' + text('key') + b'K\x02s\x92.'
    yield 'NEWOBJ_EX with an int key', b'cvector_classes\nNewArgsEx\nK\x01\x85}K\x05K\x02s\x92.'
    yield 'BUILD', INSTANCE + b'}' + text('a') + b'K\x01sb.'
    yield 'BUILD twice', INSTANCE + b'}' + text('a') + b'K\x01sb}' + text('b') + b'K\x02sb.'
    yield 'BUILD with None', INSTANCE + b'Nb.'
    yield 'BUILD with slots', b'cvector_classes\nSlots\n)\x81N}' + text('a') + b'K\x01s\x86b.'
    yield 'APPEND on an instance', b'cvector_classes\nCollector\n)R2K\x01a.'
    yield 'APPENDS on an instance', b'cvector_classes\nCollector\n)R(K\x01K\x02eK\x03a.'
    yield 'SETITEMS on an instance', b'cvector_classes\nCollector\n)R(K\x01K\x02uK\x03K\x04s.'
    yield 'ADDITEMS on an instance', b'cvector_classes\nCollector\n)R(K\x01K\x02\x90.'
    yield 'EXT1 code 0', b'\x82\x00.'
    yield 'EXT2 code 0', b'\x83\x00\x00.'
    yield 'EXT4 code 0', b'\x84\x00\x00\x00\x00.'
    yield 'EXT4 code -1', b'\x84\xff\xff\xff\xff.'
    yield 'EXT4 code -2**31', b'\x84\x00\x00\x00\x80.'
    yield 'EXT4 code 2**31-1', b'\x84\xff\xff\xff\x7f.'
    yield 'EXT1 code 255', b'\x82\xff.'
    yield 'EXT2 code 65535', b'\x83\xff\xff.'
    yield 'PERSID', b'Pid one\n.'
    yield 'PERSID empty', b'P\n.'
    yield 'PERSID not ASCII', b'Pcaf\xc3\xa9\n.'
    yield 'PERSID not ASCII, Latin-1', b'P\xff\n.'
    yield 'PERSID without newline', b'Pabc'
    yield 'BINPERSID of a tuple', text('storage') + b'K\x01\x86Q.'
    yield 'NEXT_BUFFER without buffers', b'\x80\x05\x97.'
    yield 'READONLY_BUFFER on an int', b'\x80\x05K\x01\x98.'
    yield 'READONLY_BUFFER on a list', b'\x80\x05]\x98.'
    yield 'READONLY_BUFFER on a text', b'\x80\x05' + text('a') + b'\x98.'
    yield 'READONLY_BUFFER on bytes', b'\x80\x05C\x01a\x98.'


def changes():
    values = (('a list', b']'), ('a tuple', b')'), ('an int', b'K\x01'), ('a text', text('a')), ('bytes', b'C\x01a'), ('None', b'N'), ('a dict', b'}'), ('a set', b'\x8f'), ('a frozenset', b'(\x91'), ('a bytearray', b'\x96' + u8(1) + b'a'), ('a float', b'G' + b'\x3f' * 8))
    for label, target in values:
        yield 'APPEND on %s' % label, target + b'K\x05a.'
        yield 'APPENDS on %s' % label, target + b'(K\x05K\x06e.'
        yield 'APPENDS of nothing on %s' % label, target + b'(e.'
        yield 'SETITEM on %s' % label, target + b'K\x00K\x05s.'
        yield 'SETITEMS on %s' % label, target + b'(K\x00K\x05u.'
        yield 'SETITEMS of nothing on %s' % label, target + b'(u.'
        yield 'SETITEMS of three on %s' % label, target + b'(K\x00K\x05K\x06u.'
        yield 'ADDITEMS on %s' % label, target + b'(K\x05\x90.'
        yield 'ADDITEMS of nothing on %s' % label, target + b'(\x90.'
    yield 'SETITEM on a list', b']K\x05aK\x00K\x02s.'
    yield 'SETITEMS on a list, README', b']K\x05a(K\x00K\x02u.'
    yield 'SETITEM on a list, negative', b'](K\x05K\x06eJ\xff\xff\xff\xffK\x02s.'
    yield 'SETITEM on a list, too far', b']K\x05aK\x01K\x02s.'
    yield 'SETITEM on a list, a text', b']K\x05a' + text('0') + b'K\x02s.'
    yield 'SETITEM on a list, a bool', b']K\x05a\x89K\x02s.'
    yield 'SETITEM on a list, a float', b']K\x05aG' + b'\x00' * 8 + b'K\x02s.'
    yield 'SETITEM on a list, a huge int', b']K\x05a\x8a\x09' + b'\x00' * 8 + b'\x01K\x02s.'
    yield 'APPENDS text on a bytearray', b'\x96' + u8(0) + b'(' + text('a') + b'e.'
    yield 'APPEND 256 on a bytearray', b'\x96' + u8(0) + b'M\x00\x01a.'
    for label, key in (('a list', b']'), ('a dict', b'}'), ('a set', b'\x8f'), ('a bytearray', b'\x96' + u8(1) + b'a'), ('a tuple of a list', b']\x85'), ('a tuple of a tuple of a dict', b'}\x85\x85'), ('a long tuple of a set', b'(NNNN\x8ft'),
                       ('a tuple', b'K\x01\x85'), ('a frozenset', b'(K\x01\x91'), ('bytes', b'C\x01a'), ('None', b'N'), ('a float', b'G' + b'\x3f' * 8), ('an instance', INSTANCE), ('a class', CLASS),
                       ('a deque', DEQUE), ('a tuple of a deque', DEQUE + b'\x85'), ('a tuple of a deque and an int', DEQUE + b'K\x05\x86'), ('a tuple in the place of a deque', DEQUE + b'0C\x01a\x85')):
        yield 'key: %s' % label, b'}' + key + b'K\x01s.'
        yield 'key in SETITEMS: %s' % label, b'}(K\x01K\x02' + key + b'K\x01u.'
        yield 'key in DICT: %s' % label, b'(' + key + b'K\x01d.'
        yield 'item of a set: %s' % label, b'\x8f(' + key + b'\x90.'
        yield 'item of a frozenset: %s' % label, b'(' + key + b'\x91.'
    yield 'key becomes unhashable later', b'}](K\x01e\x85K\x01s.'
    yield 'DICT of odd items', b'(K\x01K\x02K\x03d.'
    yield 'DICT of nothing', b'(d.'
    yield 'LIST of nothing', b'(l.'
    yield 'keys 1, 1.0, True', b'}(K\x01' + text('int') + b'G\x3f\xf0' + b'\x00' * 6 + text('float') + b'\x88' + text('bool') + b'u.'
    yield 'keys 0, -0.0, False', b'}(G\x80' + b'\x00' * 7 + text('float') + b'K\x00' + text('int') + b'\x89' + text('bool') + b'u.'
    yield 'keys twice', b'}(' + text('a') + b'K\x01' + text('b') + b'K\x02' + text('a') + b'K\x03u.'
    yield 'keys twice in DICT', b'(' + text('a') + b'K\x01' + text('b') + b'K\x02' + text('a') + b'K\x03d.'
    yield 'keys twice in SETITEM', b'}' + text('a') + b'K\x01s' + text('b') + b'K\x02s' + text('a') + b'K\x03s.'
    yield 'keys nan', b'}(G\x7f\xf8' + b'\x00' * 6 + b'K\x01G\x7f\xf8' + b'\x00' * 6 + b'K\x02u.'
    yield 'keys text and bytes', b'}(' + text('a') + b'K\x01C\x01aK\x02u.'
    yield 'keys 2**53 and 2.0**53', b'}(\x8a\x07' + b'\x00' * 6 + b'\x20K\x01G\x43\x40' + b'\x00' * 6 + b'K\x02u.'
    yield 'keys 2**53+1 and 2.0**53', b'}(\x8a\x07\x01' + b'\x00' * 5 + b'\x20K\x01G\x43\x40' + b'\x00' * 6 + b'K\x02u.'
    yield 'keys tuples', b'}(K\x01\x85K\x01\x88\x85K\x02' + text('a') + b'\x85K\x03u.'
    yield 'keys frozensets', b'}((K\x01K\x02\x91K\x01(K\x02K\x01\x91K\x02u.'
    yield 'items of a set twice', b'\x8f(K\x01\x88K\x02K\x01\x90.'
    yield 'items of a frozenset twice', b'(K\x01\x88\x91.'


def machine():
    yield 'leftovers below', b'K\x01K\x02.'
    yield 'mark below', b'(K\x01.'
    yield 'marks and leftovers below', b'N((NK\x01.'
    yield 'only a mark', b'(.'
    yield 'nothing', b'.'
    yield 'empty input', b''
    yield 'only PROTO', b'\x80\x04'
    yield 'trailing bytes', b'K\x01.\xff\xff'
    yield 'tuple over a mark below', b'N(\x85.'
    yield 'PROTO in the middle', b'](\x80\x02K\x01\x80\x04K\x02e.'
    yield 'PROTO several times', b'\x80\x02\x80\x03\x80\x05\x80\x00N.'
    for protocol in (0, 1, 5):
        yield 'PROTO %d' % protocol, b'\x80' + u1(protocol) + b'N.'
    for protocol in (6, 7, 128, 255):
        yield 'PROTO %d' % protocol, b'\x80' + u1(protocol) + b'N.'
    yield 'PROTO 6 later', b'\x80\x04N\x80\x06.'
    yield 'opcodes above the protocol', b'\x80\x01\x8f\x8c\x01a0.'
    yield 'POP of a mark', b'K\x01(0.'
    yield 'POP of an item', b'K\x01K\x020.'
    yield 'POP of a mark, then mark is gone', b'K\x01(0t.'
    yield 'POP of everything', b'K\x010.'
    yield 'POP_MARK', b'K\x01(NNN1.'
    yield 'POP_MARK of nothing', b'K\x01(1.'
    yield 'POP_MARK of the inner mark', b'(K\x01(K\x021t.'
    yield 'DUP', b'K\x012\x86.'
    yield 'DUP is the same object', b']2\x862K\x01\x860.'
    yield 'DUP then APPEND', b']2K\x05a\x86.'
    yield 'DUP of an unfinished list in a tuple', b']2\x85a.'
    yield 'GET after overwritten PUT', b'(K\x01p0\nK\x02p0\ng0\nt.'
    yield 'BINGET after overwritten BINPUT', b'(K\x01q\x05K\x02q\x05h\x05t.'
    yield 'LONG_BINGET', b']r\xe8\x03\x00\x00j\xe8\x03\x00\x00\x86.'
    yield 'GET of BINPUT', b']q\x07g7\n\x86.'
    yield 'MEMOIZE after sparse PUT', b']p7\n}\x94h\x01h\x07\x87.'
    yield 'MEMOIZE overwrites', b']q\x01}\x94h\x01\x86.'
    yield 'MEMOIZE after MEMOIZE of the same', b']\x94\x94h\x00h\x01\x87.'
    yield 'memo of a text', text('a') + b'\x94h\x00\x86.'
    yield 'memo of an int', b'M\x01\x02\x94h\x00\x86.'
    yield 'memo of an unfinished list', b']\x94(h\x00K\x01e.'
    yield 'memo of a popped object', b']\x940h\x00.'
    yield 'memo of a key', b'}' + text('k') + b'\x94h\x00s.'
    yield 'memo of an empty tuple', b')\x94h\x00\x86.'
    yield 'memo of a mark', b'(q\x00.'
    yield 'MEMOIZE on a mark', b'N(\x94.'
    yield 'PUT on nothing', b'p0\n.'
    yield 'GET of nothing', b'g0\n.'
    yield 'BINGET of nothing', b'h\x05.'
    yield 'LONG_BINGET of nothing', b'j\xff\xff\xff\xff.'
    yield 'LONG_BINGET 2**31', b'j\x00\x00\x00\x80.'
    for argument in (b'-1', b'x', b'', b'0x0', b'1.5', b'99999999999999999999', b'4294967296', b'18446744073709551616', b' 0', b'0 ', b'+0', b'00', b'0L', b'-0', b'0_0', b'\xff', b'0\r', b'\xd9\xa0'):
        yield 'GET %r' % argument.decode('latin-1'), b']p0\n0g' + argument + b'\n.'
    for argument in (b'-1', b'x', b'', b'0x0', b'1.5', b'-99999999999999999999', b' 0', b'0 ', b'+0', b'00', b'0L', b'-0', b'0_0', b'\xff', b'0\r'):
        yield 'PUT %r' % argument.decode('latin-1'), b']p' + argument + b'\ng0\n\x86.'
    for code in (0x00, 0x01, 0x22, 0x3c, 0x76, 0x7f, 0x81 - 0x02, 0x99, 0xc3, 0xff):
        yield 'unknown opcode %02x' % code, u1(code) + b'abc.'
    yield 'unknown opcode in a list', b'](K\x01\x99e.'


def calls_with_bytes():
    """
    Calls whose only argument is bytes, which may be read where they lie, and what the memo has of them afterwards. What known classes
    make of them is in make_stdlib.py.
    """
    make = b'cvector_classes\nmake\n'
    argument = b'C\x03abc'
    call = argument + b'\x94\x85\x94R\x94'
    for name, data in chains(argument):
        yield 'call with bytes, %s' % name, make + data
    for gets in ('0', '1', '2', '00', '11', '01', '10', '10012'):
        yield 'call with bytes, GET %s' % ' '.join(gets), b'(' + make + call + b''.join(b'h' + u1(int(get)) for get in gets) + b't.'
    yield 'call with bytes, GET of bytes and tuple in a set', make + call + b'\x8f(h\x00h\x01\x90\x86.'
    yield 'call with bytes, GET of the tuple for another call', make + call + make + b'h\x01Rh\x00\x87.'
    yield 'call with bytes, MEMOIZE over other entries', b']q\x01' + make + call + b'h\x01h\x02\x87.'
    yield 'call with bytes, MEMOIZE after a sparse PUT', b']p7\n' + make + call + b'h\x01h\x02\x87.'
    yield 'call with bytes twice', b'](' + make + b'\x94' + call + b'h\x00' + call + b'h\x05h\x04h\x01h\x02e.'
    yield 'call with bytes, BUILD with attributes', make + call + b'}' + text('a') + b'K\x01sb.'
    yield 'call with bytes of a result', make + b')R' + call + b'h\x01\x86.'
    for end in range(5):
        yield 'call with bytes, a frame ends %d in front of the end' % (end + 1), b'\x80\x04' + frame(make + call[:-end - 1]) + call[-end - 1:] + b'h\x01\x86.'
    yield 'call with bytes under a mark', make + b'(' + call + b'.'
    yield 'call with bytes: no callee', call + b'.'
    for label, cls in (('an int', b'K\x01'), ('None', b'N'), ('a list', b']'), ('a text', text('a'))):
        yield 'call of %s with bytes' % label, cls + call + b'.'


DATETIMES = (('date', bytes([7, 232, 3, 10])), ('time', bytes([129, 2, 3, 6, 248, 85])), ('datetime', bytes([7, 232, 131, 10, 1, 2, 3, 6, 248, 85])))


def chains(argument):
    """Ways in which a call with one argument is followed by what uses its memo entries; the callee comes in front."""
    call = argument + b'\x94\x85\x94R\x94'
    yield 'memoized', call + b'.'
    yield 'without memo', argument + b'\x85R.'
    yield 'only the value in the memo', argument + b'\x85R\x94h\x00\x86.'
    yield 'only the bytes in the memo', argument + b'\x94\x85Rh\x00\x86.'
    yield 'only the tuple in the memo', argument + b'\x85\x94Rh\x00\x86.'
    yield 'BINPUT', argument + b'q\x05\x85q\x06Rq\x07h\x05h\x06h\x07\x87\x86.'
    yield 'GET of bytes, tuple, value', call + b'h\x00h\x01h\x02\x87\x86.'
    yield 'GET of tuple, bytes, tuple', call + b'h\x01h\x00h\x01\x87\x86.'
    yield 'GET of bytes and tuple as keys', call + b'}(h\x00K\x01h\x01K\x02u\x86.'
    yield 'PUT over the bytes', call + b'K\x05q\x00h\x01h\x00\x87.'
    yield 'PUT over the tuple', call + b'h\x01q\x03K\x05q\x01h\x00h\x03\x87.'
    yield 'PUT of the bytes once more', call + b'h\x00q\x09h\x09h\x01\x87.'


def handmade_memo():
    yield 'PUT of a huge index', b']p99999999999999999999\ng99999999999999999999\n\x86.', None
    yield 'PUT of a huge index, then MEMOIZE', b']p99999999999999999999\n}\x94h\x01\x86.', None
    yield 'PUT of 2**32', b']p4294967296\n}p0\n0g4294967296\n.', ['[0']
    yield 'LONG_BINPUT 2**32-1', b']r\xff\xff\xff\xffj\xff\xff\xff\xff\x86.', ['(2', '[0', '@1']
    yield 'LONG_BINPUT 2**31', b']r\x00\x00\x00\x80j\x00\x00\x00\x80\x86.', ['(2', '[0', '@1']
    yield 'LONG_BINPUT 2**32-1, then MEMOIZE', b']r\xff\xff\xff\xff}\x94h\x01\x86.', ['(2', '{0', '@1']


def inert_arguments():
    """What only Python knows, where a tuple of arguments, a dict of keywords, a class or a state is needed."""
    call = b'cvector_classes\nmake\n)R'
    unknown = (('a persistent id', b'Pid\n'), ('a persistent id that is a tuple', b'K\x01\x85Q'), ('None as persistent id', b'NQ'), ('an inert call', call),
               ('an inert instance', INSTANCE), ('a name', b'cvector_classes\nARGUMENTS\n'), ('an extension code', b'\x82\xf0'))
    for name, data in unknown:
        for callee, its in (('a class', CLASS), ('a builtin', b'cbuiltins\nlist\n'), ('a persistent id', b'Pclass\n'), ('_codecs.encode', b'c_codecs\nencode\n'), ('an int', b'K\x05')):
            yield 'REDUCE of %s with %s as arguments' % (callee, name), its + data + b'R.'
            yield 'NEWOBJ of %s with %s as arguments' % (callee, name), its + data + b'\x81.'
            yield 'NEWOBJ_EX of %s with %s as arguments' % (callee, name), its + data + b'}' + text('a') + b'K\x01s\x92.'
            yield 'NEWOBJ_EX of %s with %s as keywords' % (callee, name), its + b'K\x01\x85' + data + b'\x92.'
        yield 'REDUCE of %s' % name, data + b'K\x01\x85R.'
        yield 'NEWOBJ of %s' % name, data + b'K\x01\x85\x81.'
        yield 'NEWOBJ_EX of %s' % name, data + b')}\x92.'
        yield 'OBJ of %s' % name, b'(' + data + b'K\x01o.'
        yield 'BUILD of an instance with %s' % name, INSTANCE + data + b'b.'
        yield 'BUILD of a call with memoized arguments, %s' % name, b'cvector_classes\nmake\n' + data + b'q\x00Rq\x01h\x00bh\x01\x86.'
        yield '%s as key' % name, b'}' + data + b'K\x01s.'
        yield '_reconstructor with %s as state' % name, b'ccopyreg\n_reconstructor\n' + CLASS + b'cbuiltins\nlist\n' + data + b'\x87R.'
        yield '_reconstructor with %s as class' % name, b'ccopyreg\n_reconstructor\n' + data + b'cbuiltins\nlist\n]\x87R.'
        yield '_reconstructor with %s as base' % name, b'ccopyreg\n_reconstructor\n' + CLASS + data + b']\x87R.'
    # CPython's test_return_correct_type_without_stack_global when every object is its own persistent id.
    yield 'all of a call as persistent ids', b'c_codecs\nencode\nq\x00Q(X\x04\x00\x00\x00abc\nq\x01QX\x06\x00\x00\x00latin1q\x02Qtq\x03QRq\x04.'
    yield 'all of an instance as persistent ids', b'\x80\x02cvector_classes\nPlain\nq\x00Q)Q\x81q\x01}q\x02X\x01\x00\x00\x00aq\x03QK\x01Qsb.'


def rows():
    """All rows, with names that are unique."""
    seen = set()
    for row in all_rows():
        name = row[0]
        while name in seen:
            name += ', again'
        seen.add(name)
        yield (name,) + row[1:]


def all_rows():
    for row in generated():
        yield row + ({},)
    for name, data in frames():
        yield name, data, None, None, None, {}
    for name, data in lengths():
        yield name, data, None, None, None, {}
    for row in numbers():
        yield row + ({},)
    for name, data, options in strings():
        yield name, data, None, None, None, options or {}
    for group in (globals_and_instances, changes, machine, calls_with_bytes, inert_arguments):
        for name, data in group():
            fixed = ('APPEND', 'SETITEM') if name.endswith(' on a bytearray') and 'nothing' not in name else ()
            yield name, data, None, 'error' if name.startswith(fixed) else None, FIXED if fixed else None, {}
    for name, data, tokens in handmade_memo():
        yield name, data, None, tokens, SPARSE_MEMO, {}

