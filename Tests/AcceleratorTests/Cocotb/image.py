"""A head of attention as an image in memory, by the page of the program."""


def index_bits(count):
    return (count - 1).bit_length()


def power_of_two(count):
    return 1 << index_bits(count)


class Shape:
    """What the accelerator says of itself: fields of its registers."""

    def __init__(self, array, capacity, port, places):
        self.elements = array["elements"]
        self.features = array["lines"] // self.elements * array["macs"]
        self.tokens, self.heads = capacity["tokens"], capacity["heads"]
        self.chunks, self.codes = capacity["chunks"], port["codes"]
        self.word, self.beat = port["word_bytes"], port["beat_bytes"]
        self.banks, self.keys = places["banks"], places["keys"]

    def words(self, features):
        """A token of a head as words, the last one filled with zeros."""
        parts = [
            features[at : at + self.features] for at in range(0, len(features), self.features)]
        return [bytes(f & 255 for f in part).ljust(self.word, b"\0") for part in parts]


def schedule(mask, shape, random):
    """Slots of tokens or None, and rows in the order of their beginning: element, query."""
    waiting = [[] for _ in range(shape.elements)]
    for query in range(len(mask)):
        random.choice(waiting).append(query)
    current = [[] for _ in range(shape.elements)]
    slots, rows = [], []
    while any(waiting) or any(current):
        slot, banks = [None] * shape.elements, {}
        begun = []
        for element in random.sample(range(shape.elements), shape.elements):
            keys = current[element]
            is_new = not keys and bool(waiting[element])
            if is_new:
                keys = list(mask[waiting[element][0]])
                random.shuffle(keys)
            free = [key for key in keys if banks.get(key % shape.banks, key) == key]
            if not free:
                continue
            if is_new:
                begun.append((element, waiting[element].pop(0)))
            keys.remove(free[0])
            current[element] = keys
            slot[element] = banks[free[0] % shape.banks] = free[0]
        slots.append(slot)
        rows += sorted(begun)
    return slots, rows


def packed(records, beat):
    """As many whole records in each beat as fit."""
    count = beat // len(records[0])
    groups = [records[at : at + count] for at in range(0, len(records), count)]
    return b"".join(b"".join(group).ljust(beat, b"\0") for group in groups)


def slot_records(slots, shape):
    entry = 1 if shape.tokens < 256 else 2
    size = power_of_two(shape.elements * entry)
    idle = (1 << (8 * entry)) - 1
    return [
        b"".join((idle if token is None else token).to_bytes(entry, "little") for token in slot)
        .ljust(size, b"\0")
        for slot in slots
    ]


def row_records(rows, mask, shape):
    widths = [index_bits(n) for n in (shape.elements, shape.heads, shape.tokens, shape.tokens)]
    size = -(-(sum(widths) + 1) // 8)
    records = []
    for number, (element, query) in enumerate(rows):
        record, low = 0, 0
        fields = [element, 0, query, len(mask[query]) - 1, number == len(rows) - 1]
        for value, width in zip(fields, widths + [1]):
            record |= int(value) << low
            low += width
        records.append(record.to_bytes(size, "little"))
    return records


class Image:
    """The bytes of program, data and outputs, which begin at multiples of a beat."""

    def __init__(self, head, shape, instructions, random):
        self.head, self.shape, self.code = head, shape, instructions
        self.data = b""
        self.slots, self.rows = schedule(head.mask, shape, random)
        self.chunks = -(-head.dimension // shape.features)
        # Of the outputs.
        self.size = head.tokens * self.chunks * shape.word
        self.program = self.written()

    def place(self, data):
        offset = len(self.data)
        self.data += data.ljust(-(-len(data) // self.shape.beat) * self.shape.beat, b"\0")
        return offset

    def operand(self, matrices):
        """Words by token, chunk and, where there are several, code."""
        tokens = zip(*[[self.shape.words(token) for token in matrix] for matrix in matrices])
        return b"".join(b"".join(words) for token in tokens for words in zip(*token))

    def written(self):
        code, head, shape = self.code, self.head, self.shape
        count = len(head.queries) if head.decoders else 0
        program = [
            code["BEGIN"].bytes(
                version=head.version, chunks=self.chunks, slots=len(self.slots),
                rows=len(self.rows),
                features=head.dimension - (self.chunks - 1) * shape.features),
            code["INDEX"].bytes(
                slotsOffset=self.place(packed(slot_records(self.slots, shape), shape.beat)),
                rowsOffset=self.place(
                    packed(row_records(self.rows, head.mask, shape), shape.beat))),
            code["UNIT"].bytes(
                tokens=head.tokens, heads=1, codes=count, rows=len(self.rows), keyPlace=0,
                valuePlace=shape.keys, queryPlace=0, outputsOffset=0),
            code["HEAD"].bytes(
                head=0, softmaxScale=head.scales[0], outputMultiplier=head.scales[1]),
        ]
        for keys, decoder in enumerate(head.decoders):
            weights, bias, shift = decoder
            for group in range(-(-count // 4)):
                four = (weights[4 * group : 4 * group + 4] + 3 * [0])[:4]
                program.append(
                    code["DECODER"].bytes(
                        keys=keys, head=0, group=group, shift=shift, bias=bias,
                        **{f"weight{number}": weight for number, weight in enumerate(four)}))
        for memory, operand in enumerate((head.queries, head.keys, head.values)):
            data = self.operand(operand)
            program.append(
                code["LOAD"].bytes(
                    memory=memory, wait=0, count=0, offset=self.place(data), firstToken=0,
                    tokens=head.tokens, bytes=len(data)))
        return b"".join(program + [code["END"].bytes()])

    def features(self, outputs):
        """The outputs of each token, from the bytes of their window."""
        shape, tokens = self.shape, []
        for token in range(self.head.tokens):
            features = []
            for chunk in range(self.chunks):
                start = (token * self.chunks + chunk) * shape.word
                features += outputs[start : start + shape.features]
            tokens.append([f - 256 if f > 127 else f for f in features[: self.head.dimension]])
        return tokens
