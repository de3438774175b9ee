"""Writes sklearn.json: pickles of SciPy's sparse matrices and scikit-learn's estimators, with what the libraries say they hold.

    python3.7  -m venv j1 && j1/bin/pip install scikit-learn==0.20.4 scipy==1.5.4 numpy==1.21.6
    python3.11 -m venv j2 && j2/bin/pip install scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
    python3 make_sklearn.py j1/bin/python j2/bin/python > sklearn.json

A row is kind (sparse, estimator, tree), case, version (of the library), protocol, pickle (base64 of raw deflate), and what is to be read. This
script runs itself with each interpreter, `--rows`. With `--compare` it reads lines of JSON, [pickle, pickle] in base64, and prints for each
whether the two are equal objects (classes, dtypes, arrays, all attributes), `true` or why not.
"""
import base64
import json
import math
import pickle
import subprocess
import sys
import warnings
import zlib


def plain(value):
    """A value in the notation of the vectors; {'class': name} of what has none."""
    import numpy as np
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value) if abs(value) < 2 ** 53 else {'int': str(value)}
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else {'float': str(float(value))}
    if isinstance(value, (complex, np.complexfloating)):
        return {'complex': [plain(value.real), plain(value.imag)]}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return {'array': plain(value.tolist()), 'dtype': str(value.dtype)}
    return {'class': type(value).__name__}


def matrices():
    import numpy as np
    import scipy.sparse as sparse
    dense = np.array([[1.5, 0, 2, 0], [0, 0, 3, 0], [0, 0, 0, 0], [0, -4, 0, 5], [0, 0, 0, 6], [7, 0, 0, 0]])
    for kind in ['matrix', 'array']:
        for name in 'csr csc coo bsr dia lil dok'.split():
            cls = getattr(sparse, '%s_%s' % (name, kind), None)
            if cls is None:
                continue
            yield cls.__name__, cls(dense), range(6) if kind == 'matrix' else (2, 5)
            yield cls.__name__ + ' without values', cls((3, 2)), (2, 5)
            yield cls.__name__ + ' without rows', cls((0, 3)) if name != 'bsr' else cls((2, 2)), None
            for dtype in 'i1 u2 i4 i8 u8 f4 c8 c16 b1'.split():
                yield cls.__name__ + ' of ' + dtype, cls(dense.astype(dtype) * (2 - 1j if dtype[0] == 'c' else 1)).astype(dtype), None
    yield 'blocks', sparse.bsr_matrix(np.kron(np.array([[1, 0, 2], [0, 3, 0]]), np.array([[1, 2], [3, 4], [5, 6]]))).tobsr((3, 2)), (2, 5)
    yield 'places twice', sparse.coo_matrix(([1, 2, 3, 4], ([0, 0, 1, 0], [1, 1, 0, 1])), shape=(2, 3)), (2, 5)
    yield 'places twice in rows', sparse.csr_matrix((np.array([1.5, 2, 3]), np.array([1, 1, 0]), np.array([0, 2, 3])), shape=(2, 2)), None
    yield 'sums that wrap', sparse.coo_matrix((np.array([127, 127], dtype='i1'), ([0, 0], [0, 0])), shape=(1, 2)), None
    yield 'zeros that are stored', sparse.csr_matrix((np.array([0, 2.0]), np.array([0, 1]), np.array([0, 1, 2])), shape=(2, 2)), None
    yield 'indices of 64 bits', sparse.csr_matrix((np.array([1.0, 2]), np.array([0, 1], dtype='i8'), np.array([0, 1, 2], dtype='i8')), shape=(2, 2)), (2, 5)
    big = sparse.csr_matrix((np.array([1.0, 2]), np.array([0, 1]), np.array([0, 1, 2])), shape=(2, 2))
    big.indices, big.indptr = big.indices.astype('i8'), big.indptr.astype('i8')
    yield 'indices that stay of 64 bits', big, None
    yield 'big integers', sparse.csr_matrix(np.array([[2 ** 62, 0], [0, -2 ** 63]])), None
    yield 'a column far out', sparse.coo_matrix(([1.0], ([0], [2 ** 40])), shape=(1, 2 ** 40 + 1)), None
    yield 'diagonals', sparse.diags([[1.0, 2, 3], [4.0, 5], [6.0, 7]], [0, 1, -1]), (2, 5)
    yield 'diagonals of a wide one', sparse.diags([[1.0, 2, 3], [4.0, 5, 6]], [0, 2], shape=(3, 5)), None
    ordered = big.copy()
    ordered.sum_duplicates()
    yield 'flags', ordered, None
    if hasattr(sparse, 'csr_array'):
        yield 'one axis, csr', sparse.csr_array(np.array([0, 1.5, 0, 2])), (2, 5)
        yield 'one axis, coo', sparse.coo_array(np.array([0, 1.5, 0, 2])), None
        yield 'one axis, dok', sparse.dok_array(np.array([0, 1.5, 0, 2])), (2, 5)
        yield 'three axes', sparse.coo_array(np.arange(24).reshape(2, 3, 4) % 5), (2, 5)


