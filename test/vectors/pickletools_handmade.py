"""Pickles written by hand for make_pickletools.py: every opcode, every way to be malformed that pickletools tells apart."""


def le(n, width):
    return n.to_bytes(width, 'little')


EVERY_ARGUMENT = [
    b'I5\n', b'J\x01\x02\x03\x84', b'K\x05', b'M\x05\x01', b'L12345678901234567890L\n', b'\x8a\x02\xff\x7f', b'\x8b\x02\0\0\0\x00\x80',
    b"S'a\\n\\x41'\n", b'T\x02\0\0\0\xff\x80', b'U\x02ab', b'B\x02\0\0\0ab', b'C\x02a\xff', b'\x8e\x02\0\0\0\0\0\0\0ab',
    b'\x96\x02\0\0\0\0\0\0\0ab', b'V\\u20ac\xe9\n', b'\x8c\x03\xe2\x82\xac', b'X\x02\0\0\0ab', b'\x8d\x02\0\0\0\0\0\0\0ab', b'F1.5\n',
    b'G?\xf8\0\0\0\0\0\0', b'cmod\nname\n', b'Pid\n', b'\x82\x01', b'\x83\x01\x02', b'\x84\x01\x02\x03\x04', b'\x80\x05',
    b'\x95\x01\0\0\0\0\0\0\0', b'Np5\n', b'Nq\x05', b'Nr\x05\0\0\0', b'Np0\ng0\n', b'Nq\x00h\x00', b'Nr\0\0\0\0j\0\0\0\0', b'(imod\nname\n',
]

