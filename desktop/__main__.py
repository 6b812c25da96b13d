"""Start Hverdag: the window, or one command."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """The program's exit code: 0 done, 1 found something, 2 could not."""
    from desktop import cli

    return cli.main(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