def estimators():
    import numpy as np
    import sklearn
    from sklearn import cluster, compose, decomposition, ensemble, feature_extraction, linear_model, naive_bayes, neighbors, neural_network
    from sklearn import model_selection, pipeline, preprocessing, svm, tree
    x = np.array([[0., 1], [1, 1], [2, 0], [3, 1], [4, 0], [5, 5], [6, 2], [7, 7]])
    y = np.array([0, 0, 0, 1, 1, 1, 0, 1])
    old = sklearn.__version__.startswith('0.')
    yield 'not fitted', linear_model.LogisticRegression(C=0.5), range(6)
    yield 'logistic regression', linear_model.LogisticRegression(C=0.5, solver='lbfgs').fit(x, y), (2, 5)
    yield 'linear regression', linear_model.LinearRegression().fit(x, y), (2, 5)
    yield 'lasso', linear_model.Lasso(alpha=0.1).fit(x, y), None
    yield 'decision tree', tree.DecisionTreeClassifier(max_depth=3, random_state=0).fit(x, y), range(6)
    yield 'regression tree', tree.DecisionTreeRegressor(random_state=0).fit(x, x), (2, 5)
    yield 'random forest', ensemble.RandomForestClassifier(n_estimators=3, random_state=0).fit(x, y), (2, 5)
    yield 'extra trees', ensemble.ExtraTreesRegressor(n_estimators=2, random_state=0).fit(x, y), None
    yield 'gradient boosting', ensemble.GradientBoostingClassifier(n_estimators=2, random_state=0).fit(x, y), (2, 5)
    yield 'isolation forest', ensemble.IsolationForest(n_estimators=2, random_state=0).fit(x), None
    yield 'support vectors', svm.SVC(gamma=0.5).fit(x, y), (2, 5)
    yield 'neighbors', neighbors.KNeighborsClassifier(2, algorithm='brute').fit(x, y), None
    yield 'neighbors in a tree', neighbors.KNeighborsClassifier(2, algorithm='kd_tree').fit(x, y), None
    yield 'means', cluster.KMeans(2, n_init=1, random_state=0).fit(x), (2, 5)
    yield 'components', decomposition.PCA(1).fit(x), None
    yield 'naive Bayes', naive_bayes.GaussianNB().fit(x, y), None
    yield 'network', neural_network.MLPClassifier((3, 2), max_iter=2, random_state=0).fit(x, y), (2, 5)
    yield 'scaler', preprocessing.StandardScaler().fit(x), None
    yield 'one hot', preprocessing.OneHotEncoder(**({'categories': 'auto'} if old else {})).fit(x[:, :1]), None
    yield 'text', feature_extraction.text.TfidfVectorizer().fit(['tea and milk', 'coffee and tea']), (2, 5)
    yield 'pipeline', pipeline.Pipeline([('scale', preprocessing.StandardScaler()), ('model', linear_model.Ridge(alpha=2.0))]).fit(x, y), range(6)
    yield 'columns', compose.ColumnTransformer([('scale', preprocessing.StandardScaler(), [0]), ('rest', 'drop', [1])]).fit(x), (2, 5)
    yield 'union', pipeline.FeatureUnion([('pca', decomposition.PCA(1)), ('scale', preprocessing.StandardScaler())]).fit(x), (2, 5)
    yield 'voting', ensemble.VotingClassifier([('nb', naive_bayes.GaussianNB()), ('tree', tree.DecisionTreeClassifier(random_state=0))]).fit(x, y), (2, 5)
    yield 'search', model_selection.GridSearchCV(linear_model.Ridge(), {'alpha': [0.1, 1.0]}, cv=2, **({'iid': False} if old else {})).fit(x, y), (2, 5)


def steps_of(value):
    for name in ['steps', 'transformer_list', 'transformers_', 'transformers']:
        if hasattr(value, name):
            return [[step[0], plain(step[1])] for step in getattr(value, name)]
    return [[name, plain(step)] for name, step in value.estimators] if hasattr(value, 'named_estimators') else None


def tree_of(value):
    names = 'children_left children_right feature threshold impurity n_node_samples weighted_n_node_samples value'.split()
    return dict({name: getattr(value, name).tolist() for name in names}, node_count=value.node_count, max_depth=value.max_depth,
                n_features=value.n_features, n_outputs=value.n_outputs)


