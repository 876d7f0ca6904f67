"""Runs the examples of a page, in their order, in the present folder: page.py python"""

import doctest
import re
import sys
from pathlib import Path

PAGES = Path(__file__).parents[3] / "src/site/markdown"
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def main(name):
    page = PAGES / f"{name}.md"
    blocks = re.findall(r"^```python\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    names = {"__name__": "page"}
    failed = 0
    for number, block in enumerate(blocks):
        examples = doctest.DocTestParser().get_doctest(block, {}, f"block {number}", str(page), 0)
        if examples.examples:
            examples.globs = names
            runner = doctest.DocTestRunner(optionflags=OPTIONS)
            runner.run(examples, clear_globs=False)
            failed += runner.failures
        else:
            exec(compile(block, f"{page}: block {number}", "exec"), names)
    print(f"{len(blocks)} blocks, {failed} failures")
    return failed > 0 or not blocks


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
