// One import for designers: the language, its library, the emitter and the simulator.
@_exported import HardwareDSL
@_exported import HardwareIR
@_exported import HardwareLibrary
@_exported import SystemVerilog
@_exported import VerilatorSimulation
