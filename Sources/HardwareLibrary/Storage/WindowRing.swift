import HardwareDSL

/// A ring of words in a memory: they are written in order, read by their positions while they are
/// in the window, and given back in order, from the oldest on.
///
/// A position is the slot of a word and, above it, a bit that changes with every lap. A read of a
/// word that is still to be written waits for it, so that who reads needs not know how far who
/// writes has come. Each port that reads has a copy of the memory.
public final class WindowRing: Module {
  public let input: ReadyValid<Item>
  public let releases: Signal
  public let reads: [ReadyValid<Item>]
  public let words: [Signal]
  public let first: Signal
  public let end: Signal
  public let level: Signal

  let copies: [Memory]
  let head: Signal
  let tail: Signal

  private let limits: [Requirement]
  private let type: HardwareType
  private let depth: Int
  private let releasesMax: Int
  var ring: Ring { Ring(depth) }

  /// - Parameters:
  ///   - type: Of a word.
  ///   - depth: Words of the ring, at least 1.
  ///   - ports: That read, at least 1.
  ///   - releasesMax: So many words can be given back in a cycle, at most all.
  public init(
    _ type: HardwareType, depth: Int, ports: Int = 1, releasesMax: Int = 1,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let (sizes, lanes) = (UnitSizes.memoryWords, UnitSizes.lanes)
    let releaseSizes = 1...depth.clamped(to: sizes)
    limits = [
      .size(depth, in: sizes, "a WindowRing of \(depth) words", at: place),
      .size(ports, in: lanes, "a WindowRing of \(ports) ports", at: place),
      .size(
        releasesMax, in: releaseSizes, "a WindowRing that gives back \(releasesMax) words a cycle",
        at: place),
    ]
    let depth = depth.clamped(to: sizes)
    let ports = ports.clamped(to: lanes)
    self.type = type
    self.depth = depth
    self.releasesMax = releasesMax.clamped(to: releaseSizes)
    let ring = Ring(depth)
    input = .input(type)
    releases = HardwareDSL.input(
      .unsigned(bitsToHold(self.releasesMax)), "so many of the oldest words are given back")
    reads = (0..<ports).map { _ in .input(ring.position) }
    words = (0..<ports).map { _ in output(type) }
    first = output(ring.position, "of the oldest word")
    end = output(ring.position, "of the word that is written next")
    level = output(ring.level, "words in the window")
    copies = (0..<ports).map { _ in Memory(type, depth: depth) }
    head = register(ring.position, reset: 0)
    tail = register(ring.position, reset: 0)
  }

  /// The position of the word behind another.
  public func next(_ position: Signal) -> Signal { ring.next(position) }

  public var moduleName: String {
    "window_ring_\(type.moduleWord)_d\(depth)" + (reads.count == 1 ? "" : "_p\(reads.count)")
      + (releasesMax == 1 ? "" : "_r\(releasesMax)")
  }

  public var documentation: Documentation {
    Documentation(
      "A ring of \(ring.words), written in order, read by position, given back in order. A read "
        + "waits until its word is written.",
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
    let push = wire("push", input.fires)
    let count = wire("count", ring.count(from: head, to: tail))
    input.ready <== ring.hasRoom(from: head, to: tail)
    when(push) { tail <== ring.next(tail) }
    when(releases != 0) { head <== ring.position(head, plus: releases) }
    for (port, read) in reads.enumerated() {
      let place = read.payload.data
      let distance = wire("distance_\(port)", ring.distance(from: head, to: place))
      read.ready <== distance < count
      copies[port].write(input.payload.data, at: ring.slot(of: tail), enable: push)
      copies[port].read(at: ring.slot(of: place), enable: read.fires)
      words[port] <== copies[port].readData
      let isBehindHead = distance < .number(depth)
      assume(
        "NotReleased_\(port)",
        !read.valid || (ring.isPowerOfTwo ? isBehindHead : isBehindHead && ring.exists(place)),
        "the word that is read is in the ring, or comes into it before the oldest leaves it")
    }
    first <== head
    end <== tail
    level <== count
    ring.claimSlots(from: head, to: tail)
    claim("NoOverwrite", !push || count < .number(depth), "a word is written in a free slot")
    assume("ReleasesWritten", releases <= count, "what is given back was written")
    cover("Full", !input.ready)
  }
}
