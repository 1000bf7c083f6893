"""Turns the features of the heads towards each other, so that an auto-encoder across heads fits.

Our addition to ViTCoD. A rotation of the features of a head that acts on Q and K alike changes no
score, so the trained network stays what it is. But the auto-encoder mixes feature j of all heads,
and training gives the features of different heads no common order; the rotations give them one.
"""

import torch

from .attention import Attention

ROUNDS = 50


def second_moments(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Products of features, averaged over tokens, about the mean of each head.

    [batch, tokens, width] -> [heads, features, heads, features]
    """
    split = x.unflatten(-1, (heads, -1)).flatten(0, 1).double()
    flat = (split - split.mean((0, 2), keepdim=True)).flatten(1)
    return (flat.T @ flat / len(flat)).view(heads, split.shape[2], heads, -1)


def projection(moments: torch.Tensor, rotations: torch.Tensor, hidden: int) -> torch.Tensor:
    """The best projection across heads on `hidden` dimensions, after rotation; [heads, heads]."""
    across = torch.einsum("hia,higj,gja->hg", rotations, moments, rotations)
    components = torch.linalg.eigh(across)[1][:, -hidden:]
    return components @ components.T


def aligning_rotations(moments: list[torch.Tensor], hidden: int) -> torch.Tensor:
    """Orthogonal matrices [heads, features, features] that let a projection across heads keep more.

    In turn, the projections are fitted to the rotated features, and each head is turned towards
    what the projections make of the other heads (orthogonal Procrustes problem). `moments` are
    those of Q and of K, which count the same whatever their scale.
    """
    heads, features = moments[0].shape[:2]
    scaled = [each / torch.einsum("haha->", each) for each in moments]
    rotations = torch.eye(features, dtype=torch.float64).repeat(heads, 1, 1)
    for _ in range(ROUNDS):
        projections = [projection(each, rotations, hidden) for each in scaled]
        for head in range(heads):
            target = torch.zeros(features, features, dtype=torch.float64)
            for moment, weights in zip(scaled, projections):
                others = weights[head].clone()
                others[head] = 0
                target += torch.einsum("igj,gja,g->ia", moment[head], rotations, others)
            left, _, right = torch.linalg.svd(target)
            rotations[head] = left @ right
    return rotations


@torch.no_grad()
def align(attention: Attention, x: torch.Tensor) -> None:
    """Rotates the queries and keys of a block; `x` [batch, tokens, width] samples its input."""
    q, k, _ = attention.projected(x)
    moments = [second_moments(each, attention.heads) for each in (q, k)]
    rotations = aligning_rotations(moments, attention.hidden_heads).float()
    parts = (2, attention.heads, -1)
    width = attention.proj.in_features
    for tensor in (attention.qkv.weight, attention.qkv.bias):
        rows = tensor[: 2 * width].unflatten(0, parts)
        rows.copy_(torch.einsum("hia,phi...->pha...", rotations, rows.clone()))
