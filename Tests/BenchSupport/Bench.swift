import HardwareDSL
import HardwareIR
import SimulationInterface
import TestSupport

/// A module on its own in the simulator of the test, driven cycle by cycle.
///
/// Names are those of the ports without `_i` and `_o`. An input that a cycle does not give is 0 if
/// it is a pulse, keeps its value if it is held, and carries noise otherwise: what a module must
/// not look at is never what it hopes for. Uninitialised state starts as noise too.
public final class Bench {
  public let simulation: any Simulator

  private struct Input {
    var port: String
    var widthBits: Int
    var isSigned: Bool
    var isPulse: Bool
    var value: Int?
  }

  private var inputs: [String: Input] = [:]
  private var noisy: Set<String> = []
  private var raised: Set<String> = []
  private var noise: TestRandom

  /// - Parameters:
  ///   - pulses: inputs that are 0 in a cycle that does not give them.
  ///   - taps: for each output that tells when others count, those others.
  public init(
    _ module: any Module, pulses: [String] = [], taps: [String: [String]] = [:],
    fill: StateFill = .random(seed: 1), seed: UInt64 = 1
  ) async throws {
    var circuit = try elaborate(module)
    circuit.taps += taps.keys.sorted().map { valid in
      Tap(name: valid, valid: valid + "_o", data: (taps[valid] ?? []).map { $0 + "_o" })
    }
    noise = TestRandom(seed: seed)
    simulation = try await TestedSimulation(circuit)(fill: fill)
    let interface = simulation.interface
    let clocks = interface.clocks
    let clocking = clocks.map(\.clock) + clocks.compactMap(\.reset)
    for port in interface.ports where port.direction == .input && !clocking.contains(port.name) {
      let name = String(port.name.dropLast(2))
      inputs[name] = Input(
        port: port.name, widthBits: port.widthBits, isSigned: port.isSigned,
        isPulse: pulses.contains(name))
      if !pulses.contains(name) { noisy.insert(name) }
    }
    if clocks.contains(where: { $0.reset != nil }) { try simulation.reset() }
  }

  /// The number of the present cycle.
  public var cycle: Int { simulation.cycle }

  /// Sets inputs that keep their value.
  public func hold(_ values: [String: Int]) throws {
    for (name, value) in values {
      noisy.remove(name)
      try poke(name, value)
    }
  }

  /// Sets the inputs of the present cycle.
  public func set(_ values: [String: Int] = [:]) throws {
    try MutantRun.current?.count()
    for name in raised.sorted() where values[name] == nil { try poke(name, 0) }
    for name in noisy.sorted() where values[name] == nil { try poke(name, randomValue(of: name)) }
    raised = []
    for (name, value) in values {
      try poke(name, value)
      if inputs[name]?.isPulse == true { raised.insert(name) }
    }
  }

  /// One cycle with these inputs.
  ///
  /// - Returns: its number.
  @discardableResult
  public func step(_ values: [String: Int] = [:]) throws -> Int {
    let now = cycle
    try set(values)
    try simulation.step()
    return now
  }

  /// Cycles that give nothing.
  public func idle(_ cycles: Int) throws {
    for _ in 0..<cycles { try step() }
  }

  /// Steps without a change of inputs but pulses, until an output has a value.
  public func wait(for output: String, toBe value: Int, limit: Int) throws {
    try set()
    try simulation.run(limit: limit, until: .port(output + "_o", equals: PortValue(value)))
  }

  /// An output, with the inputs that are set.
  public subscript(output: String) -> Int {
    guard let value = try? simulation.peek(output + "_o") else { return simulation[output + "_o"] }
    return integer(value)
  }

  /// What a tap has recorded since the last call.
  public func recorded(_ valid: String) throws -> [Event] {
    try simulation.tap(valid).map { Event(cycle: $0.cycle, values: $0.fields.map(integer)) }
  }

  private func integer(_ value: PortValue) -> Int {
    if let integer = value.integer { return integer }
    let words = value.words(2)
    return Int(truncatingIfNeeded: UInt64(words[1]) << 32 | UInt64(words[0]))
  }

  private func poke(_ name: String, _ value: Int) throws {
    guard var input = inputs[name] else {
      try simulation.poke(name + "_i", PortValue(value))
      return
    }
    guard input.value != value else { return }
    input.value = value
    inputs[name] = input
    // The top bit of an unsigned word of 64 bits is the sign of its Int.
    let isWide = input.widthBits == 64 && !input.isSigned
    try simulation.poke(
      input.port, isWide ? PortValue(UInt64(bitPattern: Int64(value))) : PortValue(value))
  }

  private func randomValue(of name: String) -> Int {
    guard let input = inputs[name] else { return 0 }
    let unused = 64 - input.widthBits
    let bits = noise.next() << UInt64(max(0, unused))
    return input.isSigned
      ? Int(Int64(bitPattern: bits) >> unused) : Int(bitPattern: UInt(bits >> unused))
  }
}

/// What a tap saw in a cycle.
public struct Event: Equatable, CustomStringConvertible {
  public var cycle: Int
  public var values: [Int]

  public init(cycle: Int, values: [Int]) {
    self.cycle = cycle
    self.values = values
  }

  public var description: String { "cycle \(cycle): \(values)" }
}

extension TestRandom {
  /// A signed byte; an extreme one in a third of the cases.
  public mutating func byte() -> Int8 {
    oneIn(3) ? (oneIn(2) ? -128 : 127) : Int8(integer(-128...127))
  }

  public mutating func bytes(_ count: Int) -> [Int8] { (0..<count).map { _ in byte() } }
}

/// Bytes as the word that carries them, the first in the low byte; up to eight.
public func word(_ bytes: some Collection<Int8>) -> Int {
  bytes.reversed().reduce(0) { $0 << 8 | Int(UInt8(bitPattern: $1)) }
}

/// The first place where two lists differ, in words; nil if they are equal.
public func difference<Item: Equatable>(_ got: [Item], _ expected: [Item]) -> String? {
  for (index, (item, other)) in zip(got, expected).enumerated() where item != other {
    return "item \(index): expected \(other), got \(item)"
  }
  guard got.count != expected.count else { return nil }
  let rest = got.count > expected.count ? got : expected
  let common = min(got.count, expected.count)
  return "expected \(expected.count) items, got \(got.count); the first beyond is \(rest[common])"
}
