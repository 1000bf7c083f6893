"""The stages, in the order of the paper, and what they leave in the cache folder."""

import hashlib
import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.distributed as distributed
import torch.multiprocessing as multiprocessing

from . import autoencoder
from .data import Dataset
from .masks import Mask, RowPruning, average_maps
from .model import Shape, VisionTransformer
from .optimisation import Plan, Team, accuracy_of, train

SHAPE = Shape()


@dataclass(frozen=True)
class Stage:
    """A training run that starts from what another one (`after`) leaves."""

    name: str
    plan: Plan
    after: "Stage | None" = None
    has_autoencoder: bool = False
    sparsity: float | None = None
    is_exported: bool = True

    def fingerprint(self, data: Dataset) -> str:
        """Changes with everything that the result depends on, code apart."""
        before = self.after.fingerprint(data) if self.after else [len(data.train.images)]
        parts = [before, self.name, asdict(self.plan), asdict(SHAPE), self.sparsity]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


FINE_TUNING = Plan(seed=2, epochs=10, peak_rate=5e-4, teacher_weight=0.5)
DENSE = Stage("dense", Plan(seed=1, epochs=70, peak_rate=2e-3, partial_share=0.6))
# What the dense model gains from being fine-tuned as the others are, to compare fairly.
LONGER = Stage("dense_longer", FINE_TUNING, after=DENSE, is_exported=False)
AUTOENCODER = Stage(
    "autoencoder", replace(FINE_TUNING, epochs=16), after=DENSE, has_autoencoder=True
)


def sparse(sparsity: float, seed: int, after: Stage) -> Stage:
    """Prunes to a sparsity. Each starts from the one before, so that pruning is gradual."""
    name = f"sparse_{round(100 * sparsity)}"
    plan = replace(FINE_TUNING, seed=seed)
    return Stage(name, plan, after=after, has_autoencoder=True, sparsity=sparsity)


SPARSE_80 = sparse(0.8, seed=3, after=AUTOENCODER)
SPARSE_90 = sparse(0.9, seed=4, after=SPARSE_80)
SPARSE_95 = sparse(0.95, seed=5, after=SPARSE_90)
STAGES = (DENSE, LONGER, AUTOENCODER, SPARSE_80, SPARSE_90, SPARSE_95)


class Recipe:
    """Runs stages with `workers` processes of one thread each; finished ones are not run again."""

    def __init__(self, data: Dataset, cache: Path, workers: int, epochs_max: int | None = None):
        self.data = data
        self.cache = cache
        self.workers = workers
        self.epochs_max = epochs_max
        cache.mkdir(parents=True, exist_ok=True)

    def plan(self, stage: Stage) -> Plan:
        limit = self.epochs_max or stage.plan.epochs
        return replace(stage.plan, epochs=min(stage.plan.epochs, limit))

    def checkpoint(self, stage: Stage) -> dict | None:
        """What the stage left: its fingerprint, state and record; nothing if it must be run."""
        path = self.cache / f"{stage.name}.pt"
        if not path.exists():
            return None
        checkpoint = torch.load(path, weights_only=True)
        return checkpoint if checkpoint["fingerprint"] == stage.fingerprint(self.data) else None

    def run(self, stage: Stage) -> None:
        if self.checkpoint(stage):
            print(f"{stage.name:>12} is in the cache")
            return
        if stage.sparsity is not None:
            self.maps()
        meeting = self.cache / "meeting"
        meeting.unlink(missing_ok=True)
        multiprocessing.spawn(worker, (self, stage, meeting), self.workers)

    def model(self, stage: Stage) -> VisionTransformer:
        """The trained model of a stage that was run, with its mask."""
        checkpoint = self.checkpoint(stage)
        assert checkpoint, f"{stage.name} has not been run"
        model = VisionTransformer(SHAPE)
        if stage.has_autoencoder:
            model.insert_autoencoders()
        model.load_state_dict(checkpoint["state"])
        if stage.sparsity is not None:
            model.set_masks(torch.from_numpy(self.mask(stage.sparsity).kept))
        return model.eval()

    def maps(self) -> np.ndarray:
        """The averaged attention maps of the model with auto-encoders, over the training split."""
        fingerprint = AUTOENCODER.fingerprint(self.data)
        path = self.cache / "maps.npz"
        if path.exists():
            with np.load(path) as file:
                if str(file["fingerprint"]) == fingerprint:
                    return file["maps"]
        print("      averaging attention maps", flush=True)
        maps = average_maps(self.model(AUTOENCODER), self.data.train)
        np.savez(path, maps=maps, fingerprint=np.array(fingerprint))
        return maps

    def mask(self, sparsity: float) -> Mask:
        return RowPruning(self.maps()).mask(sparsity)

    def initial(self, stage: Stage) -> tuple[VisionTransformer, dict]:
        """The model that a stage starts from, and what is to be said of it."""
        if stage.after is None:
            return VisionTransformer(SHAPE), {}
        model = self.model(stage.after)
        if stage.has_autoencoder and not stage.after.has_autoencoder:
            return model, {"varianceKept": autoencoder.insert(model, self.data.train)}
        if stage.sparsity is not None:
            mask = self.mask(stage.sparsity)
            model.set_masks(torch.from_numpy(mask.kept))
            return model, {"threshold": mask.threshold, "sparsity": round(mask.sparsity, 6)}
        return model, {}

    def work(self, stage: Stage, team: Team) -> None:
        """Trains one stage as one process of a team; the first one keeps the result."""
        start = time.monotonic()
        torch.manual_seed(stage.plan.seed)
        model, record = self.initial(stage)
        teacher = self.model(DENSE) if stage.plan.teacher_weight > 0 else None
        record["validationBefore"] = round(accuracy_of(model, self.data.validation, team), 2)
        record["epochs"] = train(model, self.data, self.plan(stage), teacher, team, stage.name)
        record["wallSeconds"] = round(time.monotonic() - start)
        if team.rank == 0:
            checkpoint = {
                "fingerprint": stage.fingerprint(self.data),
                "state": model.state_dict(),
                "record": record,
            }
            torch.save(checkpoint, self.cache / f"{stage.name}.pt")


def worker(rank: int, recipe: Recipe, stage: Stage, meeting: Path) -> None:
    """The body of each process; they meet through a file."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    team = Team(rank, recipe.workers)
    distributed.init_process_group(
        "gloo", init_method=f"file://{meeting}", rank=team.rank, world_size=team.size
    )
    recipe.work(stage, team)
    distributed.destroy_process_group()
