// One import for designers: the language, its library, the emitter and the simulators.
@_exported import CircuitInterpreter
@_exported import HardwareDSL
@_exported import HardwareIR
@_exported import HardwareLibrary
@_exported import SimulationInterface
@_exported import Synthesis
@_exported import SystemVerilog
@_exported import VerilatorSimulation
@_exported import YosysProof

/// A tap of the language, and not what the intermediate form makes of one.
public typealias Tap<Payload: SignalBundle> = HardwareDSL.Tap<Payload>
