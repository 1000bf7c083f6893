import HardwareDSL
import HardwareIR
import SimulationInterface
import SystemVerilog

/// A random circuit and what its inputs are, both drawn from the seed.
public struct FuzzCase: Hashable, Sendable {
  public var seed: UInt64
  public var circuit: Circuit
  public var stimulus: Stimulus
  /// How the circuit is printed, and when its reset acts.
  public var emitter: SystemVerilogEmitter
  /// What is wrong in the text that the emitter makes; nothing but for a bug on purpose.
  var textBug: TextBug?
  /// What registers without reset and memories hold at first.
  public var fill: StateFill

  /// - Throws: `DiagnosticError` if the language refuses what the generator wrote, which is a bug
  ///   of one of them.
  public init(seed: UInt64, cycles: Int) throws {
    var random = FuzzRandom(seed: seed)
    let level = random.integer(0...2)
    let module = RandomModule(seed: random.next(), level: level)
    let circuit = try elaborate(module, allowing: [.missingReset]).withRarerNodes(random)
    self.init(seed: seed, circuit: circuit, cycles: cycles)
    emitter = .random(&random)
    // Ones may be no case of an enumeration, and hold until the first edge in reset.
    if emitter.reset == .synchronous { fill = .zeros }
  }

  /// Another circuit under the inputs that a seed gives.
  init(seed: UInt64, circuit: Circuit, cycles: Int) {
    self.seed = seed
    self.circuit = circuit
    stimulus = Stimulus(circuit.top, cycles: cycles, seed: seed)
    emitter = SystemVerilogEmitter()
    fill = seed & 1 == 0 ? .zeros : .ones
  }

  /// The seed of circuit `index` of a run.
  public static func seed(run: UInt64, index: Int) -> UInt64 {
    var random = FuzzRandom(seed: run &* 0x1_0000_0001 &+ UInt64(index))
    return random.next()
  }
}
