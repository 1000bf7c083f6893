"""When the channels of a client pause."""


def pauses(random):
    """Stalls that come in bursts of their own density."""
    while True:
        density = random.choice([0, 0.2, 0.5, 0.9])
        for _ in range(random.randrange(1, 200)):
            yield random.random() < density
