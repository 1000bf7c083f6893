from itertools import cycle

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import RisingEdge
from cocotbext.axi import AxiLiteBus, AxiLiteMaster, AxiResp

CONTROL, STATUS, INTERRUPT, BUSY, HOLE = 0x00, 0x04, 0x08, 0x10, 0x0C
START, AGAIN, ENABLE, ENDED = 1 << 0, 1 << 1, 1 << 31, 1 << 0


@cocotb.test()
async def interrupts_at_the_end(dut):
    cocotb.start_soon(Clock(dut.aclk, 10, "ns").start())
    bus = AxiLiteBus.from_prefix(dut, "s_axil")
    master = AxiLiteMaster(bus, dut.aclk, dut.aresetn, reset_active_level=False)
    master.write_if.b_channel.set_pause_generator(cycle([1, 0, 1, 1, 0]))
    master.read_if.r_channel.set_pause_generator(cycle([0, 1, 1]))
    dut.aresetn.value = 0
    for _ in range(3):
        await RisingEdge(dut.aclk)
    dut.aresetn.value = 1

    assert await master.read_dword(CONTROL) == 99 << 8
    await master.write_dword(INTERRUPT, ENABLE)
    await master.write(CONTROL + 1, (39).to_bytes(3, "little"))
    await master.write(CONTROL, bytes([START | AGAIN]))
    for _ in range(3):
        while dut.irq.value != 1:
            await RisingEdge(dut.aclk)
        assert await master.read_dword(INTERRUPT) == ENABLE | ENDED
        await master.write(INTERRUPT, bytes([ENDED]))
        assert dut.irq.value == 0
    await master.write(CONTROL, bytes([0]))
    for _ in range(100):
        await RisingEdge(dut.aclk)
    assert await master.read_dword(STATUS) == 0
    assert await master.read_qword(BUSY) == 160
    assert (await master.write(HOLE, b"\x01")).resp == AxiResp.SLVERR
    assert (await master.write(STATUS, b"\x01")).resp == AxiResp.SLVERR
    assert (await master.read(HOLE, 4)).resp == AxiResp.SLVERR
