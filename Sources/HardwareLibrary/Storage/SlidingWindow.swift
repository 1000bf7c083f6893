import HardwareDSL

/// Which words of a ring can be read: those between the oldest that was not given back and the one
/// that is written next. The words lie somewhere else, as in a `BankedMemory`.
///
/// A position is the slot of a word and, above it, a bit that changes with every lap. A read of a
/// word that is still to be written waits for it, so that who reads needs not know how far who
/// writes has come.
public final class SlidingWindow: Module {
  public let writes = ReadyValid<Token>.input { Token($0) }
  public let releases: Signal
  public let reads: [ReadyValid<Item>]
  public let first: Signal
  public let end: Signal
  public let level: Signal

  let head: Signal
  let tail: Signal

  private let limits: [Requirement]
  private let depth: Int
  private let releasesMax: Int
  var ring: Ring { Ring(depth) }

  /// - Parameters:
  ///   - depth: Words of the ring, at least 1.
  ///   - ports: That read, at least 1.
  ///   - releasesMax: So many words can be given back in a cycle, at most all.
  public init(
    depth: Int, ports: Int = 1, releasesMax: Int = 1, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let size = UnitSize(
      depth, in: UnitSizes.memoryWords, "a window of \(depth) words", at: place)
    let count = UnitSize(ports, in: UnitSizes.lanes, "a window with \(ports) ports", at: place)
    let most = UnitSize(
      releasesMax, in: 1...size.number, "a window that gives back \(releasesMax) words a cycle",
      at: place)
    limits = [size.requirement, count.requirement, most.requirement]
    self.depth = size.number
    self.releasesMax = most.number
    let ring = Ring(size.number)
    releases = input(
      .unsigned(bitsToHold(most.number)), "so many of the oldest words are given back")
    reads = (0..<count.number).map { _ in .input(ring.position) }
    first = output(ring.position, "of the oldest word")
    end = output(ring.position, "of the word that is written next")
    level = output(ring.level, "words in the window")
    head = register(ring.position, reset: 0)
    tail = register(ring.position, reset: 0)
  }

  /// The position of the word behind another.
  public func next(_ position: Signal) -> Signal { ring.next(position) }

  /// Where the word of a position lies.
  public func slot(of position: Signal) -> Signal { ring.slot(of: position) }

  public var moduleName: String {
    "sliding_window_d\(depth)" + (reads.count == 1 ? "" : "_p\(reads.count)")
      + (releasesMax == 1 ? "" : "_r\(releasesMax)")
  }

  public var documentation: Documentation {
    Documentation(
      "Which of \(ring.words) of a ring can be read: written in order, given back in order. A read "
        + "waits until its word is written.",
      latency: [.cycles(1, from: writes, to: end, level)],
      throughput: [.one("word", from: writes, to: end)],
      reset: [.sentence("empty"), .value(0, of: first, end, level), .value(1, of: writes.ready)],
      combinationalPaths: Documentation.Paths(
        reads.map { .path(from: $0.payload, to: $0.ready) }))
  }

  public var body: Behavior {
    let count = wire("count", ring.count(from: head, to: tail))
    writes.ready <== ring.hasRoom(from: head, to: tail)
    when(writes.fires) { tail <== ring.next(tail) }
    when(releases != 0) { head <== ring.position(head, plus: releases) }
    for (port, read) in reads.enumerated() {
      let distance = ring.distance(from: head, to: read.payload.data)
      read.ready <== wire("distance_\(port)", distance) < count
    }
    first <== head
    end <== tail
    level <== count
    ring.claimSlots(from: head, to: tail)
    claim("NoOverwrite", !writes.fires || count < .number(depth), "a word comes in a free slot")
    ring.assumeUse(reads, releases, of: count, from: head)
    cover("Full", !writes.ready)
  }
}

extension Ring {
  /// What who reads a window, and gives words back, has to keep to.
  @HardwareBuilder func assumeUse(
    _ reads: [ReadyValid<Item>], _ releases: Signal, of count: Signal, from head: Signal
  ) -> Behavior {
    for (port, read) in reads.enumerated() {
      let place = read.payload.data
      let isBehindHead = distance(from: head, to: place) < .number(depth)
      assume(
        "NotReleased_\(port)",
        !read.valid || (isPowerOfTwo ? isBehindHead : isBehindHead && exists(place)),
        "the word that is read is in the ring, or comes into it before the oldest leaves it")
    }
    assume("ReleasesWritten", releases <= count, "what is given back was written")
  }
}
