"""The images: Animal-MNIST (PyPI `animal-mnist`, MIT), read without running the package's code.

10,000 silhouettes of 28 x 28, of ten animals. Some occur twice, and a few pairs are nearly equal or
nearly each other's mirror image; only the first of such a pair stays. Shifted or redrawn ones are
not looked for.
"""

import gzip
import io
import pickle
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np
import torch

CLASSES = (
    "bear",
    "bird",
    "cat",
    "cow",
    "dog",
    "elephant",
    "giraffe",
    "horse",
    "sheep",
    "zebra",
)
TEST_COUNT = 2000
VALIDATION_COUNT = 700
SPLIT_SEED = 2023
# Squared distance, over pixels of 0 to 1, below which two images count as copies: a change of the
# outline by some three pixels in all.
COPY_DISTANCE = 4.0

IMAGES_FILE = "animal_mnist/data/Animal_MNIST/animal_data_version_3.gz"
LABELS_FILE = "animal_mnist/data/Animal_MNIST/animal_label_version_3.gz"


@dataclass(frozen=True)
class Split:
    """Images [count, 28, 28] uint8, labels [count] int64, and their places in the package."""

    images: np.ndarray
    labels: np.ndarray
    indices: np.ndarray

    def first(self, count: int) -> "Split":
        return Split(self.images[:count], self.labels[:count], self.indices[:count])


@dataclass(frozen=True)
class Dataset:
    train: Split
    validation: Split
    test: Split
    equal_removed: int
    near_removed: int

    def first(self, count: int) -> "Dataset":
        """The same with at most `count` images in each split, for trials."""
        splits = (each.first(count) for each in (self.train, self.validation, self.test))
        return Dataset(*splits, self.equal_removed, self.near_removed)


class ArrayUnpickler(pickle.Unpickler):
    """Reads pickled NumPy arrays and refuses everything else, so that a file cannot run code."""

    ALLOWED = {
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
        ("numpy.core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy.core.multiarray", "scalar"),
        ("numpy._core.multiarray", "scalar"),
        ("_codecs", "encode"),
    }

    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in self.ALLOWED:
            raise pickle.UnpicklingError(
                f"The pickle asks for {module}.{name}, which no array needs; "
                "take the file from the package that requirements.txt names."
            )
        return super().find_class(module, name)


def read_array(path: Path) -> np.ndarray:
    """The array in a gzipped pickle."""
    return np.asarray(ArrayUnpickler(io.BytesIO(gzip.decompress(path.read_bytes()))).load())


def near_copies(images: np.ndarray) -> np.ndarray:
    """Flags [count] of the images that resemble an earlier one, or its mirror image.

    `images` is [count, height, width] with pixels of 0 to 1.
    """
    flat = images.reshape(len(images), -1).astype(np.float32)
    norms = (flat**2).sum(1)
    flags = np.zeros(len(images), bool)
    for view in (flat, images[:, :, ::-1].reshape(len(images), -1).astype(np.float32)):
        for start in range(0, len(view), 512):
            some = view[start : start + 512]
            stop = start + len(some)
            squares = norms[start:stop, None] + norms[None, :stop] - 2 * some @ flat[:stop].T
            earlier = np.arange(stop)[None] < np.arange(start, stop)[:, None]
            flags[start:stop] |= ((squares < COPY_DISTANCE) & earlier).any(1)
    return flags


def load() -> Dataset:
    """All splits: shuffled with a fixed seed; test first, so that it never depends on the rest."""
    folder = Path(str(metadata.distribution("animal-mnist").locate_file("")))
    images, labels = read_array(folder / IMAGES_FILE), read_array(folder / LABELS_FILE)
    if images.shape != (10000, 28, 28) or images.dtype != np.uint8 or labels.shape != (10000,):
        raise ValueError(
            f"animal-mnist holds {images.dtype} {images.shape}, but uint8 (10000, 28, 28) is "
            "expected; install the version that requirements.txt names."
        )
    _, first = np.unique(images.reshape(len(images), -1), axis=0, return_index=True)
    first.sort()
    kept = first[~near_copies(images[first] / np.float32(255))]
    order = np.random.default_rng(SPLIT_SEED).permutation(kept)
    test, validation, train = np.split(order, [TEST_COUNT, TEST_COUNT + VALIDATION_COUNT])
    parts = (Split(images[i], labels[i].astype(np.int64), i) for i in (train, validation, test))
    return Dataset(*parts, len(images) - len(first), len(first) - len(kept))


def to_input(images: np.ndarray | torch.Tensor) -> torch.Tensor:
    """Pixels [..., 28, 28] uint8 to the network's input, float32 of -1 to 1 (mean and std 0.5)."""
    return torch.as_tensor(images).float() / 127.5 - 1
