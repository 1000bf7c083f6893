"""The training loop of all stages: AdamW, one cosine, a teacher if wished, several processes."""

import time
from dataclasses import dataclass

import torch
import torch.distributed as distributed
import torch.nn.functional as F
from torch import nn

from .augmentation import augmented
from .data import Dataset, Split, to_input
from .model import VisionTransformer


@dataclass(frozen=True)
class Plan:
    """How long and how fast a stage trains. Chosen on the validation split; see README.md."""

    seed: int
    epochs: int
    peak_rate: float
    warmup: float = 0.05
    batch: int = 64
    weight_decay: float = 0.05
    clipping: float = 1.0
    smoothing: float = 0.1
    # The share of epochs, at the beginning, that look at this many of the patches only.
    partial_share: float = 0.0
    partial_patches: int = 98
    # The weight of the teacher's labels against the true ones, and their softening.
    teacher_weight: float = 0.0
    temperature: float = 2.0
    # The weight of ||Q - Q'|| + ||K - K'||, as in the authors' Algorithm/deit/engine.py.
    reconstruction_weight: float = 1e-4


@dataclass(frozen=True)
class Team:
    """The processes that train together, each on its part of every batch; this one is `rank`."""

    rank: int = 0
    size: int = 1

    def sum(self, values: torch.Tensor) -> torch.Tensor:
        """Adds up `values` over the processes, in place."""
        if self.size > 1:
            distributed.all_reduce(values)
        return values

    def average_gradients(self, parameters: list[nn.Parameter]) -> None:
        if self.size == 1:
            return
        gradients = [each.grad for each in parameters if each.grad is not None]
        joined = self.sum(torch.cat([each.flatten() for each in gradients])) / self.size
        for gradient, part in zip(gradients, joined.split([each.numel() for each in gradients])):
            gradient.copy_(part.view_as(gradient))


def parameter_groups(model: nn.Module, plan: Plan) -> list[dict]:
    """Weight matrices decay; biases, norms, the class token and positions do not, as in timm."""
    decaying, constant = [], []
    for name, parameter in model.named_parameters():
        is_matrix = parameter.ndim > 1 and name not in ("cls_token", "pos_embed")
        (decaying if is_matrix else constant).append(parameter)
    return [
        {"params": decaying, "weight_decay": plan.weight_decay},
        {"params": constant, "weight_decay": 0.0},
    ]


def loss_of(
    model: VisionTransformer,
    teacher: VisionTransformer | None,
    images: torch.Tensor,
    labels: torch.Tensor,
    chosen: torch.Tensor | None,
    plan: Plan,
) -> torch.Tensor:
    logits = model(images, chosen)
    loss = F.cross_entropy(logits, labels, label_smoothing=plan.smoothing)
    if teacher is not None:
        with torch.no_grad():
            taught = F.log_softmax(teacher(images) / plan.temperature, 1)
        student = F.log_softmax(logits / plan.temperature, 1)
        distance = F.kl_div(student, taught, reduction="batchmean", log_target=True)
        loss = loss.lerp(distance * plan.temperature**2, plan.teacher_weight)
    return loss + plan.reconstruction_weight * model.reconstruction_error()


@torch.no_grad()
def logits_of(model: VisionTransformer, split: Split, batch: int = 50) -> torch.Tensor:
    """Logits [count, classes] of images as they are."""
    model.eval()
    return torch.cat([model(to_input(part)) for part in torch.tensor(split.images).split(batch)])


def accuracy_of(model: VisionTransformer, split: Split, team: Team) -> float:
    """The share of images that get their label, in percent; each process takes its part."""
    part = Split(*(each[team.rank :: team.size] for each in vars(split).values()))
    right = (logits_of(model, part).argmax(1) == torch.tensor(part.labels)).sum()
    return 100 * team.sum(right).item() / len(split.labels)


def train(
    model: VisionTransformer,
    data: Dataset,
    plan: Plan,
    teacher: VisionTransformer | None,
    team: Team,
    name: str,
) -> list[dict]:
    """Trains in place; returns a record of every epoch, and the first process prints it."""
    images, labels = to_input(data.train.images), torch.tensor(data.train.labels)
    steps = len(images) // plan.batch
    parameters = list(model.parameters())
    optimiser = torch.optim.AdamW(parameter_groups(model, plan), plan.peak_rate, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        plan.peak_rate,
        total_steps=plan.epochs * steps + 1,
        pct_start=plan.warmup,
        cycle_momentum=False,
        final_div_factor=40,
    )
    shuffling = torch.Generator().manual_seed(plan.seed)
    own = torch.Generator().manual_seed(plan.seed * 1000 + team.rank)
    history = []
    for epoch in range(plan.epochs):
        model.train()
        order = torch.randperm(len(images), generator=shuffling)
        total = torch.zeros(1)
        is_partial = epoch < plan.partial_share * plan.epochs
        for step in range(steps):
            places = order[step * plan.batch : (step + 1) * plan.batch][team.rank :: team.size]
            chosen = None
            if is_partial:
                noise = torch.rand(len(places), model.shape.tokens - 1, generator=own)
                chosen = noise.argsort(1)[:, : plan.partial_patches]
            views = augmented(images[places], own)
            loss = loss_of(model, teacher, views, labels[places], chosen, plan)
            optimiser.zero_grad()
            loss.backward()
            team.average_gradients(parameters)
            nn.utils.clip_grad_norm_(parameters, plan.clipping)
            optimiser.step()
            schedule.step()
            total += loss.detach()
        history.append(
            {
                "loss": round(team.sum(total).item() / steps / team.size, 4),
                "validation": round(accuracy_of(model, data.validation, team), 2),
                "cpuSeconds": round(time.process_time(), 1),
            }
        )
        if team.rank == 0:
            last = history[-1]
            print(
                f"{name:>12} {epoch + 1:3}/{plan.epochs}  loss {last['loss']:.4f}  "
                f"validation {last['validation']:.2f} %  {last['cpuSeconds']:.0f} CPU s",
                flush=True,
            )
    return history
