"""What the pages of registers and of the program say, and nothing else."""

import re


class Fields:
    """Numbers in a longer one: a register or an instruction."""

    def __init__(self):
        self.places = {}

    def number(self, values):
        total = 0
        for name, value in values.items():
            low, width = self.places[name]
            assert -(1 << (width - 1)) <= value < 1 << width, f"{name} is {value}"
            total |= (value & ((1 << width) - 1)) << low
        return total

    def value(self, name, number):
        low, width = self.places[name]
        return number >> low & ((1 << width) - 1)


class Register(Fields):
    def __init__(self, offset):
        super().__init__()
        self.offset = offset
        # Names of values, by the field.
        self.names = {}

    @property
    def size(self):
        return 8 if any(low + width > 32 for low, width in self.places.values()) else 4


def read_registers(text):
    registers = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading = re.match(r"`(\w+)` at `(0x\w+)`", section)
        register = registers[heading[1]] = Register(int(heading[2], 16))
        names = {}
        for line in section.splitlines():
            if field := re.match(r"\| (\d+)(:\d+)? \| `(\w+)` \|", line):
                high, low = int(field[1]), int((field[2] or field[1]).strip(":"))
                register.places[field[3]] = (low, high - low + 1)
            elif field := re.match(r"\| `(\w+)` \| value \|", line):
                names = register.names[field[1]] = {}
            elif value := re.match(r"\| `(\w+)` \| `(0x\w+)` \|", line):
                names[value[1]] = int(value[2], 16)
    return registers


class Instruction(Fields):
    def __init__(self, opcode):
        super().__init__()
        self.opcode = opcode

    def bytes(self, **values):
        assert values.keys() == self.places.keys(), f"{values} for {list(self.places)}"
        return (self.number(values) | self.opcode).to_bytes(16, "little")


def read_instructions(text):
    table = text.split("<!-- instructions")[1].split("<!-- end")[0]
    instructions, last = {}, None
    for line in table.splitlines():
        if heading := re.match(r"\| \*\*(\d+) (\w+)\*\* \|", line):
            last = instructions[heading[2]] = Instruction(int(heading[1]))
        elif field := re.match(r"\| \| `(\w+)` \| (\d+)( signed)? \| (\d+) \|", line):
            last.places[field[1]] = (int(field[4]), int(field[2]))
    return instructions
