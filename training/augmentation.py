"""Random changes to training images: mirror, rotation, scale, shear, shift, erased rectangles."""

import math

import torch
import torch.nn.functional as F

ROTATION_DEGREES = 12.0
SCALE = 0.15
SHEAR = 0.12
SHIFT_PIXELS = 2.5
ERASED_SHARE = 0.25
ERASED_PIXELS = (4, 10)
BACKGROUND = -1.0


def augmented(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Another view of each image; [count, 28, 28] of -1 to 1, as `data.to_input` gives."""
    count, size = len(images), images.shape[-1]

    def uniform(limit: float) -> torch.Tensor:
        return (torch.rand(count, generator=generator) * 2 - 1) * limit

    angle = uniform(math.radians(ROTATION_DEGREES))
    scale_x, scale_y = 1 + uniform(SCALE), 1 + uniform(SCALE)
    shear = uniform(SHEAR)
    mirror = (torch.rand(count, generator=generator) < 0.5) * 2.0 - 1
    cosine, sine = angle.cos(), angle.sin()
    shift = 2 * SHIFT_PIXELS / size
    matrix = torch.stack(
        [
            torch.stack([mirror * scale_x * cosine, shear - sine, uniform(shift)], 1),
            torch.stack([mirror * scale_x * sine, scale_y * cosine, uniform(shift)], 1),
        ],
        1,
    )
    grid = F.affine_grid(matrix, [count, 1, size, size], align_corners=False)
    # The border of grid_sample is 0, so the background is moved there and back.
    moved = F.grid_sample((images - BACKGROUND).unsqueeze(1), grid, align_corners=False)
    return erased(moved.squeeze(1) + BACKGROUND, generator)


def erased(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Some of the images with a rectangle set to the background."""
    count, size = len(images), images.shape[-1]
    chosen = torch.rand(count, generator=generator) < ERASED_SHARE
    sides = torch.randint(*ERASED_PIXELS, (2, count), generator=generator)
    starts = (torch.rand(2, count, generator=generator) * (size - sides)).long()
    places = torch.arange(size)
    rows, columns = (
        (places >= starts[i, :, None]) & (places < (starts + sides)[i, :, None]) for i in (0, 1)
    )
    hidden = rows[:, :, None] & columns[:, None, :] & chosen[:, None, None]
    return images.masked_fill(hidden, BACKGROUND)
