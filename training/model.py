"""A small Vision Transformer with DeiT's structure and timm's tensor names."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from .attention import Attention

LAYER_NORM_EPSILON = 1e-6


@dataclass(frozen=True)
class Shape:
    image: int = 28
    patch: int = 2
    width: int = 64
    heads: int = 4
    blocks: int = 4
    hidden: int = 128
    classes: int = 10

    @property
    def tokens(self) -> int:
        """The patches and the class token: 14 x 14 + 1, as many as DeiT has."""
        return (self.image // self.patch) ** 2 + 1


class PatchEmbedding(nn.Module):
    """[batch, height, width] -> [batch, patches, features], patches row after row."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.proj = nn.Conv2d(1, shape.width, shape.patch, stride=shape.patch)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.proj(images.unsqueeze(1)).flatten(2).transpose(1, 2)


class Perceptron(nn.Module):
    """timm's `Mlp`: two layers with the exact GELU between them."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.fc1 = nn.Linear(shape.width, shape.hidden)
        self.fc2 = nn.Linear(shape.hidden, shape.width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    """A pre-norm block; [batch, tokens, width] to the same."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.norm1 = nn.LayerNorm(shape.width, LAYER_NORM_EPSILON)
        self.attn = Attention(shape.width, shape.heads)
        self.norm2 = nn.LayerNorm(shape.width, LAYER_NORM_EPSILON)
        self.mlp = Perceptron(shape)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    def __init__(self, shape: Shape = Shape()):
        super().__init__()
        self.shape = shape
        self.cls_token = nn.Parameter(torch.zeros(1, 1, shape.width))
        self.pos_embed = nn.Parameter(torch.zeros(1, shape.tokens, shape.width))
        self.patch_embed = PatchEmbedding(shape)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.blocks))
        self.norm = nn.LayerNorm(shape.width, LAYER_NORM_EPSILON)
        self.head = nn.Linear(shape.width, shape.classes)
        for parameter in (self.cls_token, self.pos_embed):
            nn.init.trunc_normal_(parameter, std=0.02)

    def insert_autoencoders(self) -> None:
        for block in self.blocks:
            block.attn.insert_autoencoder()

    def set_masks(self, kept: torch.Tensor) -> None:
        """Fixes the masks [blocks, heads, tokens, tokens], True = kept."""
        for block, mask in zip(self.blocks, kept, strict=True):
            block.attn.set_mask(mask)

    def reconstruction_error(self) -> torch.Tensor:
        """||Q - Q'|| + ||K - K'|| of the last batch, over all blocks."""
        return torch.stack([block.attn.reconstruction_error for block in self.blocks]).sum()

    def embedded(self, images: torch.Tensor) -> torch.Tensor:
        """[batch, height, width] -> tokens [batch, tokens, width], the class token first."""
        patches = self.patch_embed(images)
        return torch.cat([self.cls_token.expand(len(images), -1, -1), patches], 1) + self.pos_embed

    def forward(self, images: torch.Tensor, chosen: torch.Tensor | None = None) -> torch.Tensor:
        """Logits [batch, classes].

        `chosen` [batch, count] names the patches to look at (PatchDropout, arXiv 2208.07220),
        which makes the first epochs cheaper.
        """
        x = self.embedded(images)
        if chosen is not None:
            places = F.pad(chosen + 1, (1, 0))  # The class token is number 0.
            x = x.gather(1, places.unsqueeze(-1).expand(-1, -1, x.shape[-1]))
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x[:, 0]))
