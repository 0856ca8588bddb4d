#!/usr/bin/python3
"""Runs the vectors of a folder (tests/vectors/evidence, title or share) through this verifier: one line a disagreement, then the count."""

import argparse
import json
import sys
from pathlib import Path

from verify import verify_files

COMPARED = ("verdict", "first_failed")
# Links whose code is compared too, where a list of vectors names it.
CODES = ("permit", "holding", "request", "grant", "receipt")


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder with expected.json")
    folder = parser.parse_args(arguments).folder
    try:
        vectors = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        print(f"cannot read the list of vectors: {error}", file=sys.stderr)
        return 2
    failed = 0
    for vector in vectors:
        difference = disagreement(folder, vector)
        if difference:
            failed += 1
            print(f"{vector['file']}: {difference}")
    print(f"{len(vectors) - failed} passed, {failed} failed")
    return 1 if failed or not vectors else 0


def disagreement(folder: Path, vector: dict) -> str:
    try:
        found = verify_files(folder / vector["file"], folder / vector["trust_root"])
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    codes = [name for name in CODES if name in vector]
    for name in codes:
        found[name] = code_of(found, name) if found["verdict"] == "verified" else None
    return ", ".join(f"{name} is {found[name]}, expected {vector[name]}" for name in (*COMPARED, *codes) if found[name] != vector[name])


def code_of(report: dict, name: str) -> str:
    return next(link["code"] for link in report["links"] if link["link"] == name)


if __name__ == "__main__":
    sys.exit(main())
