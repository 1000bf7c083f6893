"""Accuracy on the test split, and paired comparisons of two models on the same images."""

import math

import numpy as np

from .data import Split

BOOTSTRAP_SAMPLES = 10_000
BOOTSTRAP_SEED = 1


def mcnemar(only_first: int, only_second: int) -> float:
    """The exact two-sided p-value that both kinds of disagreement are equally likely."""
    count, fewer = only_first + only_second, min(only_first, only_second)
    tail = sum(math.comb(count, k) for k in range(fewer + 1))
    return min(1.0, 2 * tail / 2**count)


def interval(only_first: int, only_second: int, count: int) -> tuple[float, float]:
    """The 95 % bootstrap interval of a difference of accuracies, second less first, in points.

    Resampling paired images resamples how many of them only one of the models gets right.
    """
    shares = np.array([only_first, only_second, count - only_first - only_second]) / count
    generator = np.random.default_rng(BOOTSTRAP_SEED)
    draws = generator.multinomial(count, shares, BOOTSTRAP_SAMPLES)
    low, high = np.percentile(draws[:, 1] - draws[:, 0], [2.5, 97.5]) * (100 / count)
    return float(low), float(high)


def comparison(reference: np.ndarray, other: np.ndarray) -> dict:
    """What changes from one model to another; both are flags [count], True = image right."""
    only_reference = int((reference & ~other).sum())
    only_other = int((other & ~reference).sum())
    low, high = interval(only_reference, only_other, len(reference))
    return {
        "points": round(100 * (only_other - only_reference) / len(reference), 2),
        "interval95": [round(low, 2), round(high, 2)],
        "mcnemarP": round(mcnemar(only_reference, only_other), 4),
        "onlyReferenceRight": only_reference,
        "onlyThisRight": only_other,
    }


def nearest_neighbour(train: Split, test: Split) -> float:
    """Accuracy in percent of taking the label of the nearest training image, pixel by pixel."""
    known = train.images.reshape(len(train.images), -1).astype(np.float32) / 255
    asked = test.images.reshape(len(test.images), -1).astype(np.float32) / 255
    distances = (known**2).sum(1) - 2 * asked @ known.T
    found = np.asarray(train.labels)[distances.argmin(1)]
    return round(100 * float((found == np.asarray(test.labels)).mean()), 2)


def accuracy_table(logits: dict[str, np.ndarray], labels: np.ndarray, reference: str) -> dict:
    """Accuracy in percent of every model, and its comparison with the reference model."""
    right = {name: each.argmax(1) == labels for name, each in logits.items()}
    table = {}
    for name, flags in right.items():
        share = float(flags.mean())
        error = math.sqrt(share * (1 - share) / len(labels))
        table[name] = {
            "accuracy": round(100 * share, 2),
            "standardError": round(100 * error, 2),
            "againstDense": comparison(right[reference], flags),
        }
    return table
