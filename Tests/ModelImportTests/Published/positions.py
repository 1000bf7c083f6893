"""Writes positions.npz and dinov2.safetensors: what the three references make of positions.

    python positions.py FOLDER

With torch 2.13, numpy 2.4, timm 1.0.31, transformers 5.24 and, on PYTHONPATH, the repository
facebookresearch/dinov2 at b8931f7. Seeds are fixed; all weights are random.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from dinov2.models.vision_transformer import DinoVisionTransformer
from timm.layers import resample_abs_pos_embed
from transformers import Dinov2Config, Dinov2ForImageClassification

PATCH = 2
SIZES = {5: (1, 3, 4, 8, 13), 37: (16,)}


def dinov2(given: torch.Tensor, grid: int, to: int) -> torch.Tensor:
    """The way of DINOv2's own code, with the numbers of its hub for models without registers."""
    model = DinoVisionTransformer(
        img_size=grid * PATCH,
        patch_size=PATCH,
        embed_dim=given.shape[-1],
        depth=1,
        num_heads=1,
        interpolate_antialias=False,
        interpolate_offset=0.1,
    )
    model.pos_embed.data = given
    side = to * PATCH
    return model.interpolate_pos_encoding(torch.empty(1, 1 + to * to, given.shape[-1]), side, side)


def small(width: int, grid: int) -> Dinov2ForImageClassification:
    config = Dinov2Config(
        hidden_size=width,
        num_hidden_layers=2,
        num_attention_heads=2,
        mlp_ratio=2,
        image_size=grid * PATCH,
        patch_size=PATCH,
        num_labels=3,
    )
    torch.manual_seed(7)
    model = Dinov2ForImageClassification(config).eval()
    for each in model.parameters():
        each.data = torch.randn_like(each) * 0.3
    return model


def transformers(given: torch.Tensor, grid: int, to: int) -> torch.Tensor:
    embeddings = small(given.shape[-1], grid).dinov2.embeddings
    embeddings.position_embeddings.data = given
    side = to * PATCH
    size = torch.empty(1, 1 + to * to, given.shape[-1])
    return embeddings.interpolate_pos_encoding(size, side, side)


def timm(given: torch.Tensor, grid: int, to: int) -> torch.Tensor:
    return resample_abs_pos_embed(given, [to, to], [grid, grid])


def main(folder: Path) -> None:
    arrays = {}
    for grid, sizes in SIZES.items():
        torch.manual_seed(grid)
        given = torch.randn(1, 1 + grid * grid, 2)
        arrays[f"given_{grid}"] = given
        for to in sizes:
            for reference in (dinov2, transformers, timm):
                arrays[f"{reference.__name__}_{grid}_{to}"] = reference(given, grid, to)
    model = small(8, 5)
    model.save_pretrained(folder / "model")
    (folder / "model" / "model.safetensors").rename(folder / "dinov2.safetensors")
    for side in (6, 10, 16):
        torch.manual_seed(side)
        arrays[f"images_{side}"] = torch.randn(2, 3, side, side)
        arrays[f"logits_{side}"] = model(arrays[f"images_{side}"]).logits
    np.savez_compressed(
        folder / "positions.npz", **{name: each.detach().numpy() for name, each in arrays.items()}
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
