"""Drives registers that it knows from their page alone, and checks every access."""

import os
import re
from random import Random

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ReadOnly, RisingEdge
from cocotbext.axi import AxiLiteBus, AxiLiteMaster, AxiResp
from pauses import pauses


class Field:
    def __init__(self, register, bits, name, access, reset):
        high, _, low = bits.partition(":")
        self.register, self.name, self.access = register, name, access
        self.high, self.low = int(high), int(low or high)
        self.width = self.high - self.low + 1
        self.value = self.kept = int(reset or "0", 16)
        self.kept = 0
        # How often each bit of a pulse is to be seen, and how often it was.
        self.expected, self.seen = [0] * self.width, [0] * self.width

    def port(self, kind):
        suffix = "o" if kind == "values" else "i"
        return f"{kind}_{self.register}_{self.name}_{suffix}"


class Register:
    def __init__(self, name, offset):
        self.name, self.offset, self.fields = name, offset, []

    @property
    def size(self):
        return 8 if any(field.high > 31 for field in self.fields) else 4


def read_page(text):
    """The registers by their offsets, and the bits of an address."""
    registers = []
    for line in text.splitlines():
        if heading := re.fullmatch(r"## `(\w+)` at `(0x\w+)`", line):
            registers.append(Register(heading[1], int(heading[2], 16)))
        row = [cell.strip().strip("`") for cell in line.strip("|").split(" | ")]
        if registers and re.fullmatch(r"\d+(:\d+)?", row[0]):
            register = registers[-1]
            register.fields.append(Field(register.name, *row[:4]))
    return registers, int(re.search(r"addresses of bytes in (\d+) bits", text)[1])


