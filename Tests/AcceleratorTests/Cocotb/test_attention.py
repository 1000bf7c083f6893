"""A host that knows the pages of registers and program alone runs heads of attention."""

import os
from random import Random

import cocotb
from attention import decoded, outputs
from cocotb.clock import Clock
from cocotb.triggers import RisingEdge
from cocotbext.axi import AxiBus, AxiLiteBus, AxiLiteMaster, AxiRam
from image import Image, Shape
from pages import read_instructions, read_registers

RESET = {"reset_active_level": False}
CYCLES = 20_000


class Head:
    """Masks, operands and scales of a head, with codes or plain."""

    def __init__(self, shape, version, is_encoded, random):
        self.version = version
        self.tokens = random.randint(5, min(shape.tokens, 10))
        self.dimension = random.randint(2, shape.chunks * shape.features)
        tokens = range(self.tokens)
        self.mask = [
            random.sample(tokens, random.randint(1, self.tokens)) for _ in tokens]
        self.scales = (random.randint(1 << 8, 1 << 12), random.randint(3_000, 6_000))

        def matrices(count):
            return [
                [[random.randint(-128, 127) for _ in range(self.dimension)] for _ in tokens]
                for _ in range(count)
            ]

        count = random.randint(2, shape.codes) if is_encoded else 1
        self.queries, self.keys, self.values = matrices(count), matrices(count), matrices(1)
        self.decoders = []
        if is_encoded:
            self.decoders = [
                ([random.randint(-128, 127) for _ in range(count)],
                 random.randint(-9_000, 9_000), random.randint(6, 9))
                for _ in range(2)
            ]

    def outputs(self):
        queries, keys = self.queries[0], self.keys[0]
        if self.decoders:
            queries = decoded(self.queries, self.decoders[0])
            keys = decoded(self.keys, self.decoders[1])
        return outputs(self.mask, queries, keys, self.values[0], self.scales)


class Host:
    def __init__(self, dut, random):
        self.dut, self.random = dut, random
        with open("registers.md") as page:
            self.registers = read_registers(page.read())
        with open("program.md") as page:
            self.instructions = read_instructions(page.read())
        bus = AxiLiteBus.from_prefix(dut, "s_axil")
        self.master = AxiLiteMaster(bus, dut.clk_i, dut.rst_ni, **RESET)
        bus = AxiBus.from_prefix(dut, "m_axi")
        self.memory = AxiRam(bus, dut.clk_i, dut.rst_ni, size=1 << 20, **RESET)
        # The client leaves them unknown until it answers, and the ways of answers hang on them.
        dut.m_axi_rid.value = dut.m_axi_bid.value = 0
        reads, writes = self.memory.read_if, self.memory.write_if
        for channel in (
            reads.ar_channel, reads.r_channel, writes.aw_channel, writes.w_channel,
            writes.b_channel,
        ):
            channel.set_pause_generator(self.pauses())

    def pauses(self):
        random = Random(self.random.random())
        density = random.choice([0, 0.2, 0.5])
        while True:
            yield random.random() < density

    async def reset(self):
        self.dut.rst_ni.value = 0
        for _ in range(3):
            await RisingEdge(self.dut.clk_i)
        self.dut.rst_ni.value = 1
        await RisingEdge(self.dut.clk_i)

    async def write(self, name, **fields):
        register = self.registers[name]
        data = register.number(fields).to_bytes(register.size, "little")
        await self.master.write(register.offset, data)

    async def read(self, name):
        """The fields of a register."""
        register = self.registers[name]
        data = (await self.master.read(register.offset, register.size)).data
        number = int.from_bytes(data, "little")
        return {field: register.value(field, number) for field in register.places}

    async def shape(self):
        identity = await self.read("identity")
        assert identity == {"version": 1, "program_version": 1, "magic": 0x5456}, identity
        names = ("array", "capacity", "port", "places")
        return Shape(*[await self.read(name) for name in names])

    async def run(self, image):
        """Starts a program and waits for the interrupt: the bytes of the outputs."""
        beat = image.shape.beat
        program = self.random.randrange(8) * beat
        data = program + -(-len(image.program) // beat) * beat + self.random.randrange(8) * beat
        start = data + len(image.data) + self.random.randrange(8) * beat
        self.memory.write(0, self.random.randbytes(start + image.size + 256))
        self.memory.write(program, image.program)
        self.memory.write(data, image.data)
        before = bytes(self.memory.read(0, 1 << 16))
        await self.write("program", address=program)
        await self.write("program_size", bytes=len(image.program))
        await self.write("data", address=data)
        await self.write("outputs", address=start)
        # What is left of the last beat of a program lies in the window as well.
        await self.write("read_first", address=program)
        await self.write("read_last", address=start - 1)
        await self.write("write_first", address=start)
        await self.write("write_last", address=start + image.size - 1)
        await self.write("timeout", cycles=2_000)
        await self.write("interrupt", done=1, error=1)
        await self.write("status", done=1, error=1)
        await RisingEdge(self.dut.clk_i)
        assert self.dut.irq_o.value == 0
        await self.write("control", start=1)
        for _ in range(CYCLES):
            await RisingEdge(self.dut.clk_i)
            if self.dut.irq_o.value == 1:
                break
        assert self.dut.irq_o.value == 1, f"no interrupt in {CYCLES} cycles"
        after = bytes(self.memory.read(0, 1 << 16))
        end = start + image.size
        assert after[:start] + after[end:] == before[:start] + before[end:], "written elsewhere"
        return after[start:end]


async def run_exactly(host, head, shape):
    image = Image(head, shape, host.instructions, host.random)
    got = image.features(await host.run(image))
    status = await host.read("status")
    assert status == {"busy": 0, "failed": 0, "done": 1, "error": 0}, status
    expected = head.outputs()
    for token in range(head.tokens):
        assert got[token] == expected[token], f"token {token}: {got[token]}, {expected[token]}"
    counts = {"score_slots": image.slots, "output_slots": image.slots, "rows": image.rows}
    for name, things in counts.items():
        assert (await host.read(name))["count"] == len(things), name
    assert (await host.read("bytes_written"))["count"] == image.size
    cycles = (await host.read("cycles"))["count"]
    print(f"{head.tokens} tokens of {head.dimension} features in {cycles} cycles")


@cocotb.test()
async def runs_heads(dut):
    random = Random(int(os.environ["SEED"]))
    cocotb.start_soon(Clock(dut.clk_i, 10, "ns").start())
    host = Host(dut, random)
    await host.reset()
    shape = await host.shape()
    for number in range(int(os.environ["HEADS"])):
        await run_exactly(host, Head(shape, 1, number % 2 == 1, random), shape)
    # A program of another version is refused, and the next one runs behind a reset.
    image = Image(Head(shape, 2, False, random), shape, host.instructions, random)
    await host.run(image)
    status, fault = await host.read("status"), await host.read("fault")
    names = host.registers["fault"].names
    assert status["error"] == 1 and status["failed"] == 1 and status["done"] == 0, status
    assert fault["code"] == names["code"]["version"], fault
    assert fault["source"] == names["source"]["program"], fault
    assert (await host.read("fault_instruction"))["number"] == 0
    await host.reset()
    await run_exactly(host, Head(shape, 1, False, random), shape)
