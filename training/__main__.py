"""The command line: runs all stages and exports their result."""

import argparse
import os
import time
from pathlib import Path

import torch

from . import data
from .export import export, show
from .recipe import STAGES, Recipe

QUICK_IMAGES = 128
QUICK_EPOCHS = 1


def default_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "vitcod" / "training"


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/train", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/animals"))
    parser.add_argument(
        "--quick", action="store_true", help="every stage on a few images; needs --output"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes, of one thread each")
    parser.add_argument("--cache", type=Path, default=default_cache(), help="finished stages")
    options = parser.parse_args()
    if options.quick and options.output == parser.get_default("output"):
        parser.error("--quick would replace the models of the project; give --output")

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    start = time.monotonic()
    images = data.load()
    if options.quick:
        recipe = Recipe(
            images.first(QUICK_IMAGES), options.cache / "quick", options.workers, QUICK_EPOCHS
        )
    else:
        recipe = Recipe(images, options.cache / "full", options.workers)
    for stage in STAGES:
        recipe.run(stage)
    report = export(recipe, options.output)
    show(report)
    print(f"{options.output} written; {(time.monotonic() - start) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
