import Foundation
import HardwareIR

/// Waves in the format VCD (IEEE 1364), which GTKWave and Surfer open.
///
///     let dump = ValueChangeDump(of: simulation)
///     try simulation.step(100)
///     try dump.write(to: "run.vcd")
///
/// Cycle n lies at time 10 n: its inputs and settled values there, what the rising edges change at
/// 10 n + 5, as in the waveforms of Verilator. Enumerations are numbers; a comment in the header
/// names their cases.
public final class ValueChangeDump: CycleObserver {
  private struct Trace {
    var identifier: String
    var slot: Int
    var width: Int
    var last: [UInt64]?
  }

  private let kernel: InterpreterKernel
  private var traces: [Trace] = []
  private var identifierOfValue: [String: String] = [:]
  /// The clocks, whose identifiers are the first.
  private let clocks: [ClockDomain]
  private var levels: [Bool?]
  private var header = ""
  private var changes = ""

  /// Records all signals of a simulation from now on, as long as the dump lives; a later dump of
  /// the same simulation takes its place.
  public init(of simulation: InterpretedSimulation) {
    kernel = simulation.interpreted
    let compiled = simulation.compiled
    clocks = compiled.interface.clocks.map(\.domain)
    levels = clocks.map { _ in nil }
    header = "$version CircuitInterpreter $end\n$timescale 1ns $end\n"
    declare(0, compiled, named: compiled.interface.topName)
    header += "$enddefinitions $end\n"
    kernel.observer = self
  }

  /// Stops recording.
  public func stop() { if kernel.observer === self { kernel.observer = nil } }

  public var text: String { header + changes }

  /// - Throws: what Foundation throws where the file cannot be written.
  public func write(to path: String) throws {
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  private func declare(_ instance: Int, _ compiled: CompiledCircuit, named name: String) {
    let flat = compiled.flat
    let definition = flat.instances[instance].plan
    let clockPorts = definition.module.clocking.filter { $0.role == .clock }
    header += "$scope module \(name) $end\n"
    for (local, signal) in definition.signals.enumerated() {
      if let port = clockPorts.first(where: { $0.name == signal.name }),
        let domain = flat.instances[instance].domains[port.domain],
        let clock = clocks.firstIndex(of: domain)
      {
        header += "$var wire 1 \(Self.identifier(clock)) \(signal.name) $end\n"
        continue
      }
      let slot = Int(compiled.slotOfSignal[flat.instances[instance].firstSignal + local])
      let identifier = identifier(of: slot, signal.type)
      var kind = "wire"
      if case .state = signal.driver { kind = "reg" }
      let range = signal.type.width > 1 ? " [\(signal.type.width - 1):0]" : ""
      header += "$var \(kind) \(signal.type.width) \(identifier) \(signal.name)\(range) $end\n"
      if case .enumeration(let enumeration) = signal.type {
        let cases = enumeration.cases.enumerated().map { "\($0) \($1)" }.joined(separator: ", ")
        header += "$comment \(signal.name): \(cases) $end\n"
      }
    }
    for (child, number) in zip(definition.module.instances, flat.instances[instance].children) {
      declare(number, compiled, named: child.name)
    }
    header += "$upscope $end\n"
  }

  /// Signals that are one value share an identifier.
  private func identifier(of slot: Int, _ type: HardwareType) -> String {
    let key = "\(slot) \(type.width)"
    if let known = identifierOfValue[key] { return known }
    let identifier = Self.identifier(traces.count + max(1, clocks.count))
    identifierOfValue[key] = identifier
    traces.append(Trace(identifier: identifier, slot: slot, width: type.width, last: nil))
    return identifier
  }

  func sample(cycle: Int, isAfterEdge: Bool) {
    kernel.settleFully()
    changes += "#\(cycle * 10 + (isAfterEdge ? 5 : 0))\n"
    for clock in clocks.indices {
      let level = isAfterEdge && kernel.hasEdge(clock)
      guard levels[clock] != level else { continue }
      levels[clock] = level
      changes += "\(level ? 1 : 0)\(Self.identifier(clock))\n"
    }
    for index in traces.indices { change(&traces[index]) }
  }

  private func change(_ trace: inout Trace) {
    let count = (trace.width + 63) / 64
    let words = (0..<count).map { kernel.machine.values[trace.slot + $0] }
    if words == trace.last { return }
    trace.last = words
    if trace.width == 1 {
      changes += "\(words[0] & 1)\(trace.identifier)\n"
      return
    }
    let digits = (0..<trace.width).reversed().map { bit -> String in
      let isSet = words[bit / 64] >> UInt64(bit % 64) & 1 == 1
      return isSet ? "1" : "0"
    }
    changes += "b\(digits.joined()) \(trace.identifier)\n"
  }

  /// Printable characters, the shortest first.
  private static func identifier(_ number: Int) -> String {
    var rest = number
    var result = ""
    repeat {
      result.append(Character(Unicode.Scalar(UInt8(33 + rest % 94))))
      rest /= 94
    } while rest > 0
    return result
  }
}
