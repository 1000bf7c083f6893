"""The page that introduces the exported model, README.md beside it."""

TEXT = """# A small Vision Transformer for ten animals

Written by `scripts/train`; edit [the recipe](../../training/README.md) and run it again.

A network with DeiT's structure at DeiT's 197 tokens: 28 x 28 silhouettes in patches of 2 x 2, a
class token, {blocks} pre-norm blocks of width {width} with {heads} heads, hidden width {hidden}, \
{parameters:,} parameters.
It is dense, then with ViTCoD's auto-encoder across heads ({heads} to {encoded}, on Q and K), then
with that and a fixed mask. Accuracy on all {count:,} test images, which no choice was made on:

| model | accuracy | against dense | 95 % interval | McNemar p |
|---|---|---|---|---|
{rows}

For comparison: the label of the nearest training image, pixel by pixel, is right on {nearest} %. So
the figures tell what compression costs, not how good a classifier of silhouettes can be.

Intervals are bootstrapped over paired images; they cover the choice of test images, not that of
seeds: each network was trained once. `dense_longer` is the dense model after ten epochs of
the same fine-tuning, for comparison; it is not kept. Each sparse model starts from the row above
it. All figures are of the float16 weights in the files.

| file | arrays |
|---|---|
| `NAME.safetensors` | F16, timm's names; `attn.{{encoder,decoder}}_{{q,k}}`; `__metadata__` |
| `masks_kept.npz` | `sparse_80` ... `sparse_95`: bool [block, head, query, key], True = kept |
| `attention_maps.npz` | `maps`: float32 [block, head, query, key], averages before pruning |
| `test.npz` | `images` uint8 [{count}, 28, 28], `labels` uint8 [{count}]: the whole test split |
| `calibration.npz` | the same for {calibration} training images |
| `logits.npz` | one array a model, float32: logits of the first {fixture} test images |
| `report.json` | accuracies, splits, seeds, plans, thresholds, every epoch, seconds |

A pixel enters as (value / 255 - 0.5) / 0.5. The masks follow from the maps: see
`RowPruning` in [masks.py](../../training/masks.py) and the thresholds in `report.json`.

The images are silhouettes of animals from the package
[animal-mnist](https://pypi.org/project/animal-mnist/) 0.4, which states the MIT licence
([its text](LICENSE-animal-mnist.txt)) and does not say where the pictures come from; {removed}
that equal or nearly equal another one were left out. Images that resemble each other less closely
remain.
"""


def probability(value: float) -> str:
    return f"{value:.3f}" if value >= 0.001 else "< 0.001"


def row(name: str, result: dict) -> str:
    change = result["againstDense"]
    low, high = change["interval95"]
    accuracy = f"| `{name}` | {result['accuracy']:.2f} +- {result['standardError']:.2f} |"
    if name == "dense":
        return accuracy + " | | |"
    return (
        f"{accuracy} {change['points']:+.2f} | {low:+.2f} to {high:+.2f} "
        f"| {probability(change['mcnemarP'])} |"
    )


def card(report: dict, **facts: int) -> str:
    """The page as text; `facts` are the numbers that TEXT names beyond those of the report."""
    rows = "\n".join(row(name, each) for name, each in report["accuracy"].items())
    data = report["data"]
    removed = data["equalImagesRemoved"] + data["nearCopiesRemoved"]
    return TEXT.format(
        rows=rows,
        removed=removed,
        count=report["testImages"],
        nearest=report["nearestNeighbour"],
        **facts,
    )
