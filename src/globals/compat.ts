/**
 * Python 2 names and their Python 3 counterparts: `Lib/_compat_pickle.py` of CPython as data (3.6 to 3.12; 3.13 dropped only
 * `Tix`, which left its standard library). `test/vectors/compat.json` holds CPython's own tables to compare with.
 *
 * A pickle of protocol 0 to 2 carries Python 2 names (`fixImports`): readers look the (module, name) pair up first and the
 * module alone next. The way back, for writers, is `pickle/python2-names.ts`.
 */

/** Exceptions that moved from `exceptions` to `builtins` under the same name. */
export const EXCEPTIONS: string =
  'ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning DeprecationWarning EOFError EnvironmentError ' +
  'Exception FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError ' +
  'KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError PendingDeprecationWarning ' +
  'ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TypeError ' +
  'UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError ' +
  'Warning ZeroDivisionError';

/** NAME_MAPPING without the exceptions above: `module:name>module:name`, the last name left out when it is the same. */
const NAMES =
  '__builtin__:xrange>builtins:range __builtin__:reduce>functools __builtin__:intern>sys __builtin__:unichr>builtins:chr ' +
  '__builtin__:unicode>builtins:str __builtin__:long>builtins:int itertools:izip>builtins:zip itertools:imap>builtins:map ' +
  'itertools:ifilter>builtins:filter itertools:ifilterfalse>itertools:filterfalse itertools:izip_longest>itertools:zip_longest ' +
  'UserDict:IterableUserDict>collections:UserDict UserList:UserList>collections UserString:UserString>collections whichdb:whichdb>dbm ' +
  '_socket:fromfd>socket _multiprocessing:Connection>multiprocessing.connection multiprocessing.process:Process>multiprocessing.context ' +
  'multiprocessing.forking:Popen>multiprocessing.popen_fork urllib:ContentTooShortError>urllib.error urllib:getproxies>urllib.request ' +
  'urllib:pathname2url>urllib.request urllib:quote_plus>urllib.parse urllib:quote>urllib.parse urllib:unquote_plus>urllib.parse ' +
  'urllib:unquote>urllib.parse urllib:url2pathname>urllib.request urllib:urlcleanup>urllib.request urllib:urlencode>urllib.parse ' +
  'urllib:urlopen>urllib.request urllib:urlretrieve>urllib.request urllib2:HTTPError>urllib.error urllib2:URLError>urllib.error ' +
  'multiprocessing:AuthenticationError>multiprocessing.context multiprocessing:BufferTooShort>multiprocessing.context ' +
  'multiprocessing:ProcessError>multiprocessing.context multiprocessing:TimeoutError>multiprocessing.context ' +
  '__builtin__:basestring>builtins:str exceptions:StandardError>builtins:Exception UserDict:UserDict>collections ' +
  'socket:_socketobject>socket:SocketType';

/** IMPORT_MAPPING: `module>module`. */
const MODULES =
  '__builtin__>builtins copy_reg>copyreg Queue>queue SocketServer>socketserver ConfigParser>configparser repr>reprlib ' +
  'tkFileDialog>tkinter.filedialog tkSimpleDialog>tkinter.simpledialog tkColorChooser>tkinter.colorchooser ' +
  'tkCommonDialog>tkinter.commondialog Dialog>tkinter.dialog Tkdnd>tkinter.dnd tkFont>tkinter.font tkMessageBox>tkinter.messagebox ' +
  'ScrolledText>tkinter.scrolledtext Tkconstants>tkinter.constants Tix>tkinter.tix ttk>tkinter.ttk Tkinter>tkinter ' +
  'markupbase>_markupbase _winreg>winreg thread>_thread dummy_thread>_dummy_thread dbhash>dbm.bsd dumbdbm>dbm.dumb dbm>dbm.ndbm ' +
  'gdbm>dbm.gnu xmlrpclib>xmlrpc.client SimpleXMLRPCServer>xmlrpc.server httplib>http.client htmlentitydefs>html.entities ' +
  'HTMLParser>html.parser Cookie>http.cookies cookielib>http.cookiejar BaseHTTPServer>http.server test.test_support>test.support ' +
  'commands>subprocess urlparse>urllib.parse robotparser>urllib.robotparser urllib2>urllib.request anydbm>dbm _abcoll>collections.abc ' +
  'cPickle>pickle _elementtree>xml.etree.ElementTree FileDialog>tkinter.filedialog SimpleDialog>tkinter.simpledialog ' +
  'DocXMLRPCServer>xmlrpc.server SimpleHTTPServer>http.server CGIHTTPServer>http.server UserDict>collections UserList>collections ' +
  'UserString>collections whichdb>dbm StringIO>io cStringIO>io';

/** Python 2's `module` or `module:name` to Python 3's. */
export type NameTable = Map<string, string>;

let table: NameTable | undefined;

/** The rows of a table in this file's notation. */
export function readRows(text: string): [from: string, to: string][] {
  return text.split(' ').map((each) => {
    const [from, to] = each.split('>');
    const [, name] = from.split(':');
    return [from, name === undefined || to.includes(':') ? to : `${to}:${name}`];
  });
}

/** Every row: Python 2's name, Python 3's name. */
export function compatRows(): [python2: string, python3: string][] {
  const exceptions = EXCEPTIONS.split(' ').map((name): [string, string] => [`exceptions:${name}`, `builtins:${name}`]);
  return [...exceptions, ...readRows(`${NAMES} ${MODULES}`)];
}

/** What a table makes of a name: the pair first, the module alone next. */
export function mapName(names: NameTable, module: string, name: string): readonly [module: string, name: string] | undefined {
  const mapped = names.get(`${module}:${name}`) ?? names.get(module);
  // A module with a colon would look like a pair.
  if (mapped === undefined || module.includes(':')) return undefined;
  const [toModule, toName = name] = mapped.split(':');
  return [toModule, toName];
}

/** The Python 3 name of what a pickle of protocol 0 to 2 calls `module.name` (`fixImports`); undefined when it is the same. */
export function mapPython2Name(module: string, name: string): readonly [module: string, name: string] | undefined {
  table ??= new Map(compatRows());
  return mapName(table, module, name);
}
