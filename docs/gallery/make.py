"""Runs the Python of ../gallery.md, which writes the pickles of this folder. With names, only the sections with these headings.

    .cache/pandas3/bin/python docs/gallery/make.py 'A DataFrame' 'Indexes and times'
"""
import os
import re
import sys

os.chdir(os.path.dirname(os.path.abspath(__file__)))
for section in re.split(r'^## ', open('../gallery.md', encoding='utf-8').read(), flags=re.M)[1:]:
    if len(sys.argv) == 1 or section.split('\n', 1)[0] in sys.argv[1:]:
        for code in re.findall(r'^```python\n(.*?)^```$', section, flags=re.M | re.S):
            exec(code, {})
