"""Averages attention maps and prunes them to fixed masks: the "split" of ViTCoD."""

from dataclasses import dataclass

import numpy as np
import torch

from .data import Split, to_input
from .model import VisionTransformer

CLASS_TOKEN = 0


@torch.no_grad()
def average_maps(model: VisionTransformer, split: Split, batch: int = 50) -> np.ndarray:
    """The mean softmax map of every head over images as they are.

    [blocks, heads, tokens, tokens] (query, key), float32, rounded to what float16 can hold: sums
    of such numbers are exact in float64, so that pruning them gives the same mask everywhere.
    """
    model.eval()
    shape = model.shape
    sums = torch.zeros(shape.blocks, shape.heads, shape.tokens, shape.tokens, dtype=torch.float64)
    for images in torch.tensor(split.images).split(batch):
        x = model.embedded(to_input(images))
        for total, block in zip(sums, model.blocks, strict=True):
            total += block.attn.probabilities(block.norm1(x)).sum(0)
            x = block(x)
    return (sums / len(split.images)).numpy().astype(np.float16).astype(np.float32)


@dataclass(frozen=True)
class Mask:
    """`kept` is [blocks, heads, tokens, tokens] bool, True = kept; `threshold` is theta_p."""

    kept: np.ndarray
    threshold: float

    @property
    def sparsity(self) -> float:
        """The share of scores that is pruned, over the whole network."""
        return 1 - float(self.kept.mean())


class RowPruning:
    """Prunes maps per row by cumulative mass, as Algorithm/deit/gen_mask.py (`info_cutoff`) does,
    without the entry that it keeps beyond what the threshold asks for."""

    def __init__(self, maps: np.ndarray):
        # Equal entries stay in the order of their keys.
        self.order = np.argsort(-maps, axis=-1, kind="stable")
        largest_first = np.take_along_axis(maps.astype(np.float64), self.order, -1)
        self.mass_before = np.cumsum(largest_first, -1) - largest_first

    def kept(self, threshold: float) -> np.ndarray:
        """The fewest largest entries of each row whose sum reaches the threshold, or the whole row;
        and the row and the column of the class token."""
        flags = np.zeros(self.order.shape, bool)
        np.put_along_axis(flags, self.order, self.mass_before < threshold, -1)
        flags[..., CLASS_TOKEN, :] = True
        flags[..., :, CLASS_TOKEN] = True
        return flags

    def mask(self, sparsity: float) -> Mask:
        """The mask of the largest threshold that prunes at least this share, by bisection."""
        low, high = 0.0, 1.0
        for _ in range(40):
            middle = (low + high) / 2
            if 1 - self.kept(middle).mean() >= sparsity:
                low = middle
            else:
                high = middle
        return Mask(self.kept(low), low)
