"""Checks the parts of the recipe on small inputs: `python -m training.check`."""

import io
import pickle

import numpy as np
import torch
from torch import nn

from . import autoencoder, data
from .alignment import align
from .attention import across_heads
from .augmentation import augmented
from .evaluation import interval, mcnemar
from .masks import RowPruning
from .model import Shape, VisionTransformer

SMALL = Shape(image=8, width=16, heads=4, blocks=2, hidden=32)


def unpickler_refuses_code() -> None:
    array = np.arange(6).reshape(2, 3)
    read = data.ArrayUnpickler(io.BytesIO(pickle.dumps(array))).load()
    assert (read == array).all()
    try:
        data.ArrayUnpickler(io.BytesIO(pickle.dumps(print))).load()
    except pickle.UnpicklingError as refusal:
        assert "builtins.print" in str(refusal)
    else:
        raise AssertionError("a function was unpickled")


def copies_are_found() -> None:
    images = np.random.default_rng(1).random((6, 28, 28))
    images[3] = images[1][:, ::-1]
    images[5] = images[0]
    images[5, 3, 3] += 0.5
    assert data.near_copies(images).tolist() == [False, False, False, True, False, True]


def augmentation_keeps_blank_images_blank() -> None:
    blank = torch.full((5, 28, 28), -1.0)
    assert torch.allclose(augmented(blank, torch.Generator().manual_seed(1)), blank)


def pruning_keeps_the_fewest_entries() -> None:
    maps = np.random.default_rng(2).dirichlet(np.full(9, 0.3), (2, 3, 9))
    maps = maps.astype(np.float16).astype(np.float32)
    pruning = RowPruning(maps)
    kept = pruning.kept(0.6)
    assert kept[..., 0, :].all() and kept[..., :, 0].all()
    for row, flags in zip(maps[..., 1:, :].reshape(-1, 9), kept[..., 1:, :].reshape(-1, 9)):
        largest = np.sort(row.astype(np.float64))[::-1]
        fewest = int((np.cumsum(largest) < 0.6).sum()) + 1
        by_mass = np.argsort(-row, kind="stable")[: min(fewest, 9)]
        assert set(np.flatnonzero(flags)) == {0, *by_mass}
    assert not (kept & ~pruning.kept(0.8)).any(), "a larger threshold keeps at least as much"
    for sparsity in (0.3, 0.5):
        mask = pruning.mask(sparsity)
        assert sparsity <= mask.sparsity < sparsity + 1 / 9


def components_are_optimal() -> None:
    """No pair of layers reconstructs better than the truncated singular value decomposition."""
    samples = torch.randn(500, 4) @ torch.randn(4, 4) + 1
    encoder, decoder = nn.Linear(4, 2), nn.Linear(2, 4)
    share = autoencoder.fit(encoder, decoder, samples)
    error = (decoder(encoder(samples)) - samples).square().sum().item()
    values = torch.linalg.svdvals(samples - samples.mean(0)).square()
    assert abs(error - values[2:].sum().item()) < 1e-3 * error
    assert abs(share - (values[:2].sum() / values.sum()).item()) < 1e-5


def alignment_changes_no_score() -> None:
    model, images = VisionTransformer(SMALL), torch.randn(20, 8, 8)
    attention, x = model.blocks[0].attn, model.embedded(images)
    logits = model(images)
    attention.insert_autoencoder()
    before = autoencoder.fit_block(attention, x)
    align(attention, x)
    after = autoencoder.fit_block(attention, x)
    assert after["query"] + after["key"] > before["query"] + before["key"] + 0.1
    attention.has_autoencoder = False
    assert torch.allclose(model(images), logits, atol=1e-5)


def autoencoder_mixes_heads_only() -> None:
    layer = nn.Linear(4, 2)
    x = torch.randn(3, 5, 4 * 6)
    expected = layer(x.unflatten(-1, (4, 6)).transpose(-2, -1)).transpose(-2, -1).flatten(-2)
    assert torch.allclose(across_heads(layer, x), expected, atol=1e-6)


def attention_is_as_defined() -> None:
    """The fast path equals the sum weighted by the maps, and pruned scores weigh nothing."""
    model = VisionTransformer(SMALL)
    model.insert_autoencoders()
    kept = torch.rand(2, 4, 17, 17) < 0.3
    kept[..., 0] = True
    model.set_masks(kept)
    attention, x = model.blocks[1].attn, torch.randn(2, 17, 16)
    weights = attention.probabilities(x)
    assert (weights[:, ~kept[1]] == 0).all()
    assert torch.allclose(weights.sum(-1), torch.ones(2, 4, 17))
    mixed = (weights @ attention.operands(x)[2]).transpose(1, 2).flatten(2)
    assert torch.allclose(attention(x), attention.proj(mixed), atol=1e-5)


def all_patches_are_the_default() -> None:
    model = VisionTransformer(SMALL)
    images = torch.randn(3, 8, 8)
    shuffled = torch.randperm(16).expand(3, -1)
    assert torch.allclose(model(images), model(images, shuffled), atol=1e-5)


def tensors_have_timms_names() -> None:
    model = VisionTransformer()
    model.insert_autoencoders()
    state = {name: tuple(each.shape) for name, each in model.state_dict().items()}
    assert state["cls_token"] == (1, 1, 64) and state["pos_embed"] == (1, 197, 64)
    assert state["patch_embed.proj.weight"] == (64, 1, 2, 2)
    assert state["blocks.3.attn.qkv.weight"] == (192, 64)
    assert state["blocks.0.attn.encoder_q.weight"] == (2, 4)
    assert state["blocks.0.attn.decoder_k.bias"] == (4,)
    assert state["blocks.3.mlp.fc2.weight"] == (64, 128) and state["head.bias"] == (10,)
    assert len(state) == 4 + 4 * (12 + 8) + 4, "no tensor is missing or new"


def statistics_are_known_values() -> None:
    assert mcnemar(0, 0) == 1 and mcnemar(5, 5) == 1
    assert abs(mcnemar(1, 9) - 22 / 1024) < 1e-12
    low, high = interval(20, 30, 1000)
    assert low < 1 < high and abs((high - low) / 2 - 1.96 * 0.7) < 0.1


CHECKS = (
    unpickler_refuses_code,
    copies_are_found,
    augmentation_keeps_blank_images_blank,
    pruning_keeps_the_fewest_entries,
    components_are_optimal,
    alignment_changes_no_score,
    autoencoder_mixes_heads_only,
    attention_is_as_defined,
    all_patches_are_the_default,
    tensors_have_timms_names,
    statistics_are_known_values,
)

if __name__ == "__main__":
    torch.manual_seed(0)
    for check in CHECKS:
        check()
    print(f"{len(CHECKS)} checks of the recipe passed")
