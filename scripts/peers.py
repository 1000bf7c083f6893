"""Generates Verilog of a MAC array in a peer language; prints CPU seconds and megabytes."""

import io
import resource
import sys

ROWS = COLUMNS = 64


def in_amaranth():
    from amaranth.back import verilog
    from amaranth.hdl import Array, Elaboratable, Module, Signal, signed

    class Element(Elaboratable):
        def __init__(self):
            self.clear, self.enable = Signal(), Signal()
            self.left, self.right = Signal(signed(8)), Signal(signed(8))
            self.sum = Signal(signed(32))

        def elaborate(self, platform):
            m = Module()
            with m.If(self.clear):
                m.d.sync += self.sum.eq(0)
            with m.Elif(self.enable):
                m.d.sync += self.sum.eq(self.sum + self.left * self.right)
            return m

    m = Module()
    clear, enable = Signal(name="clear"), Signal(name="enable")
    left = [Signal(signed(8), name=f"left_{i}") for i in range(ROWS)]
    right = [Signal(signed(8), name=f"right_{i}") for i in range(COLUMNS)]
    selection, total = Signal(12, name="selection"), Signal(signed(32), name="sum")
    sums = []
    for row in range(ROWS):
        for column in range(COLUMNS):
            element = Element()
            m.submodules[f"element_{row}_{column}"] = element
            m.d.comb += [
                element.clear.eq(clear),
                element.enable.eq(enable),
                element.left.eq(left[row]),
                element.right.eq(right[column]),
            ]
            sums.append(element.sum)
    m.d.sync += total.eq(Array(sums)[selection])
    return verilog.convert(m, ports=[clear, enable, selection, total, *left, *right])


def in_pyrtl():
    import pyrtl

    clear, enable = pyrtl.Input(1, "clear"), pyrtl.Input(1, "enable")
    left = [pyrtl.Input(8, f"left_{i}") for i in range(ROWS)]
    right = [pyrtl.Input(8, f"right_{i}") for i in range(COLUMNS)]
    selection, output = pyrtl.Input(12, "selection"), pyrtl.Output(32, "sum")
    sums = []
    for row in range(ROWS):
        for column in range(COLUMNS):
            total = pyrtl.Register(32, f"sum_{row}_{column}")
            product = pyrtl.signed_mult(left[row], right[column])
            with pyrtl.conditional_assignment:
                with clear:
                    total.next |= 0
                with enable:
                    total.next |= (total + product.sign_extended(32))[:32]
            sums.append(total)
    result = pyrtl.Register(32, "result")
    result.next <<= pyrtl.mux(selection, *sums)
    output <<= result
    text = io.StringIO()
    pyrtl.output_to_verilog(text)
    return text.getvalue()


text = {"amaranth": in_amaranth, "pyrtl": in_pyrtl}[sys.argv[1]]()
usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
seconds = sum(each.ru_utime + each.ru_stime for each in usage)
megabytes = max(each.ru_maxrss for each in usage) / 1000
print(
    f"{sys.argv[1]}: {ROWS * COLUMNS} MACs in {seconds:.1f} CPU s, {megabytes:.0f} MB, "
    f"{len(text) // 1000} KB of text"
)
