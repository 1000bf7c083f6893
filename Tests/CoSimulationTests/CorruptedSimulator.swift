import HardwareIR
import SimulationInterface

/// A simulator whose design once gives back a wrong word: the first of the stream `read_response`,
/// the time that `reads` says.
final class CorruptedSimulator<Engine: Simulator>: Simulator {
  private let engine: Engine
  private var reads: Int

  /// - Parameter reads: How many times the stream is read before; 0 for the first.
  init(_ engine: Engine, afterReads reads: Int) {
    self.engine = engine
    self.reads = reads
  }

  func receive(_ stream: String, _ count: Int, limit: Int) throws -> [StreamItem] {
    var items = try engine.receive(stream, count, limit: limit)
    guard stream == "read_response" else { return items }
    if reads == 0 {
      var words = items[0].fields[0].words(1)
      words[0] ^= 1
      items[0].fields[0] = PortValue(words: words)
    }
    reads -= 1
    return items
  }

  var interface: DesignInterface { engine.interface }
  var cycle: Int { engine.cycle }
  var mistake: SimulationMistake? {
    get { engine.mistake }
    set { engine.mistake = newValue }
  }
  var failures: [SimulationFailure] { engine.failures }
  var resets: Int { engine.resets }
  var covers: [CoverCount] { get throws { try engine.covers } }

  func poke(_ port: String, _ value: PortValue) throws { try engine.poke(port, value) }
  func peek(_ port: String) throws -> PortValue { try engine.peek(port) }
  func step(_ cycles: Int) throws { try engine.step(cycles) }
  func setClock(_ domain: ClockDomain, period: Int, phase: Int) throws {
    try engine.setClock(domain, period: period, phase: phase)
  }
  func reset(cycles: Int) throws { try engine.reset(cycles: cycles) }
  func run(limit: Int, until condition: StopCondition) throws -> Int {
    try engine.run(limit: limit, until: condition)
  }
  func format(of signal: String) throws -> SignalFormat { try engine.format(of: signal) }
  func pace(_ stream: String, _ pace: StreamPace) throws { try engine.pace(stream, pace) }
  func send(_ stream: String, _ items: [[PortValue]]) throws { try engine.send(stream, items) }
  func received(_ stream: String) throws -> [StreamItem] { try engine.received(stream) }
  func pending(_ stream: String) throws -> Int { try engine.pending(stream) }
  func attach(_ agent: any AttachedAgent, to streams: [String]) throws {
    try engine.attach(agent, to: streams)
  }
  func tap(_ name: String) throws -> [StreamItem] { try engine.tap(name) }
}
