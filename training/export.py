"""Writes what the Swift side reads: weights, masks, maps, images, expected logits, a report."""

import json
from importlib import metadata
from pathlib import Path

import numpy as np

from . import weights
from .card import card
from .data import CLASSES, COPY_DISTANCE, SPLIT_SEED, Dataset
from .evaluation import accuracy_table, nearest_neighbour
from .model import LAYER_NORM_EPSILON, VisionTransformer
from .optimisation import logits_of
from .recipe import DENSE, SHAPE, STAGES, Recipe

CALIBRATION_COUNT = 100
FIXTURE_COUNT = 100
# What the names and shapes of the tensors do not tell; the pixels are (value / 255 - mean) / std.
DESCRIPTION = {
    "format": "pt",
    "heads": str(SHAPE.heads),
    "layerNormEpsilon": str(LAYER_NORM_EPSILON),
    "pixelMean": "0.5",
    "pixelStandardDeviation": "0.5",
    "classes": ",".join(CLASSES),
}


def rounded(model: VisionTransformer) -> VisionTransformer:
    """The model with the weights that its float16 file holds; it still computes in float32."""
    model.load_state_dict({name: each.half() for name, each in model.state_dict().items()})
    return model


def save_model(model: VisionTransformer, path: Path) -> None:
    """All tensors as F16 under timm's names, and the authors' names for the auto-encoder."""
    tensors = {name: each.half().numpy() for name, each in model.state_dict().items()}
    weights.save(tensors, DESCRIPTION, path)


def export(recipe: Recipe, folder: Path) -> dict:
    """Writes every file into `folder`, and judges all models on the whole test split, once."""
    folder.mkdir(parents=True, exist_ok=True)
    data = recipe.data
    logits = {}
    for stage in STAGES:
        model = rounded(recipe.model(stage))
        if stage.is_exported:
            save_model(model, folder / f"{stage.name}.safetensors")
        logits[stage.name] = logits_of(model, data.test).numpy()
    save_arrays(recipe, folder, logits)
    licence = metadata.distribution("animal-mnist").read_text("licenses/LICENSE")
    assert licence, "animal-mnist comes without its licence"
    (folder / "LICENSE-animal-mnist.txt").write_text(licence.rstrip() + "\n")
    report = {
        "testImages": len(data.test.labels),
        "accuracy": accuracy_table(logits, data.test.labels, DENSE.name),
        "nearestNeighbour": nearest_neighbour(data.train, data.test),
        "data": description(data),
        "stages": {each.name: recipe.checkpoint(each)["record"] for each in STAGES},
        "plans": {each.name: vars(recipe.plan(each)) for each in STAGES},
        "versions": {name: metadata.version(name) for name in ("torch", "numpy", "animal-mnist")},
        "processes": recipe.workers,
    }
    (folder / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    facts = {name: vars(SHAPE)[name] for name in ("blocks", "width", "heads", "hidden")}
    facts["encoded"] = model.blocks[0].attn.hidden_heads
    facts["parameters"] = sum(each.numel() for each in model.parameters())
    facts |= {"calibration": CALIBRATION_COUNT, "fixture": FIXTURE_COUNT}
    (folder / "README.md").write_text(card(report, **facts))
    return report


def save_arrays(recipe: Recipe, folder: Path, logits: dict[str, np.ndarray]) -> None:
    """Masks, averaged maps, the images of the test split and for calibration, expected logits."""
    sparse = [each for each in STAGES if each.sparsity is not None]
    kept = {each.name: recipe.mask(each.sparsity).kept for each in sparse}
    exported = [each.name for each in STAGES if each.is_exported]
    fixture = {name: logits[name][:FIXTURE_COUNT] for name in exported}
    arrays: dict[str, dict[str, np.ndarray]] = {
        "masks_kept": kept,
        "attention_maps": {"maps": recipe.maps()},
        "logits": fixture,
    }
    calibration = recipe.data.train.first(CALIBRATION_COUNT)
    for name, split in (("test", recipe.data.test), ("calibration", calibration)):
        arrays[name] = {"images": split.images, "labels": split.labels.astype(np.uint8)}
    for name, each in arrays.items():
        np.savez_compressed(folder / f"{name}.npz", **each)


def description(data: Dataset) -> dict:
    """How the splits came about."""
    splits = {"train": data.train, "validation": data.validation, "test": data.test}
    return {
        "package": "animal-mnist",
        "classes": CLASSES,
        "splitSeed": SPLIT_SEED,
        "equalImagesRemoved": data.equal_removed,
        "nearCopiesRemoved": data.near_removed,
        "copyDistance": COPY_DISTANCE,
        "images": {name: len(each.labels) for name, each in splits.items()},
    }


def show(report: dict) -> None:
    """The accuracy table, as text."""
    print(f"{'':>12} accuracy  against dense  95 % interval    McNemar p")
    for name, row in report["accuracy"].items():
        change = row["againstDense"]
        low, high = change["interval95"]
        print(
            f"{name:>12} {row['accuracy']:8.2f}  {change['points']:+13.2f}  "
            f"{low:+6.2f} ..{high:+6.2f}  {change['mcnemarP']:11.4f}"
        )
