"""Trains the small Vision Transformer that the project ships, after the recipe of ViTCoD.

`python -m training` runs every stage and exports the result; `python -m training.check` checks the
parts of the recipe on small inputs.
"""
