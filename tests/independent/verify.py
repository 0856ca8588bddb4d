#!/usr/bin/python3
"""Verifies one evidence bundle, title of quota or share bundle: 0 verified, 1 refuted, 2 undecided or not readable."""

import argparse
import json
import sys
from pathlib import Path

from evidence import bundle, report, trust_root


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path, help="the evidence file, the title or the share bundle")
    parser.add_argument("--trust", type=Path, required=True, help="the trust root, obtained by a way you trust")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    chosen = parser.parse_args(arguments)
    try:
        result = verify_files(chosen.bundle, chosen.trust)
    except OSError as error:
        print(f"cannot read {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    print(json.dumps(result, indent=2) if chosen.json else in_words(result))
    return report.EXIT_CODES[result["verdict"]]


def verify_files(bundle_path: Path, root_path: Path) -> dict:
    return report.verify(_bounded(bundle_path, bundle.BYTES_MAX), _bounded(root_path, trust_root.BYTES_MAX))


def _bounded(path: Path, bytes_max: int) -> bytes:
    """One byte more than allowed is enough to see that a file is too long."""
    with open(path, "rb") as file:
        return file.read(bytes_max + 1)


def in_words(result: dict) -> str:
    lines = [result["verdict"]]
    if "trust_root" in result:
        lines.append(f"the trust root cannot be used: {result['trust_root']}")
    lines += [f"  {link['link']:10} {link['outcome']:12} {link['detail']}".rstrip() for link in result["links"]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
