"""The integer attention of a head, in plain Python."""

import math


def rounded(value, shift):
    """To the right by `shift` bits, half up."""
    return value if shift == 0 else (value + (1 << (shift - 1))) >> shift


def clamped(value):
    return max(-128, min(127, value))


def decoded(codes, decoder):
    """The features of a head: tokens of features, from codes of tokens of features."""
    weights, bias, shift = decoder
    return [
        [
            clamped(rounded(bias + sum(w * code for w, code in zip(weights, feature)), shift))
            for feature in zip(*token)
        ]
        for token in zip(*codes)
    ]


def row(query, keys, values, softmax_scale, output_multiplier):
    """The outputs of a query with the keys that it keeps."""
    scores = [sum(q * k for q, k in zip(query, key)) for key in keys]
    distances = [
        min(511, rounded((max(scores) - score) * softmax_scale, 16)) for score in scores
    ]
    numerators = [math.floor(255 * 2 ** (-distance / 32) + 0.5) for distance in distances]
    total = sum(numerators)
    bits = total.bit_length()
    reciprocal = ((output_multiplier << bits) + total // 2) // total
    sums = [sum(n * value for n, value in zip(numerators, column)) for column in zip(*values)]
    return [clamped(rounded(rounded(s, bits - 8) * reciprocal, 20)) for s in sums]


def outputs(mask, queries, keys, values, scales):
    return [
        row(query, [keys[k] for k in kept], [values[k] for k in kept], *scales)
        for query, kept in zip(queries, mask)
    ]
