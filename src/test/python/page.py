"""Runs the examples of the page about Python, in their order, in the present folder."""

import doctest
import re
import sys
from pathlib import Path

PAGE = Path(__file__).parents[3] / "src/site/markdown/python.md"
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def main():
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    names = {"__name__": "page"}
    failed = 0
    for number, block in enumerate(blocks):
        examples = doctest.DocTestParser().get_doctest(block, {}, f"block {number}", str(PAGE), 0)
        if examples.examples:
            examples.globs = names
            runner = doctest.DocTestRunner(optionflags=OPTIONS)
            runner.run(examples, clear_globs=False)
            failed += runner.failures
        else:
            exec(compile(block, f"{PAGE}: block {number}", "exec"), names)
    print(f"{len(blocks)} blocks, {failed} failures")
    return failed > 0 or not blocks


if __name__ == "__main__":
    sys.exit(main())
