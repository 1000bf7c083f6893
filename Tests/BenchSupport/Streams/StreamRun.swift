import CircuitInterpreter
import HardwareIR
import SimulationInterface
import TestSupport

/// What went through the streams of a unit in one run.
public struct StreamRun {
  public typealias Items = [[PortValue]]

  public let drive: StreamDrive
  public let seed: UInt64
  /// What was sent, by stream.
  public internal(set) var sent: [String: Items] = [:]
  /// What was accepted, in the cycle in which it was.
  public internal(set) var accepted: [String: [StreamItem]] = [:]
  /// What came out.
  public internal(set) var received: [String: [StreamItem]] = [:]
  /// The cover points and the branches that were not reached, in words; branches of the interpreter
  /// alone.
  public internal(set) var unreached: Set<String> = []

  /// The drive and the seed, which make the run again.
  public var text: String { "drive \(drive.rawValue), seed \(seed)" }

  /// Runs a unit until nothing has come out of it for a while.
  ///
  /// - Parameters:
  ///   - items: So many into each stream, of random fields.
  ///   - shape: Makes lawful items of random ones, by stream.
  init(
    of unit: TestedSimulation, _ drive: StreamDrive, seed: UInt64, items: Int,
    holding: [String: Int], shape: (String, [[Int]]) -> [[Int]]?
  ) async throws {
    self.drive = drive
    self.seed = seed
    let simulation = try await unit(fill: .random(seed: seed))
    var noise = TestRandom(seed: seed)
    try simulation.reset()
    for (name, value) in holding { try simulation.poke(name + "_i", PortValue(value)) }
    let streams = simulation.interface.streams
    for (index, stream) in streams.enumerated() {
      let pace = drive.pace(stream.direction, seed: seed &* 64 &+ UInt64(index))
      try simulation.pace(stream.name, pace)
      guard stream.direction == .input else { continue }
      let fields = stream.fields.map { Self.type(of: $0, in: simulation.interface) }
      var sent = (0..<items).map { _ in fields.map { noise.value($0) } }
      let numbers = sent.map { item in item.map { $0.integer ?? 0 } }
      if let lawful = shape(stream.name, numbers) {
        sent = lawful.map { item in item.map { PortValue($0) } }
      }
      self.sent[stream.name] = sent
      try simulation.send(stream.name, sent)
    }
    try drain(simulation, streams)
    unreached = Set(try simulation.covers.filter { $0.hits == 0 }.map(\.point.path))
    guard let interpreted = simulation as? InterpretedSimulation else { return }
    for module in interpreted.coverage.modules {
      unreached.formUnion(
        module.branches.filter { $0.hits == 0 }.map {
          "\(module.name): \($0.branch.kind) at \($0.branch.location?.description ?? "?")"
        })
    }
  }

  /// As many cycles as it may take until something comes out.
  private static let quietMax = 128
  private static let cyclesMax = 60_000

  private mutating func drain(_ simulation: some Simulator, _ streams: [StreamSpec]) throws {
    var quiet = 0
    while quiet < Self.quietMax {
      try MutantRun.current?.count()
      try simulation.step(16)
      quiet += 16
      for stream in streams {
        let items = try simulation.received(stream.name)
        if !items.isEmpty { quiet = 0 }
        if stream.direction == .input {
          accepted[stream.name, default: []] += items
        } else {
          received[stream.name, default: []] += items
        }
      }
      if simulation.cycle > Self.cyclesMax {
        throw SimulationError.invalidRequest("\(text): no end after \(Self.cyclesMax) cycles.")
      }
    }
  }

  private static func type(of port: String, in interface: DesignInterface) -> PortSpec {
    (interface.ports + interface.zeroWidthPorts).first { $0.name == port }
      ?? .input(port, widthBits: 0)
  }
}

extension TestRandom {
  /// Any value of a port.
  fileprivate mutating func value(_ port: PortSpec) -> PortValue {
    let width = port.widthBits
    guard width > 0 else { return 0 }
    var words = (0..<((width + 31) / 32)).map { _ in UInt32(truncatingIfNeeded: next()) }
    if width % 32 != 0 { words[words.count - 1] &= (1 << UInt32(width % 32)) - 1 }
    return PortValue(words: words, widthBits: width, isSigned: port.isSigned)
  }
}
