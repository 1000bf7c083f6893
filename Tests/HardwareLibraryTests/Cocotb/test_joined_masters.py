"""Masters of each kind on one port with cocotb's memory: all that they read, write and report."""

import logging
import os
from collections import deque
from random import Random

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import RisingEdge
from cocotbext.axi import AxiBus, AxiSlaveRead, AxiSlaveWrite
from cocotbext.axi.axi_channels import AxiARMonitor, AxiAWMonitor
from cocotbext.axi.stream import define_stream
from joined_model import DECODE, PAGE, SLAVE, Layout, Memory, Model, Request, lanes_of, settle
from pauses import pauses

RESET = {"reset_active_level": False}
# Requests to each master before the windows and the memory change.
ROUND = 10
WINDOW_FIELDS = ("first", "last", "is_open")


def stream(dut, name, fields, kind):
    """A source or a sink of a stream of the masters, which pauses."""
    ways = {"source": "io", "sink": "oi"}[kind]
    signals = [f"{field}_{ways[0]}" for field in fields + ["valid"]] + [f"ready_{ways[1]}"]
    types = define_stream(
        name, signals, valid_signal=f"valid_{ways[0]}", ready_signal=f"ready_{ways[1]}")
    bus = types[0].from_prefix(dut, name)
    end = types[2 if kind == "source" else 3](bus, dut.clk_i, dut.rst_ni, **RESET)
    return end, types[1]


