/// What a run of a kernel waits for.
public enum KernelGoal: Hashable, Sendable {
  /// The port holds these words.
  case port(Int, [UInt32])
  /// Every sent item is accepted and every expected item is there.
  case quiet
  /// The design calls `$finish`.
  case finish
  /// Every expected item is there.
  case expected
}

/// How a run of a kernel ended.
public enum KernelOutcome: UInt32, Hashable, Sendable {
  case reached = 0
  case limit = 1
  case failed = 2
  case finished = 3
}

/// Items taken from a stream or a tap: `itemWords` words each, and their cycles.
public struct KernelItems: Hashable, Sendable {
  public var itemWords: Int
  public var words: [UInt32]
  public var cycles: [Int]

  public init(itemWords: Int, words: [UInt32], cycles: [Int]) {
    self.itemWords = itemWords
    self.words = words
    self.cycles = cycles
  }
}

/// The test bench under a simulator, protocol 1 of testbench/README.md: ports, streams and taps are
/// numbered as in the `DesignInterface`, values are 32-bit words, low word first. What has names
/// and sentences is `KernelSimulator`, the same for every kernel.
public protocol SimulationKernel: AnyObject {
  var cycle: Int { get }
  /// Whether the design called `$finish`: no cycle runs after it.
  var isFinished: Bool { get }
  var failureCount: Int { get }
  /// The first of the failures.
  var failures: [SimulationFailure] { get }

  func poke(port: Int, words: [UInt32])
  func peek(port: Int) -> [UInt32]
  /// Returns how many cycles were run: fewer if one brought a failure or `$finish`.
  func step(_ cycles: Int) -> Int
  /// Holds every domain in reset for so many cycles of the slowest clock.
  func reset(cycles: Int)
  /// From the present cycle on, the clock has an edge in the cycles that are `phase` modulo
  /// `period`.
  func setClock(_ clock: Int, period: Int, phase: Int)
  func run(limit: Int, until goal: KernelGoal) -> KernelOutcome

  /// The agent pauses in `pauseShare` of 65,536 cycles.
  func engage(stream: Int, pauseShare: UInt32, seed: UInt64)
  func send(stream: Int, items: Int, words: [UInt32])
  func pending(stream: Int) -> Int
  func expect(stream: Int, items: Int)
  func transferred(stream: Int) -> Int
  func takeTransfers(stream: Int, items: Int) -> KernelItems
  /// The agent serves the streams, which have one clock, from the coming cycle on. Their own agents
  /// then do no more than record.
  func attach(_ agent: any AttachedAgent, to streams: [Int])
  func recorded(tap: Int) -> Int
  func takeRecorded(tap: Int, items: Int) -> KernelItems

  /// How often each cover point of the design was reached, in the order of its `coverPoints`.
  ///
  /// - Throws: `SimulationError.coverageUnavailable`.
  func coverHits() throws(SimulationError) -> [Int]
}
