"""Multi-head attention with ViTCoD's auto-encoder across heads and a fixed mask."""

import torch
import torch.nn.functional as F
from torch import nn


def across_heads(layer: nn.Linear, x: torch.Tensor) -> torch.Tensor:
    """Applies a layer to the vector of heads, for every token and feature.

    [batch, tokens, in_features * features] -> [batch, tokens, out_features * features], heads
    outside, features inside. It is ViTCoD's small layer, spread to the whole width for speed.
    """
    features = x.shape[-1] // layer.in_features
    weight = torch.kron(layer.weight, torch.eye(features))
    return F.linear(x, weight, layer.bias.repeat_interleave(features))


class Attention(nn.Module):
    """timm's `Attention`, whose tensors are named `qkv` and `proj`.

    With an auto-encoder (`insert_autoencoder`; `mix_head_fc_qk` in the authors'
    Algorithm/deit/timm/vision_transformer.py) queries and keys pass through half as many heads
    and back. With a mask (`set_mask`) scores outside of it are left out of the softmax.
    """

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.scale = (width // heads) ** -0.5
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.has_autoencoder = False
        self.reconstruction_error = torch.zeros(())
        self.register_buffer("penalty", None, persistent=False)

    def insert_autoencoder(self) -> None:
        heads, hidden = self.heads, self.hidden_heads
        self.encoder_q, self.decoder_q = nn.Linear(heads, hidden), nn.Linear(hidden, heads)
        self.encoder_k, self.decoder_k = nn.Linear(heads, hidden), nn.Linear(hidden, heads)
        self.has_autoencoder = True

    @property
    def hidden_heads(self) -> int:
        """Half of the heads, rounded up: 2 of 3 for DeiT-Tiny, 2 of 4 here."""
        return (self.heads + 1) // 2

    def set_mask(self, kept: torch.Tensor) -> None:
        """Keeps the scores [heads, tokens, tokens] (query, key) where `kept` is True."""
        self.penalty = torch.zeros(kept.shape).masked_fill(~kept, float("-inf")).unsqueeze(0)

    def projected(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Queries, keys and values, before the auto-encoder; each is [batch, tokens, width]."""
        q, k, v = self.qkv(x).chunk(3, -1)
        return q, k, v

    def operands(self, x: torch.Tensor) -> list[torch.Tensor]:
        """Queries, keys and values as the scores see them; notes the error of reconstruction.

        [batch, tokens, width] -> three of [batch, heads, tokens, features]
        """
        q, k, v = self.projected(x)
        if self.has_autoencoder:
            q_decoded = across_heads(self.decoder_q, across_heads(self.encoder_q, q))
            k_decoded = across_heads(self.decoder_k, across_heads(self.encoder_k, k))
            self.reconstruction_error = torch.dist(q, q_decoded) + torch.dist(k, k_decoded)
            q, k = q_decoded, k_decoded
        return [each.unflatten(-1, (self.heads, -1)).transpose(1, 2) for each in (q, k, v)]

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        """The attention maps [batch, heads, tokens, tokens]; each row (query) sums to 1."""
        q, k, _ = self.operands(x)
        scores = q @ k.transpose(-2, -1) * self.scale
        return (scores if self.penalty is None else scores + self.penalty).softmax(-1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        q, k, v = self.operands(x)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=self.penalty, scale=self.scale)
        return self.proj(mixed.transpose(1, 2).flatten(2))
