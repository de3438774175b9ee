/**
 * Python 2 names and their Python 3 counterparts: `Lib/_compat_pickle.py` of CPython as data (3.6 to 3.12; 3.13 dropped
 * only `Tix`, which left its standard library). `test/vectors/compat.json` holds CPython's own tables to compare with.
 *
 * A pickle of protocol 0 to 2 carries Python 2 names (`fixImports`): readers look the (module, name) pair up first and
 * the module alone next. The way back, for writers, is `pickle/python2-names.ts`.
 */

/** Exceptions that moved from `exceptions` to `builtins` under the same name. */
export const EXCEPTIONS: string =
  'ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning DeprecationWarning EOFError EnvironmentError ' +
  'Exception FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError ' +
  'KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError PendingDeprecationWarning ' +
  'ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TypeError ' +
  'UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError ' +
  'Warning ZeroDivisionError';

/** NAME_MAPPING without the exceptions above: `module>module:name,name`; `name=name` where they differ. */
const NAMES =
  '__builtin__>builtins:xrange=range,unichr=chr,unicode=str,long=int,basestring=str __builtin__>functools:reduce ' +
  '__builtin__>sys:intern itertools>builtins:izip=zip,imap=map,ifilter=filter ' +
  'itertools>itertools:ifilterfalse=filterfalse,izip_longest=zip_longest UserDict>collections:IterableUserDict=UserDict,UserDict ' +
  'UserList>collections:UserList UserString>collections:UserString whichdb>dbm:whichdb _socket>socket:fromfd ' +
  '_multiprocessing>multiprocessing.connection:Connection multiprocessing.process>multiprocessing.context:Process ' +
  'multiprocessing.forking>multiprocessing.popen_fork:Popen urllib>urllib.error:ContentTooShortError ' +
  'urllib>urllib.request:getproxies,pathname2url,url2pathname,urlcleanup,urlopen,urlretrieve ' +
  'urllib>urllib.parse:quote_plus,quote,unquote_plus,unquote,urlencode urllib2>urllib.error:HTTPError,URLError ' +
  'multiprocessing>multiprocessing.context:AuthenticationError,BufferTooShort,ProcessError,TimeoutError ' +
  'exceptions>builtins:StandardError=Exception socket>socket:_socketobject=SocketType';

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
  return text.split(' ').flatMap((row): [string, string][] => {
    const [from, to, names] = row.split(/[>:]/);
    if (names === undefined) return [[from, to]];
    return names.split(',').map((each) => {
      const [name, toName = name] = each.split('=');
      return [`${from}:${name}`, `${to}:${toName}`];
    });
  });
}

/** Every row: Python 2's name, Python 3's name. */
export function compatRows(): [python2: string, python3: string][] {
  return readRows(`exceptions>builtins:${EXCEPTIONS.replaceAll(' ', ',')} ${NAMES} ${MODULES}`);
}

/** What a table makes of a name: the pair first, the module alone next. */
export function mapName(
  names: NameTable,
  module: string,
  name: string,
): readonly [module: string, name: string] | undefined {
  const mapped = names.get(`${module}:${name}`) ?? names.get(module);
  // A module with a colon would look like a pair.
  if (mapped === undefined || module.includes(':')) return undefined;
  const [toModule, toName = name] = mapped.split(':');
  return [toModule, toName];
}

/**
 * The Python 3 name of what a pickle of protocol 0 to 2 calls `module.name` (`fixImports`); undefined when it is the
 * same.
 */
export function mapPython2Name(module: string, name: string): readonly [module: string, name: string] | undefined {
  table ??= new Map(compatRows());
  return mapName(table, module, name);
}
