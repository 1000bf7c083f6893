"""The first weights of ViTCoD's auto-encoder: principal components across heads."""

import torch
from torch import nn

from .alignment import align
from .attention import Attention
from .data import Split, to_input
from .model import VisionTransformer

SAMPLE_IMAGES = 256


@torch.no_grad()
def fit(encoder: nn.Linear, decoder: nn.Linear, samples: torch.Tensor) -> float:
    """Sets the pair that reconstructs `samples` [count, heads] with the least squared error.

    The encoder projects the deviation from the mean on the largest principal components, the
    decoder is its transpose plus the mean. Returns the share of the variance that is kept.
    """
    mean = samples.mean(0)
    centred = (samples - mean).double()
    values, vectors = torch.linalg.eigh(centred.T @ centred)
    hidden = encoder.out_features
    components = vectors[:, -hidden:].flip(1).to(samples.dtype)
    encoder.weight.copy_(components.T)
    encoder.bias.copy_(-components.T @ mean)
    decoder.weight.copy_(components)
    decoder.bias.copy_(mean)
    return (values[-hidden:].sum() / values.sum()).item()


def head_vectors(x: torch.Tensor, heads: int) -> torch.Tensor:
    """[batch, tokens, width] -> [batch * tokens * features, heads]."""
    return x.unflatten(-1, (heads, -1)).transpose(-2, -1).reshape(-1, heads)


@torch.no_grad()
def fit_block(attention: Attention, x: torch.Tensor) -> dict[str, float]:
    """Fits both auto-encoders of a block to its input `x` [batch, tokens, width]."""
    q, k, _ = attention.projected(x)
    return {
        "query": fit(attention.encoder_q, attention.decoder_q, head_vectors(q, attention.heads)),
        "key": fit(attention.encoder_k, attention.decoder_k, head_vectors(k, attention.heads)),
    }


@torch.no_grad()
def insert(model: VisionTransformer, split: Split) -> list[dict[str, float]]:
    """Inserts auto-encoders, block after block, so that each sees what the earlier ones leave.

    Returns, for every block, the shares of the variances of Q and K that are kept.
    """
    model.eval()
    model.insert_autoencoders()
    x = model.embedded(to_input(split.first(SAMPLE_IMAGES).images))
    kept = []
    for block in model.blocks:
        sample = block.norm1(x)
        align(block.attn, sample)
        kept.append(fit_block(block.attn, sample))
        x = block(x)
    return kept
