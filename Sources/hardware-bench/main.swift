import CircuitInterpreter
import Foundation
import HardwareDSL

// Measures the interpreter: hardware-bench [rows columns cycles]. Speeds depend on the machine, so
// they are printed, and nothing fails. Build it with -c release.

let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let shapes =
  numbers.count >= 2 ? [(numbers[0], numbers[1])] : [(4, 4), (8, 8), (16, 16), (32, 16)]
let cycles = numbers.count == 3 ? numbers[2] : 100_000

for (rows, columns) in shapes {
  try measure(rows: rows, columns: columns, cycles: cycles)
}

func measure(rows: Int, columns: Int, cycles: Int) throws {
  let clock = ContinuousClock()
  var elaborated: Circuit?
  let elaboration = try clock.measure {
    elaborated = try elaborate(MACArray(rows: rows, columns: columns))
  }
  guard let circuit = elaborated else { return }
  var compiled: CompiledCircuit?
  let compilation = try clock.measure { compiled = try CompiledCircuit(circuit) }
  guard let compiled else { return }

  let quiet = InterpretedSimulation(of: compiled)
  try start(quiet)
  let running = try clock.measure { try quiet.step(cycles) }

  let poked = InterpretedSimulation(of: compiled)
  try start(poked)
  let pokedCycles = cycles / 10
  let poking = try clock.measure {
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
  let idling = try clock.measure { try idle.step(cycles) }

  let counted = try InterpretedSimulation(of: circuit, coverage: .counted)
  try start(counted)
  let counting = try clock.measure { try counted.step(pokedCycles) }

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

func seconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

func milliseconds(_ duration: Duration) -> String {
  String(format: "%.1f", seconds(duration) * 1000)
}

func kilohertz(_ cycles: Int, _ duration: Duration) -> String {
  String(format: "%.0f", Double(cycles) / seconds(duration) / 1000)
}
