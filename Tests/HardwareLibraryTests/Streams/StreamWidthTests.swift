import BenchSupport
import HardwareDSL
import HardwareLibrary
import Testing

/// Packets of one width, and of another.
@Suite("Width converters", .simulated)
struct StreamWidthTests {
  /// Packets of 1 to 8 items, ended by the low bits of their data; the last item ends one.
  private static func packets(_: String, _ items: [[Int]]) -> [[Int]]? {
    items.enumerated().map { [$1[0], $1[0] & 7 == 0 || $0 == items.count - 1 ? 1 : 0] }
  }

  /// The items of packets side by side: beats of items that count, and whether they are the last.
  private static func beats(_ items: [[Int]], lanes: Int) -> [[Int]] {
    var beats: [[Int]] = []
    var beat: [Int] = []
    for item in items {
      beat.append(item[0])
      if beat.count == lanes || item[1] == 1 {
        beats.append(beat + [beat.count, item[1]])
        beat = []
      }
    }
    return beats
  }

  private static func integers(_ items: [[PortValue]]?) -> [[Int]] {
    (items ?? []).map { $0.map { $0.integer ?? -1 } }
  }

  @Test("Items are put in beats, and a packet begins a new one", arguments: [1, 2, 3, 4, 8])
  func up(lanes: Int) async throws {
    try await verifyStreams(
      of: StreamUpsizer(width: 33, lanes: lanes), shape: Self.packets
    ) { run in
      let expected = Self.beats(Self.integers(run.sent["input"]), lanes: lanes)
      let received = Self.integers(run.received["output"].map { $0.map(\.fields) })
      let counting = received.map { fields in
        Array(fields.prefix(min(lanes, fields[lanes])) + fields.suffix(2))
      }
      return difference(counting, expected) ?? run.keeps("input", every: 1)
    }
  }

  @Test("Beats are taken apart in the same order", arguments: [1, 2, 3, 4, 8])
  func down(lanes: Int) async throws {
    func lawful(_: String, _ items: [[Int]]) -> [[Int]]? {
      items.map { fields in
        let isLast = fields[lanes + 1]
        let count = isLast == 1 ? 1 + fields[0] % lanes : lanes
        return Array(fields.prefix(lanes)) + [count, isLast]
      }
    }
    try await verifyStreams(
      of: StreamDownsizer(width: 33, lanes: lanes), shape: lawful
    ) { run in
      let items = Self.integers(run.sent["input"]).flatMap { fields in
        let count = fields[lanes]
        return (0..<count).map { [fields[$0], $0 == count - 1 ? fields[lanes + 1] : 0] }
      }
      return run.gives("output", items.map { $0.map { PortValue($0) } })
        ?? run.keeps("output", every: 1)
    }
  }

  @Test("Both ways give what was given, items of several fields too", .simulatedInAll)
  func around() async throws {
    try await verifyStreams(of: Around(lanes: 3), shape: Self.ending) {
      $0.gives("output", $0.sent["input"])
    }
  }

  /// The same items, of which the last ends its packet.
  private static func ending(_: String, _ items: [[Int]]) -> [[Int]]? {
    items.dropLast() + items.suffix(1).map { Array($0.dropLast()) + [1] }
  }
}

private final class Around: StreamStage {
  let lanes: Int
  let input: ReadyValid<Framed<Sample>>
  let output: ReadyValid<Framed<Sample>>
  let up: StreamUpsizer<Sample>
  let down: StreamDownsizer<Sample>

  init(lanes: Int) {
    self.lanes = lanes
    let sample = { field in Sample(field, bits: 5) }
    input = .input { Framed($0, sample) }
    output = .output { Framed($0, sample) }
    up = StreamUpsizer(lanes: lanes, sample)
    down = StreamDownsizer(lanes: lanes, sample)
  }

  var documentation: Documentation { Documentation("Items in beats and out of them.") }

  var body: Behavior { output <== down(up(input)) }
}