class Model:
    """What the page says of bytes that are written and read, a word at a time."""

    def __init__(self, registers):
        self.words = {}
        for register in registers:
            for half in range(register.size // 4):
                self.words[register.offset // 4 + half] = (register, half)

    def write(self, address, data, strobes):
        register, half = self.words.get(address // 4, (None, 0))
        is_writable = False
        for field in register.fields if register else []:
            for bit in range(field.low, field.high + 1):
                if bit // 32 != half or field.access not in ("rw", "w1c", "w1s", "pulse"):
                    continue
                is_writable = True
                if not strobes >> (bit % 32 // 8) & 1:
                    continue
                number = bit - field.low
                one = data >> (bit % 32) & 1
                if field.access == "rw":
                    field.value = field.value & ~(1 << number) | one << number
                elif field.access == "w1c":
                    field.value &= ~(one << number)
                elif field.access == "w1s":
                    field.value |= one << number
                else:
                    field.expected[number] += one
        return AxiResp.OKAY if is_writable else AxiResp.SLVERR

    def read(self, address):
        if address // 4 not in self.words:
            return 0, AxiResp.SLVERR
        register, half = self.words[address // 4]
        word = 0
        for field in register.fields:
            at_once = field.access == "ro" or field.access.startswith("counter")
            value = field.kept if half and at_once else field.value
            if field.access == "pulse":
                value = 0
            if not half:
                field.kept = field.value
            word |= value << field.low >> (32 * half) & 0xFFFFFFFF
        return word, AxiResp.OKAY


class Worker:
    """Accesses to some addresses that no other worker touches, and what hardware does there."""

    def __init__(self, dut, master, model, fields, starts, random):
        self.dut, self.master, self.model, self.fields = dut, master, model, fields
        self.starts, self.random = starts, random
        self.answers = {AxiResp.OKAY: 0, AxiResp.SLVERR: 0}

    async def run(self, count):
        for _ in range(count):
            if self.random.random() < 0.3:
                await self.act()
            start = self.random.choice(self.starts)
            left = 4 - start % 4 if start + 4 not in self.starts else 8 - start % 4
            size = self.random.randint(1, left)
            if self.random.random() < 0.5:
                await self.write(start, self.random.randbytes(size))
            else:
                await self.read(start, size)

    async def write(self, start, data):
        expected = AxiResp.OKAY
        for first in range(start - start % 4, start + len(data), 4):
            word = strobes = 0
            for lane in range(4):
                if start <= first + lane < start + len(data):
                    word |= data[first + lane - start] << 8 * lane
                    strobes |= 1 << lane
            expected = max(expected, self.model.write(first, word, strobes))
        answer = await self.master.write(start, data)
        assert answer.resp == expected, f"write of {data.hex()} at {start:#x}: {answer.resp!r}"
        self.answers[expected] += 1
        await ReadOnly()
        for field in self.fields:
            if field.access in ("rw", "w1c", "w1s") or field.access.startswith("counter"):
                seen = int(getattr(self.dut, field.port("values")).value)
                assert seen == field.value, f"{field.port('values')}: {seen:#x}, {field.value:#x}"
        await RisingEdge(self.dut.clk_i)

    async def read(self, start, size):
        data, expected = bytearray(), AxiResp.OKAY
        for first in range(start - start % 4, start + size, 4):
            word, resp = self.model.read(first)
            expected = max(expected, resp)
            data += word.to_bytes(4, "little")
        answer = await self.master.read(start, size)
        assert answer.resp == expected, f"read of {size} at {start:#x}: {answer.resp!r}"
        part = bytes(data[start % 4 : start % 4 + size])
        assert answer.data == part, f"read at {start:#x}: {answer.data.hex()}, not {part.hex()}"
        self.answers[expected] += 1

    async def act(self):
        """One cycle in which hardware does something to a field."""
        if not self.fields:
            return
        field = self.random.choice(self.fields)
        value = self.random.getrandbits(field.width)
        kinds = []
        if field.access == "ro":
            getattr(self.dut, field.port("readings")).value = value
            field.value = value
        elif field.access == "w1c":
            kinds, field.value = [("sets", value)], field.value | value
        elif field.access == "w1s":
            kinds, field.value = [("clears", value)], field.value & ~value
        elif field.access.startswith("counter"):
            clears = self.random.random() < 0.1
            amounts = getattr(self.dut, field.port("amounts"))
            amount = self.random.getrandbits(len(amounts))
            kinds = [("clears", int(clears)), ("amounts", amount)]
            top = (1 << field.width) - 1
            total = field.value + amount
            wrapped = min(total, top) if "saturates" in field.access else total & top
            field.value = 0 if clears else wrapped
        for kind, number in kinds:
            getattr(self.dut, field.port(kind)).value = number
        await RisingEdge(self.dut.clk_i)
        for kind, _ in kinds:
            getattr(self.dut, field.port(kind)).value = 0


async def count_pulses(dut, fields):
    while True:
        await RisingEdge(dut.clk_i)
        for field in fields:
            value = int(getattr(dut, field.port("values")).value)
            for number in range(field.width):
                field.seen[number] += value >> number & 1


@cocotb.test()
async def keeps_to_the_page(dut):
    random = Random(int(os.environ["SEED"]))
    with open("page.md") as page:
        registers, address_bits = read_page(page.read())
    fields = [field for register in registers for field in register.fields]
    for name in dir(dut):
        if name.split("_")[0] in ("readings", "sets", "clears", "amounts"):
            getattr(dut, name).value = 0
    for field in fields:
        if field.access == "ro":
            field.value = 0

    cocotb.start_soon(Clock(dut.clk_i, 10, "ns").start())
    bus = AxiLiteBus.from_prefix(dut, "s_axil")
    master = AxiLiteMaster(bus, dut.clk_i, dut.rst_ni, reset_active_level=False)
    writes, reads = master.write_if, master.read_if
    for channel in (
        writes.aw_channel, writes.w_channel, writes.b_channel, reads.ar_channel, reads.r_channel
    ):
        channel.set_pause_generator(pauses(Random(random.random())))
    dut.rst_ni.value = 0
    for _ in range(3):
        await RisingEdge(dut.clk_i)
    dut.rst_ni.value = 1
    await RisingEdge(dut.clk_i)
    pulses = [field for field in fields if field.access == "pulse"]
    cocotb.start_soon(count_pulses(dut, pulses))

    model = Model(registers)
    mapped = set()
    shares = []
    for register in registers:
        starts = list(range(register.offset, register.offset + register.size))
        mapped.update(starts)
        shares.append((register.fields, starts))
    shares.append(([], [start for start in range(1 << address_bits) if start not in mapped]))
    workers = [
        Worker(dut, master, model, *share, Random(random.random())) for share in shares
    ]
    transactions = int(os.environ["TRANSACTIONS"])
    tasks = [cocotb.start_soon(worker.run(transactions // len(workers) + 1)) for worker in workers]
    for task in tasks:
        await task
    for _ in range(3):
        await RisingEdge(dut.clk_i)
    for field in pulses:
        assert field.seen == field.expected, f"{field.port('values')}: {field.seen}"
        assert min(field.seen) > 0
    for resp in (AxiResp.OKAY, AxiResp.SLVERR):
        count = sum(worker.answers[resp] for worker in workers)
        print(count, "accesses answered by", resp.name)
        assert count > transactions // 20
