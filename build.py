#!/usr/bin/env python3
"""Build, serve and test Watch It Learn.

Everything that is needed beyond Python is installed inside this folder, once.
"""

import argparse
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("build.py needs Python 3.11 or newer.")
sys.path.insert(0, str(Path(__file__).resolve().parent / "py"))

from builder import checks, locks, onefile, server, site, watch
from builder.tools import BuildError, say


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument(
        "--runtime-folder",
        type=Path,
        metavar="DIR",
        help="a folder with NumPy's wheel for Pyodide, for where no network has it",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser(
        "build", help="build the site into dist/ (what happens without a COMMAND)"
    )
    serve = commands.add_parser(
        "serve", help="build the site, serve it here, open it in the browser"
    )
    serve.add_argument(
        "--port", type=int, help="the port to serve at (else 8000, or a free one)"
    )
    serve.add_argument(
        "--lan",
        action="store_true",
        help="serve the whole local network, and show the address as a QR code",
    )
    serve.add_argument("--no-open", action="store_true", help="do not open the browser")
    serve.add_argument(
        "--watch",
        action="store_true",
        help="build again and reload the browser whenever a source changes",
    )
    commands.add_parser(
        "file", help=f"build dist/{onefile.NAME}, all in one file that needs no server"
    )
    test = commands.add_parser(
        "test",
        help="install what the tests need, and run them: all, or one KIND",
        epilog="Other options are passed to the tool of that KIND: test python -k name -x",
    )
    test.add_argument(
        "kind",
        nargs="?",
        choices=checks.KINDS,
        metavar="KIND",
        help=", ".join(checks.KINDS),
    )
    commands.add_parser("bench", help="measure the page's speed in a real browser")
    lock = commands.add_parser(
        "lock", help="renew every lock of what pip and npm install"
    )
    lock.add_argument(
        "--check",
        action="store_true",
        help="instead ask the registries, without a cache, whether all of it installs",
    )
    return top


def main() -> int:
    """Do what the command line asks; the exit code."""
    options, rest = parser().parse_known_args()
    kind = options.kind if options.command == "test" else None
    if rest and kind not in checks.TAKE_OPTIONS:
        parser().error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        if options.command == "test":
            return checks.run(kind, rest, options.runtime_folder)
        if options.command == "lock":
            return locks.check() if options.check else locks.renew()
        dist = site.build(
            options.runtime_folder,
            single_file=options.command in ("file", "bench"),
            draft=options.command == "serve" and options.watch,
        )
        if options.command == "serve":
            serve = watch.serve if options.watch else server.serve
            serve(dist, options.port, open_browser=not options.no_open, lan=options.lan)
        elif options.command == "bench":
            return checks.bench()
        elif options.command == "file":
            say(f"Built {dist.name}/{onefile.NAME}: double-click it.")
        else:
            say(
                f"Built {dist.name}/: put it on any static host, or see it with build.py serve."
            )
    except (BuildError, OSError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("build.py: interrupted; dist/ is as it was.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
