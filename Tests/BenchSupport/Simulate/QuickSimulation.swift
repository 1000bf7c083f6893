import HardwareIR
import SystemVerilog
import VerilatorSimulation

/// A circuit in Verilator, built in a short time: tests run it for a few thousand cycles.
public func quickSimulation(
  of circuit: Circuit, emitter: SystemVerilogEmitter = .simulated,
  lineCoverage: LineCoverage = .none, fill: StateFill = .zeros
) async throws -> Simulation {
  try await Simulation(
    of: circuit, emitter: emitter, optimization: .buildTime, lineCoverage: lineCoverage, fill: fill)
}