HANDMADE = [
    b'', b'.', b'N', b'N.', b'NN.', b'N.trailing', b'\xff', b"'", b'"', b'\n', b'\x00', b'~', b'\x99', b'\x7f', b'\xc3\xa9', b'N\xfe',
    # marks
    b'(.', b'(N.', b'N(.', b'(t.', b'(l.', b'(d.', b't.', b'l.', b'd.', b'e.', b']e.', b']Ne.', b'u.', b'}u.', b'\x8f\x90.', b'\x91.', b'1.', b'N1.',
    b'N(NN1.', b'(N0.', b'(0N.', b'(00.', b'N(N00.', b'(N2u.', b'(\x85t.', b'((\x86t.', b'(\x85(t.', b'((((tttt.', b'((N(tt.', b'(0(0(0N.',
    b'N(0.', b'(2t.', b'(2.', b'(N2t.', b'(a.', b'(No.', b'(o.', b'o.', b'No.', b'(iA\nB\n.', b'iA\nB\n.', b'N(iA\nB\n.', b'(\x850.', b'(\x8500.',
    b'(\x94.', b'(p0\n.', b'(q\x00.', b'](e.', b'](NNe.', b'](N(NN(tee.', b'}(NNu.', b'\x8f(N\x90.', b'(N\x91.', b'(((((1N.', b'(((((1(1.',
    # stack depth
    b'0', b'0.', b'2.', b'a.', b']a.', b'Na.', b's.', b'}s.', b'}Ns.', b'R.', b'NR.', b'b.', b'Nb.', b'\x81.', b'N\x81.', b'\x92.', b'N\x92.', b'NN\x92.',
    b'\x85.', b'\x86.', b'N\x86.', b'\x87.', b'NN\x87.', b'\x93.', b'N\x93.', b'Q.', b'\x98.', b'N2.', b'N20.', b'\x94.', b'N\x97.', b'\x97\x98.',
    b'NNNNN.', b'K\x01(]}\x8fN.', b'(I1\nF1.5\nVa\n.', b"S'a'\nCaB", b'\x97\x97.', b'}]\x8f)(N.', b'Vx\nVy\n\x93.', b'c1\n2\n)R.', b'c1\n2\n)\x81}b.',
    # memo
    b'p0\n.', b'q\x00.', b'r\0\0\0\0.', b'\x94', b'Np0\np0\n.', b'Nq\x01q\x01.', b'N\x94\x94.', b'Nq\x01\x94.', b'Nq\x00\x94.', b'Nq\x07\x94\x94\x94.',
    b'g0\n.', b'h\x00.', b'j\0\0\0\0.', b'Np0\n0g0\n.', b'Np00\n0g0\n.', b'Np01\n0g1\n.', b'Np01\n0g01\n.', b'Np1\nh\x01\x86.', b'g00\n.', b'g01\n.',
    b'Np-5\ng-5\n\x86.', b'Np99999999999999999999\ng99999999999999999999\n\x86.', b'Np01\np1\n.', b'Np1\np01\n.', b'Np00\n\x94\x94.',
    b'Nr\xff\xff\xff\xffj\xff\xff\xff\xff\x86.', b'Np4294967295\nj\xff\xff\xff\xff\x86.', b'Np 1\ng+1\n\x86.', b'Np1_0\nh\x0a\x86.', b'(p0\n', b'g5\n.',
    b'\x80\x02g5\n.', b'\x80\x04Nh\x05\x86.', b'\x80\x04Nh\x00\x94\x86.', b'Vab\nq\x00h\x00h\x00t.', b'(Vab\nq\x05h\x05h\x05t.', b'(lp0\n(Vx\ng0\nta.',
    # lines
    b'I\n.', b'I1', b'I01', b'I00\n.', b'I01\n.', b'I001\n.', b'I+1\n.', b'I-1\n.', b'I- 1\n.', b'I 1\n.', b'I1 \n.', b'I\t1\v\f\r\n.', b'I1_000\n.', b'I_1\n.',
    b'I1_\n.', b'I1__0\n.', b'I0x10\n.', b'I1L\n.', b'I1.0\n.', b'Iabc\n.', b'I\xff\n.', b'I\x001\n.', b'I1\x00\n.', b"I'\n.", b'I9223372036854775807\n.',
    b'I9007199254740991\n.', b'I9007199254740993\n.', b'I-9007199254740993\n.', b'I000000000000000000000000001\n.', b'I-0\n.', b'I\xa01\n.', b'I1\x1c\n.',
    b'I' + b'x' * 300 + b'\n.', b'I' + b'\x80' * 300 + b'\n.', b'I' + b'1' * 4300 + b'\n.', b'I' + b'1' * 4301 + b'\n.', b'I-' + b'0' * 4301 + b'\n.',
    b'I' + b'1_' * 4300 + b'1\n.', b'I' + b'1' * 4400 + b'J\n.', b'I' + b"'" * 250 + b'\n.', b'I' + b'"' * 120 + b"'" * 130 + b'\n.',
    b'L\n.', b'L0L\n.', b'LL\n.', b'L1LL\n.', b'L-1L\n.', b'L1\n.', b'L12', b'L1 L\n.', b'L 1L\n.', b'L1L \n.', b'L01\n.', b'L' + b'9' * 60 + b'L\n.',
    b'F\n.', b'F1\n.', b'F1.\n.', b'F.5\n.', b'F.\n.', b'F-.5e-3\n.', b'F1e\n.', b'F1e+\n.', b'F1e5\n.', b'F1E+5\n.', b'F1e400\n.', b'F-1e400\n.', b'F1e-400\n.',
    b'F-1e-400\n.', b'Finf\n.', b'F-inf\n.', b'F+Infinity\n.', b'FINFINITY\n.', b'Finfinit\n.', b'Fnan\n.', b'F-nan\n.', b'FNaN\n.', b'F nan \n.', b'Fnan(1)\n.',
    b'F1_0.0_1e1_0\n.', b'F1__0\n.', b'F_1\n.', b'F1_\n.', b'F1_.5\n.', b'F1._5\n.', b'F1e_5\n.', b'F0x10\n.', b'F \t1.5\v\r\n.', b'F1 2\n.', b'F\x001\n.',
    b'F1\x00\n.', b'F\xff\n.', b'F1.5', b'F--1\n.', b'F1.5e3.5\n.', b'F123456789012345678\n.', b'F1e22\n.', b'F1e16\n.', b'F9007199254740993\n.', b'F0.1e1\n.',
    b'F' + b'x' * 300 + b'\n.', b'F' + b'1' * 400 + b'\n.', b'F5e-324\n.', b'F1.7976931348623157e308\n.', b'F0.00001\n.', b'F0.0001\n.', b'Fin_f\n.',
    b'S\n.', b"S''\n.", b'S""\n.', b"S'\n.", b'S"\n.', b'Sa\n.', b"S'a\n.", b"Sa'\n.", b'S\'a"\n.', b'S"a\'\n.', b"S'a'b'\n.", b"S'a' \n.", b" S'a'\n.", b"S'a'",
    b"S'\\'\n.", b"S'\\\\'\n.", b"S'\\q\\a\\b\\f\\n\\r\\t\\v\\0\\'\\\"'\n.", b"S'\\x4'\n.", b"S'\\x'\n.", b"S'a\\xg0'\n.", b"S'\\x4g'\n.", b"S'\\x41\\x4a\\x4A'\n.",
    b"S'\\1\\12\\101\\1012\\8'\n.", b"S'\\400'\n.", b"S'\\501'\n.", b"S'\\777'\n.", b"S'a\xff'\n.", b"S'\\xff'\n.", b"S'a\\", b"S'tab\there'\n.", b"S'\\\r'\n.",
    b'S"it\'s"\n.', b"S'say \"hi\"'\n.", b"S'\x00\x7f'\n.", b"S\xff\n.", b"S'" + b'a' * 300 + b"\n.", b"S'ab\\x4\\x'\n.",
    b'V\n.', b'Vabc\n.', b'Vabc', b'V\\u\n.', b'V\\u1\n.', b'V\\u12\n.', b'V\\u123\n.', b'V\\u123g\n.', b'V\\u20ac\n.', b'V\\u20AC\n.', b'Va\\u20a', b'V\\U\n.',
    b'V\\U0001f60\n.', b'V\\U0001f600\n.', b'V\\U0010ffff\n.', b'V\\U00110000\n.', b'V\\Uffffffff\n.', b'V\\U1\xff\n.', b'V\\ud83d\\ude00\n.', b'V\\ude00\\ud83d\n.',
    b"V'\\ud83d\\ude00\\ud83d\\ude00A\n.", b'V\\U0000d83d\\U0000de00\n.', b'V\\ud83d\\U0001f600\\ude00\n.', b'V\\ud83d\n.', b'V\\\n.', b'V\\\\\n.',
    b'V\\\\u20ac\n.', b'V\\\\\\u20ac\n.', b'V\\\\\\\\u20ac\n.', b'V\\n\\x41\n.', b'Va\\\n.', b'Va\xff\x80\x00\x7f\xad\n.', b'V\r\n.', b'V\xe9\\u00e9\n.', b'V\\u000a\\u005c\n.',
    b'V\\u4e00A\\ud83d\\ude00\\u4e01B\n.', b"V'\n.", b'V"\n.', b'V\'"\n.', b'V\\u0300\\u200b\\ue000\\u0378\\u2028\\ufeff\\u3000\n.', b'V\\U000e0001\\U00100000\\U0001d7ff\n.',
    b'c\n\n.', b'cos\n', b'cos', b'cos\nsystem', b'cos\nsystem\n.', b'ca b\nc d\n.', b'ca\\n\nb\\x41\n.', b'ca\\x\nb\n.', b'ca\nb\\\n.', b'ca\r\nb\r\n.', b'cm\xc3\xa9\nb\n.',
    b'cm\n\xc3\xa9\n.', b"c'a'\n\"b\"\n.", b'(i\n\n.', b'(ios\n', b'(ios\nsystem\n.', b'(i\xff\nb\n.', b'P\n.', b'Pid\n.', b'Pid', b'P\xff\n.', b"P'id'\n.", b'Pa\\tb\n.', b'Pa\\\n.',
    # counted
    b'U\x00.', b'U\x02a', b'U\x01\xff.', b'U\x05\x00\n\\\'"', b'T', b'T\0\0\0\0.', b'T\x01\0\0', b'T\xff\xff\xff\xff.', b'T\0\0\0\x80.', b'T\0\0\0\x7fabc', b'T\x03\0\0\0a\xe9\xff.',
    b'C\x00.', b'C\x02a', b'C', b'B\0\0\0\0.', b'B\xff\xff\xff\xff.', b'B\x05\0\0\0abcd', b'B\0\0', b'\x8e' + b'\xff' * 8, b'\x8e' + b'\xff' * 7 + b'\x7f', b'\x8e\x05\0\0\0\0\0\0\0ab',
    b'\x8e\0\0\0\0\0\0\0\0.', b'\x8e\0\0\0', b'\x8e\0\0\0\0\0\0\0\x80', b'\x8e\0\0\0\0\0\0 \0.', b'\x8e\x01\0\0\0\0\0 \0.', b'\x96\0\0\0\0\0\0\0\0.', b'\x96' + b'\xff' * 8, b'\x96\x09\0\0\0\0\0\0\0x',
    b"\x96\x04\0\0\0\0\0\0\0'\\\n\xff.", b'\x96\x02\0\0\0\0\0\0\0\'".', b"C\x01'.", b'C\x02\'".', b'C\x01".', b'C\x04\\\t\r\n.',
    b'\x8c\x00.', b'\x8c\x02a', b'\x8c\x01\xff.', b'\x8c\x01\x80.', b'\x8c\x01\xc3.', b'\x8c\x02\xc3a.', b'\x8c\x02\xc0\x80.', b'\x8c\x02\xc1\xbf.', b'\x8c\x02\xc3\xa9.',
    b'\x8c\x01\xe0.', b'\x8c\x02\xe0\x80.', b'\x8c\x02\xe0\xa0.', b'\x8c\x03\xe0\x80\x80.', b'\x8c\x03\xe2\x82\xac.', b'\x8c\x03\xe2\x82a.', b'\x8c\x03\xe2a\x80.', b'\x8c\x04a\xe2\x82b.',
    b'\x8c\x02\xed\xa0.', b'\x8c\x03\xed\xa0\x80.', b'\x8c\x03\xed\xbf\xbf.', b'\x8c\x03\xed\xa0a.', b'\x8c\x02\xed\x9f.', b'\x8c\x01\xed.', b'\x8c\x03\xed\x9f\xbf.', b'\x8c\x03\xef\xbb\xbf.',
    b'\x8c\x06\xed\xa0\xbd\xed\xb8\x80.', b'\x8c\x06\xed\xb8\x80\xed\xa0\xbd.', b'\x8c\x09\xed\xa0\xbd\xed\xa0\xbd\xed\xb8\x80.', b'\x8c\x05\xed\xa0\xbd\xff!.',
    b'\x8c\x0a\xf0\x9f\x98\x80\xed\xa0\xbd\xed\xb8\x80.', b'\x8c\x0d\xed\xa0\xbd\xf0\x9f\x98\x80\xed\xb8\x80\xc3\xa9a.',
    b'\x8c\x04\xf0\x9f\x98\x80.', b'\x8c\x03\xf0\x9f\x98.', b'\x8c\x02\xf0\x9f.', b'\x8c\x01\xf0.', b'\x8c\x02\xf0\x80.', b'\x8c\x04\xf0\x80\x80\x80.', b'\x8c\x04\xf0\x9f\x98a.', b'\x8c\x04\xf0\x9faa.',
    b'\x8c\x04\xf4\x8f\xbf\xbf.', b'\x8c\x04\xf4\x90\x80\x80.', b'\x8c\x02\xf4\x90.', b'\x8c\x04\xf5\x80\x80\x80.', b'\x8c\x04\xf8\x80\x80\x80.', b'\x8c\x03\xf4\x8fa.',
    b'X\0\0\0\0.', b'X\xff\xff\xff\xff.', b'X\x02\0\0\0a', b'X\x02\0\0\0a\xff.', b'X\0', b'\x8d' + b'\xff' * 8, b'\x8d\x02\0\0\0\0\0\0\0a', b'\x8d\0\0\0\0\0\0\0\0.', b'\x8d\0',
    b'X' + le(10001, 4) + b'a' * 10000 + b'\xff.',
    b'\x8a\x00.', b'\x8a\x01\x00.', b'\x8a\x01\xff.', b'\x8a\x01\x7f.', b'\x8a\x01\x80.', b'\x8a\x02\x80\x00.', b'\x8a\x06' + b'\xff' * 5 + b'\x7f.', b'\x8a\x06' + b'\0' * 5 + b'\x80.',
    b'\x8a\x07' + b'\xff' * 6 + b'\x1f.', b'\x8a\x07' + b'\xff' * 6 + b'\x20.', b'\x8a\x07' + b'\x01' + b'\0' * 5 + b'\xe0.', b'\x8a\x07' + b'\0' * 6 + b'\xe0.', b'\x8a\x08' + b'\xff' * 8 + b'.',
    b'\x8a\x08' + b'\0' * 7 + b'\x80.', b'\x8a\x09' + b'\xff' * 8 + b'\0.', b'\x8a\x04abc', b'\x8a', b'\x8a\xff' + b'\x7f' * 255 + b'.', b'\x8b\0\0\0\0.', b'\x8b\xff\xff\xff\xff', b'\x8b\0\0\0\x80',
    b'\x8b\x05\0\0\0abcd', b'\x8b\0\0', b'\x8b' + le(1785, 4) + b'\xff' * 1784 + b'\x7f.', b'\x8b' + le(1785, 4) + b'\xff' * 1784 + b'\x3f.', b'\x8b' + le(1786, 4) + b'\x01' * 1786 + b'.',
    b'\x8b' + le(1786, 4) + b'\x01' * 1785 + b'\x81.', b'\x8b' + le(5000, 4) + b'\x11' * 5000 + b'.',
    b'\x8b' + le(len(le(10 ** 4300, 1786)), 4) + le(10 ** 4300, 1786) + b'.', b'\x8b' + le(1786, 4) + le(10 ** 4300 - 1, 1786) + b'.',
    b'\x8b' + le(1786, 4) + (-10 ** 4300).to_bytes(1786, 'little', signed=True) + b'.', b'\x8b' + le(1786, 4) + (1 - 10 ** 4300).to_bytes(1786, 'little', signed=True) + b'.',
    # fixed
    b'K', b'K\xff.', b'M\x01', b'M\xff\xff.', b'J\x01\x02\x03', b'J\xff\xff\xff\xff.', b'J\0\0\0\x80.', b'G\0\0\0', b'G\0\0\0\0\0\0\0\0.', b'G\x80\0\0\0\0\0\0\0.', b'G\x7f\xf0\0\0\0\0\0\0.',
    b'G\xff\xf0\0\0\0\0\0\0.', b'G\x7f\xf8\0\0\0\0\0\0.', b'G\xff\xf8\0\0\0\0\0\1.', b'G?\xf0\0\0\0\0\0\0.', b'G\x43\x40\0\0\0\0\0\0.', b'G\x43\x41\xc3\x79\x37\xe0\x80\0.', b'G\0\0\0\0\0\0\0\1.',
    b'G\x7f\xef\xff\xff\xff\xff\xff\xff.', b'G?\xb9\x99\x99\x99\x99\x99\x9a.', b'h', b'j\0\0\0', b'q', b'r\0\0', b'\x80', b'\x80\x00N.', b'\x80\x05N.', b'\x80\x06N.', b'\x80\xffN.', b'N\x80\x04.',
    b'\x80\x02N\x80\x04.', b'\x80\x04\x80\x05N.', b'\x80\x05\x80\x02N.', b'\x82', b'\x82\x00.', b'\x82\xff.', b'\x83\x01', b'\x83\xff\xff.', b'\x84\0\0\0', b'\x84\xff\xff\xff\xff.', b'\x84\xff\xff\xff\x7f.',
    b'\x95', b'\x95\0\0\0\0\0\0\0', b'\x95\0\0\0\0\0\0\0\0N.', b'\x95' + b'\xff' * 8 + b'N.', b'\x80\x04\x95\0\0\0\0\0\0\x20\0N.', b'\x80\x04\x95\x01\0\0\0\0\0\x20\0N.', b'N\x95\x01\0\0\0\0\0\0\0.',
    # imports
    b'\x8c\x02os\x8c\x06system\x93.', b'X\x02\0\0\0os\x8d\x06\0\0\0\0\0\0\0system\x93.', b'V\\u006fs\nVsystem\n\x93.', b"S'\\x6fs'\nU\x06system\x93T\x02\0\0\0osU\x01x\x93.",
    b'\x8c\x02os\x94\x8c\x06system\x9400\x8c\x01f\x94h\x00h\x01\x93.', b'\x8c\x02os\x8c\x06system\x8c\x04math\x8c\x03sin00\x93.', b'\x8c\x02os2\x93.',
    b'\x8c\x02os(\x8c\x01x1\x8c\x06system(0\x93.', b'\x8c\x02osN(00\x8c\x06system\x93.', b'\x8c\x02osNb\x8c\x06system\x93.', b'\x8c\x02os}b\x8c\x06system\x93.',
    b'\x8c\x04mathq\x01\x8c\x02osq\x0100\x8c\x01a0h\x01\x8c\x01b\x93.', b'Vos\np01\n0Vsystem\np1_0\n0h\x01h\x0a\x93.', b'cos\nsystem\n(Vls\ntR.', b'(ios\nsystem\n.',
    b'\x8c\x03a.b\x8c\x03C.d\x93.', b'cm\xc3\xa9\nb\\x41\n.', b'cos\nsystem\n\x93.', b'cos\nsystem\ncmath\nsin\n\xff', b'ca\nb\n0cc\nd\n)\x81}b(Nt\x8c\x01e\x8c\x01f\x93R.',
    b'\x80\x02c__builtin__\neval\n(Vx\ntR.', b'\x80\x04\x95\x05\0\0\0\0\0\0\0\x8c\x02os\x94\x8c\x06system\x94\x93)R.', b'(cos\nsystem\nVls\no.', b'(NNcos\nsystem\n\x85N1cos\nsystem\n.',
    # optimize
    b'\x80\x02]q\x00(K\x01h\x00e.', b'\x80\x02]q\x00(]q\x01]q\x02h\x01e.', b'(lp0\n(lp1\na(lp2\nag1\na.', b']q\x00(]q\x01]q\x02h\x01e.', b'\x80\x04]\x94(]\x94]\x94h\x01e.', b'\x80\x04N.', b'\x80\x04.',
    b'\x80\x04)N0.', b'\x80\x04K\x01.', b'\x80\x03K\x01.', b'\x80\x05K\x01K\x02\x86.', b'\x80\x04N\x94\x85\x94.', b'(lp0\n.', b']r\0\0\0\0j\0\0\0\0a.', b']q\x05h\x05a.', b']p5\ng5\na.', b']p5\nh\x05a.',
    b'\x80\x02]q\x00Nq\x01ah\x00a.', b'Nq\x00h\x00\x86q\x00h\x00\x86.', b'N\x80\x04h\x00.', b'N\x80\x02.', b'Nq\x01h\x01\x86\x80\x04.', b'\x80\x01Nq\x01h\x01\x86.', b'\x80\x00Nq\x01h\x01\x86.',
    b'\x80\x04N\x94N\x94h\x00\x87h\x01\x86.', b'\x80\x04N\x94p\x30\nh\x00\x86.', b'\x80\x04Nq\x07N\x94N\x94h\x01\x87h\x02\x86.',
]
