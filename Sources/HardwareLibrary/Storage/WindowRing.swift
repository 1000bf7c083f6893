import HardwareDSL

/// A ring of words in a memory: they are written in order, read by their positions while they are
/// in a `SlidingWindow`, and given back in order, from the oldest on.
///
/// Each port that reads has a copy of the memory.
public final class WindowRing: Module {
  public let input: ReadyValid<Item>
  public let releases: Signal
  public let reads: [ReadyValid<Item>]
  public let words: [Signal]
  public let first: Signal
  public let end: Signal
  public let level: Signal

  let window: SlidingWindow
  let copies: [Memory]

  private let type: HardwareType

  /// - Parameters:
  ///   - type: Of a word.
  ///   - depth: Words of the ring, at least 1.
  ///   - ports: That read, at least 1.
  ///   - releasesMax: So many words can be given back in a cycle, at most all.
  public init(
    _ type: HardwareType, depth: Int, ports: Int = 1, releasesMax: Int = 1,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    self.type = type
    let window = SlidingWindow(
      depth: depth, ports: ports, releasesMax: releasesMax, file: file, line: line, column: column)
    self.window = window
    input = .input(type)
    releases = HardwareDSL.input(
      window.releases.type, "so many of the oldest words are given back")
    reads = window.reads.map { _ in .input(window.first.type) }
    words = reads.map { _ in output(type) }
    first = output(window.first.type, "of the oldest word")
    end = output(window.end.type, "of the word that is written next")
    level = output(window.level.type, "words in the window")
    copies = reads.map { _ in Memory(type, depth: window.ring.depth) }
  }

  /// The position of the word behind another.
  public func next(_ position: Signal) -> Signal { window.next(position) }

  public var moduleName: String {
    "window_ring_\(type.moduleWord)" + window.moduleName.dropFirst("sliding_window".count)
  }

  public var documentation: Documentation {
    Documentation(
      "A ring of \(window.ring.words), written in order, read by position, given back in order. A "
        + "read waits until its word is written.",
      latency: [
        .cycles(1, from: input, to: end, level), .cycles(1, from: reads.map(\.valid), to: words),
      ],
      throughput: [
        .one("word", from: input, to: end), .one("read", from: reads.map(\.valid), to: words),
      ],
      reset: [.sentence("empty"), .value(0, of: first, end, level), .value(1, of: input.ready)],
      combinationalPaths: Documentation.Paths(
        reads.map { .path(from: $0.payload, to: $0.ready) }))
  }

  public var body: Behavior {
    window.writes <== input.map { _ in Token() }
    window.reads <== reads
    window.releases <== releases
    for (port, read) in reads.enumerated() {
      copies[port].write(
        input.payload.data, at: window.slot(of: window.end), enable: input.fires)
      copies[port].read(at: window.slot(of: read.payload.data), enable: read.fires)
      words[port] <== copies[port].readData
    }
    window.ring.assumeUse(reads, releases, of: window.level, from: window.first)
    first <== window.first
    end <== window.end
    level <== window.level
  }
}