def expected(value):
    import scipy.sparse as sparse
    import sklearn
    import scipy
    if sparse.issparse(value):
        coo = value.tocoo()
        coords = coo.coords if hasattr(coo, 'coords') else (coo.row, coo.col)
        size = 1
        for length in value.shape:
            size *= length
        return {'kind': 'sparse', 'version': scipy.__version__, 'format': value.format, 'shape': list(value.shape), 'dtype': str(value.dtype),
                'nnz': int(value.nnz), 'coords': [[int(i) for i in axis] for axis in coords], 'data': plain(coo.data.tolist()),
                'dense': plain(value.toarray().tolist()) if size < 10 ** 6 else None, 'repr': repr(value)}
    attributes = vars(value)
    estimators_ = attributes.get('estimators_')
    return {'kind': 'estimator', 'version': sklearn.__version__, 'class': type(value).__name__, 'module': type(value).__module__,
            'params': {name: plain(item) for name, item in value.get_params(deep=False).items()},
            'fitted': {name: plain(item) for name, item in attributes.items() if name.endswith('_') and not name.startswith('_')},
            'steps': steps_of(value), 'repr': repr(value), 'tree': tree_of(value.tree_) if hasattr(value, 'tree_') else None,
            'estimators': None if estimators_ is None else [plain(item)['class'] for item in
                                                            (estimators_.ravel() if hasattr(estimators_, 'ravel') else estimators_)]}


def rows():
    for name, value, protocols in [*matrices(), *estimators()]:
        row = expected(value)
        written = set()
        for protocol in protocols or (4,):
            data = pickle.dumps(value, min(protocol, pickle.HIGHEST_PROTOCOL))
            if data in written:
                continue
            written.add(data)
            packed = zlib.compressobj(9, zlib.DEFLATED, -15)
            text = base64.b64encode(packed.compress(data) + packed.flush()).decode()
            yield dict(row, case=name, protocol=min(protocol, pickle.HIGHEST_PROTOCOL), pickle=text)


def difference(a, b, depth=0):
    """Why two objects are not equal; None when they are."""
    import numpy as np
    import scipy.sparse as sparse
    if depth > 20:
        return None
    if isinstance(a, (int, float)) and isinstance(b, (int, float)) and not isinstance(a, bool):
        # The natural model has one kind of number.
        return None if a == b or a != a and b != b else '%r is not %r' % (b, a)
    if type(a) is not type(b):
        return '%s is not %s' % (type(b), type(a))
    if isinstance(a, np.ndarray):
        if a.dtype != b.dtype or a.shape != b.shape:
            return 'other dtype or shape'
        if a.dtype.kind == 'O':
            return difference(a.ravel().tolist(), b.ravel().tolist(), depth + 1)
        return None if a.tobytes() == b.tobytes() else 'other items'
    if sparse.issparse(a):
        if (a.tocsr() != b.tocsr()).nnz if a.ndim == 2 else (a.toarray() != b.toarray()).any():
            return 'other values'
        if a.format == 'dok' and (dict(a.items()) != dict(b.items()) or list(dict.items(a)) != list(dict.items(b))):
            return 'other items'
        return difference(vars(a), vars(b), depth + 1)
    if isinstance(a, (list, tuple)):
        if len(a) != len(b):
            return 'other length'
        return next((found for found in (difference(p, q, depth + 1) for p, q in zip(a, b)) if found), None)
    if isinstance(a, dict):
        if list(a) != list(b):
            return 'keys %r are not %r' % (list(b), list(a))
        return next(('%s: %s' % (key, found) for key, found in ((key, difference(a[key], b[key], depth + 1)) for key in a) if found), None)
    if isinstance(a, (str, bytes, type(None), bool, np.generic, np.dtype, type)):
        return None if a == b or a != a else '%r is not %r' % (b, a)
    if type(a).__module__.startswith(('sklearn', 'scipy', 'numpy.random')):
        return difference(list(a.__reduce_ex__(4)[1:3]), list(b.__reduce_ex__(4)[1:3]), depth + 1)
    return None


def compare():
    for line in sys.stdin:
        first, second = (base64.b64decode(part) for part in json.loads(line))
        try:
            found = difference(pickle.loads(first), pickle.loads(second))
        except Exception as error:
            found = '%s: %s' % (type(error).__name__, error)
        print(json.dumps(True if found is None else found), flush=True)


if __name__ == '__main__':
    warnings.simplefilter('ignore')
    if sys.argv[1] == '--rows':
        for row in rows():
            print(json.dumps(row))
    elif sys.argv[1] == '--compare':
        compare()
    else:
        lines = []
        for python in sys.argv[1:]:
            lines += subprocess.check_output([python, '-W', 'ignore', __file__, '--rows']).decode().splitlines()
        print('[\n' + ',\n'.join(lines) + '\n]')
