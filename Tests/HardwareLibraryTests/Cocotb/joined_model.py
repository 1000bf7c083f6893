"""What requests to masters are to lead to, by what their pages say, and memories that fail."""

from cocotbext.axi import AxiResp

PAGE = 4096
WINDOW, SLAVE, DECODE = 1, 2, 3


def lanes_of(value):
    """The bytes of a word from the lowest lane on, as bits, since some may be unknown."""
    text = str(value)
    return [text[at - 8 : at] for at in range(len(text), 0, -8)]


class Memory:
    """Bytes for cocotb's client, of which some cannot be accessed."""

    def __init__(self, size, random):
        self.bytes = bytearray(random.randbytes(size))
        # First byte, last byte, and error: whole beats of any bus.
        self.faults = []
        # Of the accesses since the last response.
        self.errors = []

    def fault(self, address):
        """The error of an access to a byte, or 0."""
        hits = [error for first, last, error in self.faults if first <= address <= last]
        return hits[0] if hits else 0

    def check(self, address):
        if error := self.fault(address):
            self.errors.append(error)
            raise OSError

    async def read(self, address, count):
        self.check(address)
        return bytes(self.bytes[address : address + count])

    async def write(self, address, data):
        self.check(address)
        self.bytes[address : address + len(data)] = data

    def answer_through(self, channel, field):
        """Lets a response be DECERR, which the client does not know, where the memory says so."""
        send = channel.send

        async def answer(response):
            if self.errors and self.errors[0] == DECODE:
                setattr(response, field, AxiResp.DECERR)
            self.errors.clear()
            await send(response)

        channel.send = answer


def settle(channel, random):
    """Gives lanes that are not written random bits: theirs are unknown, and the client stumbles."""
    receive = channel.recv

    async def settled():
        beat = await receive()
        strobes = int(beat.wstrb)
        lanes = [
            int(lane, 2) if strobes >> index & 1 else random.getrandbits(8)
            for index, lane in enumerate(lanes_of(beat.wdata))
        ]
        beat.wdata = int.from_bytes(bytes(lanes), "little")
        return beat

    channel.recv = settled


class Request:
    """Rows of bytes, a pitch apart."""

    def __init__(self, address, count, rows, pitch):
        self.address, self.count, self.rows, self.pitch = address, count, rows, pitch

    def __repr__(self):
        return f"{self.rows} x {self.count} bytes at {self.address:#x}, {self.pitch} apart"

    @property
    def ranges(self):
        rows = self.rows if self.count else 0
        return [(self.address + row * self.pitch, self.count) for row in range(rows)]

    def is_refused(self, windows):
        if not self.ranges:
            return False
        last = self.ranges[-1][0] + self.count - 1
        return not any(
            is_open and low <= self.address and last <= high for low, high, is_open in windows)


class Layout:
    """How the bytes of a range stand in beats: as on the bus, or from the lowest lane on."""

    def __init__(self, lanes, is_packed):
        self.lanes, self.is_packed = lanes, is_packed

    def skipped(self, address):
        return 0 if self.is_packed else address % self.lanes

    def beats(self, address, count):
        return -(-(self.skipped(address) + count) // self.lanes)


class Model:
    """Follows a master's requests one after the other through what was seen of it."""

    def __init__(self, memory, layout, beats_max):
        self.memory, self.layout, self.beats_max = memory, layout, beats_max
        self.outcomes = [0, 0, 0, 0]

    def result(self, request, windows, bursts):
        """The error and the address that are to be reported; takes the bursts of the request."""
        error, address = 0, None
        if request.is_refused(windows):
            error, address = WINDOW, request.address
        else:
            for start, count in request.ranges:
                for place, failed in self.accesses(start, count, bursts, request):
                    if failed and not error:
                        error, address = failed, place
        self.outcomes[error] += 1
        return error, address

    def accesses(self, start, count, bursts, request):
        """The address and the error of each burst of a range."""
        lanes, end = self.layout.lanes, start + count
        while start < end:
            assert bursts, f"{request}: no burst at {start:#x}"
            address, length, size, kind = bursts.popleft()
            assert (address, 1 << size, kind) == (start, lanes, 1), f"{request}: at {address:#x}"
            assert length < self.beats_max, f"{request}: {length + 1} beats"
            first = start // lanes * lanes
            stop = first + (length + 1) * lanes
            assert stop - lanes < end, f"{request}: a burst to {stop:#x}"
            assert first // PAGE == (stop - 1) // PAGE, f"{request}: across a page"
            errors = [self.memory.fault(beat) for beat in range(first, stop, lanes)]
            yield start, next((error for error in errors if error), 0)
            start = stop

    def check_read(self, request, windows, beats):
        """Takes the beats of a request: strings of lanes, and whether a range ends."""
        is_refused = request.is_refused(windows)
        for start, count in request.ranges:
            lanes = []
            number = self.layout.beats(start, count)
            for beat in range(number):
                assert beats, f"{request}: no beat {beat} at {start:#x}"
                data, is_last = beats.popleft()
                assert is_last == (beat == number - 1), f"{request}: beat {beat} is last: {is_last}"
                lanes += data
            for index in range(count):
                address = start + index
                lane = lanes[self.layout.skipped(start) + index]
                byte = 0 if is_refused else self.memory.bytes[address]
                if is_refused or not self.memory.fault(address):
                    assert lane == f"{byte:08b}", f"{request}: {lane} at {address:#x}, not {byte}"

    def write(self, request, windows, target, random):
        """Beats of random bytes for a request, which go to `target` as they should."""
        beats = []
        for start, count in request.ranges:
            lanes = self.layout.lanes
            data = random.randbytes(lanes * self.layout.beats(start, count))
            beats += [data[at : at + lanes] for at in range(0, len(data), lanes)]
            for index in range(0 if request.is_refused(windows) else count):
                if not self.memory.fault(start + index):
                    target[start + index] = data[self.layout.skipped(start) + index]
        return beats
