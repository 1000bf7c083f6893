import ArgumentParser
import Basics
import CircuitInterpreter
import HardwareDSL

/// The speed of the interpreter. Build with `-c release`.
struct InterpretCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interpret", abstract: "Thousands of cycles per CPU second in the interpreter.")

  @Argument(help: "Rows and columns, as in 8x8.")
  var sizes = ["4x4", "8x8", "16x16", "32x16"]

  @Option(help: "How many cycles are run.")
  var cycles = 100_000

  func run() throws {
    var table = TextTable([
      "array", "operations", "elaborate ms", "compile ms", "running kHz", "idle kHz",
      "3 inputs kHz", "coverage kHz",
    ])
    for size in sizes {
      let numbers = size.split(separator: "x").compactMap { Int($0) }
      guard numbers.count == 2, numbers.allSatisfy({ $0 >= 1 }) else {
        throw ValidationError("'\(size)' is no size; write rows and columns as in 8x8.")
      }
      try measure(numbers[0], numbers[1], into: &table)
    }
    print(table.text)
  }

  private func measure(_ rows: Int, _ columns: Int, into table: inout TextTable) throws {
    let start = ProcessUsage.cpuSeconds
    let circuit = try elaborate(MACArray(rows: rows, columns: columns))
    let elaborated = ProcessUsage.cpuSeconds
    let compiled = try CompiledCircuit(circuit)
    let done = ProcessUsage.cpuSeconds

    let idle = InterpretedSimulation(of: compiled)
    try Self.start(idle)
    idle["enable_i"] = 0
    let counted = try InterpretedSimulation(of: circuit, coverage: .counted)
    try Self.start(counted)
    let running = InterpretedSimulation(of: compiled)
    try Self.start(running)
    let poked = InterpretedSimulation(of: compiled)
    try Self.start(poked)
    let few = max(1, cycles / 10)
    table.add(
      "\(rows) x \(columns)", "\(compiled.operationCount)",
      ((elaborated - start) * 1000).text(digits: 1), ((done - elaborated) * 1000).text(digits: 1),
      try Self.kilohertz(cycles) { try running.step(cycles) },
      try Self.kilohertz(cycles) { try idle.step(cycles) },
      try Self.kilohertz(few) {
        for cycle in 0..<few {
          poked["left_0_i"] = cycle % 200 - 100
          poked["right_0_i"] = 100 - cycle % 200
          poked["selection_i"] = cycle % (rows * columns)
          try poked.step()
        }
      },
      try Self.kilohertz(few) { try counted.step(few) })
  }

  private static func start(_ simulation: InterpretedSimulation) throws {
    try simulation.reset()
    for port in simulation.interface.ports where port.direction == .input && port.widthBits == 8 {
      simulation[port.name] = port.name.utf8.reduce(0) { ($0 * 31 + Int($1)) % 255 } - 127
    }
    simulation["enable_i"] = 1
  }

  private static func kilohertz(_ cycles: Int, _ body: () throws -> Void) rethrows -> String {
    let start = ProcessUsage.cpuSeconds
    try body()
    let seconds = max(ProcessUsage.cpuSeconds - start, 1e-6)
    return (Double(cycles) / seconds / 1000).text(digits: 0)
  }
}