class User:
    """Asks one master for bytes, and checks what comes of it."""

    def __init__(self, dut, name, memory, random):
        self.dut, self.name, self.memory, self.random = dut, name, memory, random
        self.is_writer = name.endswith("writes")
        self.size = len(memory.bytes)
        lanes = len(dut.m_axi_wstrb)
        layout = Layout(lanes, name.startswith("packed"))
        self.model = Model(memory, layout, int(os.environ["BEATS_MAX"]))
        self.is_strided = hasattr(dut, f"{name}_requests_pitch_i")
        fields = ["address", "bytes"] + (["rows", "pitch"] if self.is_strided else [])
        self.requests, self.request = stream(dut, f"{name}_requests", fields, "source")
        self.results, _ = stream(dut, f"{name}_results", ["error", "address"], "sink")
        if self.is_writer:
            self.beats, self.beat = stream(dut, f"{name}_beats", ["data"], "source")
        else:
            self.beats, _ = stream(dut, f"{name}_beats", ["item_data", "is_last"], "sink")
        for end in (self.requests, self.results, self.beats):
            end.set_pause_generator(pauses(Random(random.random())))
        self.bursts = deque()
        self.windows, self.asked = [], []

    def open_windows(self, low, high):
        """Random windows between two addresses, of which some are closed."""
        random = self.random
        ports = [getattr(self.dut, f"{self.name}_windows_{field}_i") for field in WINDOW_FIELDS]
        self.windows = []
        for _ in range(len(ports[2])):
            first, last = sorted(random.randint(low, high) for _ in range(2))
            first = random.choice([first, first, low])
            last = random.choice([last, last, high])
            if random.random() < 0.05:
                first, last = last, first
            self.windows.append((first, last, random.randint(0, 3) > 0))
        for port, values in zip(ports, zip(*self.windows)):
            bits = len(port) // len(values)
            port.value = sum(value << bits * index for index, value in enumerate(values))

    def draw(self):
        """A request that is often short, empty, or at the edge of a window, a page or a fault."""
        random = self.random
        most = random.choice([40, 40, 8 * self.model.layout.lanes, 64 * self.model.layout.lanes])
        count = random.choice([0] + 9 * [random.randint(1, most)])
        rows, pitch = 1, 0
        if self.is_strided:
            rows = random.choice([0, 1, random.randint(1, 3), random.randint(1, 9)])
            pitch = random.choice([0, random.randrange(self.size)] + 6 * [random.randint(0, 300)])
            count = min(count, 300)
        span = max(0, rows - 1) * pitch + count
        places = self.windows + self.memory.faults
        edges = [edge for low, high, _ in places for edge in (low, high + 1)]
        edge = random.choice(edges + [random.randrange(0, self.size + 1, PAGE)])
        address = random.choice(
            3 * [random.randrange(self.size)]
            + [edge, edge - span, edge - span + random.randint(-2, 2), edge - count // 2])
        return Request(max(0, min(self.size - 1, address)), count, rows, pitch)

    def start(self, count, target):
        """Offers requests, and beats for those that write; says in `target` what they write."""
        self.asked = [self.draw() for _ in range(count)]
        for request in self.asked:
            fields = {"address_i": request.address, "bytes_i": request.count}
            if self.is_strided:
                fields |= {"rows_i": request.rows, "pitch_i": request.pitch}
            self.requests.send_nowait(self.request(**fields))
            if self.is_writer:
                for data in self.model.write(request, self.windows, target, self.random):
                    self.beats.send_nowait(self.beat(data_i=int.from_bytes(data, "little")))

    def taken(self):
        """The beats that came: the lanes, and whether a range ends."""
        beats = deque()
        while not self.beats.empty():
            beat = self.beats.recv_nowait()
            beats.append((lanes_of(beat.item_data_o), bool(int(beat.is_last_o))))
        return beats

    def check(self):
        """Compares all that was seen since the start, when all results have come."""
        beats = deque() if self.is_writer else self.taken()
        for request in self.asked:
            result = self.results.recv_nowait()
            error, address = self.model.result(request, self.windows, self.bursts)
            seen = int(result.error_o)
            assert seen == error, f"{self.name}, {request}: error {seen}, not {error}"
            if error:
                seen = int(result.address_o)
                assert seen == address, f"{self.name}, {request}: {seen:#x}, not {address:#x}"
            if not self.is_writer:
                self.model.check_read(request, self.windows, beats)
        assert not beats, f"{self.name}: beats that nobody asked for"

    def check_idle(self):
        """Nothing is left that nobody asked for, or that nobody took."""
        assert self.requests.idle() and self.results.empty(), f"{self.name}: results"
        assert self.beats.idle() if self.is_writer else self.beats.empty(), f"{self.name}: beats"
        assert not self.bursts, f"{self.name}: bursts"


async def note_bursts(monitor, channel, users):
    """Gives each burst on the port to the user of its master."""
    fields = [channel + field for field in ("id", "addr", "len", "size", "burst")]
    while True:
        burst = await monitor.recv()
        master, *rest = [int(getattr(burst, field)) for field in fields]
        users[master].bursts.append(rest)


def break_places(memory, random):
    """Places that fail, of whole beats of any width, in any page."""
    memory.faults = []
    for error in random.choice([0, 1, 2, 3]) * [SLAVE, DECODE]:
        first = random.randrange(0, len(memory.bytes), 128)
        last = first + 128 * random.randint(1, 6) - 1
        memory.faults.append((first, last, error))


async def reset(dut):
    dut.rst_ni.value = 0
    for _ in range(3):
        await RisingEdge(dut.clk_i)
    dut.rst_ni.value = 1
    await RisingEdge(dut.clk_i)


def attach(dut, sources, targets, users, random):
    """The client's memories at the port, with pauses in all channels."""
    bus = AxiBus.from_prefix(dut, "m_axi")
    reads = AxiSlaveRead(bus.read, dut.clk_i, dut.rst_ni, target=sources, **RESET)
    writes = AxiSlaveWrite(bus.write, dut.clk_i, dut.rst_ni, target=targets, **RESET)
    sources.answer_through(reads.r_channel, "rresp")
    targets.answer_through(writes.b_channel, "bresp")
    # Ids choose whose ready the port sees, also before the first answer.
    dut.m_axi_rid.value = dut.m_axi_bid.value = 0
    settle(writes.w_channel, Random(random.random()))
    for half in (reads, writes):
        # It warns of each access that fails.
        half.log.setLevel(logging.ERROR)
    for channel in (
        reads.ar_channel, reads.r_channel, writes.aw_channel, writes.w_channel, writes.b_channel
    ):
        channel.set_pause_generator(pauses(Random(random.random())))
    for monitor, name, own in (
        (AxiARMonitor(bus.read.ar, dut.clk_i, dut.rst_ni, **RESET), "ar", users[:2]),
        (AxiAWMonitor(bus.write.aw, dut.clk_i, dut.rst_ni, **RESET), "aw", users[2:]),
    ):
        cocotb.start_soon(note_bursts(monitor, name, own))


@cocotb.test()
async def keep_to_their_pages(dut):
    random = Random(int(os.environ["SEED"]))
    size = 1 << len(dut.m_axi_araddr)
    sources, targets = Memory(size, random), Memory(size, random)
    cocotb.start_soon(Clock(dut.clk_i, 10, "ns").start())
    users = [
        User(dut, name, targets if name.endswith("writes") else sources, random)
        for name in ("reads", "packed_reads", "writes", "packed_writes")
    ]
    attach(dut, sources, targets, users, random)
    await reset(dut)
    left = int(os.environ["REQUESTS"])
    while left > 0:
        for memory in (sources, targets):
            break_places(memory, random)
        # No byte is written by both masters.
        parts = [(0, size - 1), (0, size - 1)]
        cut = random.randrange(1, size)
        parts += random.sample([(0, cut - 1), (cut, size - 1)], 2)
        expected = bytearray(targets.bytes)
        for user, part in zip(users, parts):
            user.open_windows(*part)
            user.start(ROUND, expected)
            left -= ROUND
        cycles = 0
        while any(user.results.count() < ROUND for user in users):
            await RisingEdge(dut.clk_i)
            cycles += 1
            assert cycles < 50_000, f"results: {[user.results.count() for user in users]}"
        for user in users:
            user.check()
        for _ in range(40):
            await RisingEdge(dut.clk_i)
        for user in users:
            user.check_idle()
        for address, (seen, byte) in enumerate(zip(targets.bytes, expected)):
            assert seen == byte, f"{seen:#x} is written at {address:#x}, not {byte:#x}"
    for user in users:
        print(user.name, "done, refused, SLVERR, DECERR:", user.model.outcomes)
        assert min(user.model.outcomes) >= max(1, int(os.environ["REQUESTS"]) // 400)
