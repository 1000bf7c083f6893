from itertools import cycle
from random import Random

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import RisingEdge
from cocotbext.axi import AxiLiteBus, AxiLiteMaster, AxiResp


@cocotb.test()
async def reads_what_was_written(dut):
    cocotb.start_soon(Clock(dut.aclk, 10, "ns").start())
    bus = AxiLiteBus.from_prefix(dut, "s_axil")
    master = AxiLiteMaster(bus, dut.aclk, dut.aresetn, reset_active_level=False)
    master.write_if.b_channel.set_pause_generator(cycle([1, 0, 1, 1, 0]))
    master.read_if.r_channel.set_pause_generator(cycle([0, 1, 1]))
    dut.status.value = 77
    dut.aresetn.value = 0
    for _ in range(3):
        await RisingEdge(dut.aclk)
    dut.aresetn.value = 1

    random, expected = Random(1), bytearray(12)
    for _ in range(100):
        start = random.randrange(12)
        data = random.randbytes(random.randrange(1, 13 - start))
        expected[start : start + len(data)] = data
        assert (await master.write(start, data)).resp == AxiResp.OKAY
        start = random.randrange(12)
        assert (await master.read(start, 12 - start)).data == expected[start:]
    assert dut.control_2.value.to_unsigned() == int.from_bytes(expected[8:], "little")
    assert await master.read_dword(12) == 77
    assert (await master.write(12, b"\x01")).resp == AxiResp.SLVERR
    assert (await master.read(16, 4)).resp == AxiResp.SLVERR
