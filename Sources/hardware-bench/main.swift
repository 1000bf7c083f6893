import CircuitInterpreter
import Foundation
import HardwareDSL

// Measures the interpreter: hardware-bench [rows columns cycles]. Speeds depend on the machine, so
// they are printed, and nothing fails. Build it with -c release. Times are those of the processor,
// so that other work on the machine disturbs less.

let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let shapes =
  numbers.count >= 2 ? [(numbers[0], numbers[1])] : [(4, 4), (8, 8), (16, 16), (32, 16)]
let cycles = numbers.count == 3 ? numbers[2] : 100_000

for (rows, columns) in shapes {
  try measure(rows: rows, columns: columns, cycles: cycles)
}

func measure(rows: Int, columns: Int, cycles: Int) throws {
  var elaborated: Circuit?
  let elaboration = try processorTime {
    elaborated = try elaborate(MACArray(rows: rows, columns: columns))
  }
  guard let circuit = elaborated else { return }
  var compiled: CompiledCircuit?
  let compilation = try processorTime { compiled = try CompiledCircuit(circuit) }
  guard let compiled else { return }

  let quiet = InterpretedSimulation(of: compiled)
  try start(quiet)
  let running = try processorTime { try quiet.step(cycles) }

  let poked = InterpretedSimulation(of: compiled)
  try start(poked)
  let pokedCycles = cycles / 10
  let poking = try processorTime {
    for cycle in 0..<pokedCycles {
      poked["a_0_i"] = cycle % 200 - 100
      poked["b_0_i"] = 100 - cycle % 200
      poked["choice_i"] = cycle % (rows * columns)
      try poked.step()
    }
  }

  let idle = InterpretedSimulation(of: compiled)
  try start(idle)
  idle["enable_i"] = 0
  let idling = try processorTime { try idle.step(cycles) }

  let counted = try InterpretedSimulation(of: circuit, coverage: .counted)
  try start(counted)
  let counting = try processorTime { try counted.step(pokedCycles) }

  print(
    """
    \(rows) x \(columns): \(compiled.operationCount) operations a cycle, \
    elaborated in \(milliseconds(elaboration)) ms, compiled in \(milliseconds(compilation)) ms
      running           \(kilohertz(cycles, running)) kHz
      idle              \(kilohertz(cycles, idling)) kHz
      3 inputs a cycle  \(kilohertz(pokedCycles, poking)) kHz
      with coverage     \(kilohertz(pokedCycles, counting)) kHz
    """)
}

func start(_ simulation: InterpretedSimulation) throws {
  try simulation.reset()
  for port in simulation.interface.ports where port.direction == .input && port.widthBits == 8 {
    simulation[port.name] = port.name.utf8.reduce(0) { ($0 * 31 + Int($1)) % 255 } - 127
  }
  simulation["enable_i"] = 1
}

/// The seconds that the process computes while `body` runs.
func processorTime(_ body: () throws -> Void) rethrows -> Double {
  let start = clock()
  try body()
  return Double(clock() - start) / Double(CLOCKS_PER_SEC)
}

func milliseconds(_ seconds: Double) -> String { String(format: "%.1f", seconds * 1000) }

func kilohertz(_ cycles: Int, _ seconds: Double) -> String {
  String(format: "%.0f", Double(cycles) / max(seconds, 1e-6) / 1000)
}
