import BenchSupport
import HardwareDSL
import HardwareLibrary
import Testing

/// Units with several streams, under four drives.
@Suite("Streams that meet and part", .simulated)
struct StreamJunctionTests {
  /// Puts the number of its stream in the low bits of every item.
  private static func marked(_ stream: String, _ items: [[Int]]) -> [[Int]]? {
    guard let number = Int(stream.drop { !$0.isNumber }) else { return nil }
    return items.map { [$0[0] & ~7 | number] }
  }

  /// What is wrong if not every item of every input has come out, in the order of its input.
  private static func merges(_ run: StreamRun, _ count: Int) -> String? {
    let received = (run.received["output"] ?? []).map(\.fields)
    for number in 0..<count {
      let own = received.filter { ($0[0].integer ?? 0) & 7 == number }
      if let mistake = difference(own, run.sent["inputs_\(number)"] ?? []) {
        return "of input \(number): \(mistake)"
      }
    }
    return received.count == 60 * count ? nil : "\(received.count) items"
  }

  @Test("Every input of a round-robin arbiter gives its items in order", arguments: [2, 3, 5])
  func arbiter(count: Int) async throws {
    try await verifyStreams(
      of: StreamArbiter(width: 33, count: count), items: 60, shape: Self.marked
    ) { run in
      Self.merges(run, count) ?? run.keeps("output", every: 1)
    }
  }

  @Test("The first input of a priority arbiter that waits goes first", arguments: [2, 3, 5])
  func priority(count: Int) async throws {
    try await verifyStreams(
      of: PriorityArbiter(width: 33, count: count), items: 60, shape: Self.marked
    ) { run in
      if let mistake = Self.merges(run, count) { return mistake }
      guard run.drive == .fullRate else { return nil }
      let order = (run.received["output"] ?? []).map { ($0.fields[0].integer ?? 0) & 7 }
      return difference(order, (0..<count).flatMap { Array(repeating: $0, count: 60) })
    }
  }

  @Test("An item that waits at a priority arbiter is not replaced")
  func waiting() async throws {
    let bench = try await Bench(
      PriorityArbiter(width: 8, count: 3), pulses: ["inputs_0_valid"])
    try bench.hold(["inputs_1_valid": 1, "inputs_2_valid": 0, "output_ready": 0])
    try bench.hold(["inputs_1_data": 17])
    try bench.step()
    try bench.set(["inputs_0_valid": 1])
    #expect(bench["output_data"] == 17)
    #expect(bench["inputs_0_ready"] == 0)
  }

  @Test("Every output of a fork gives every item once", arguments: [2, 3, 5])
  func fork(count: Int) async throws {
    try await verifyStreams(of: StreamFork(width: 33, count: count)) { run in
      for number in 0..<count {
        let name = "outputs_\(number)"
        if let mistake = run.gives(name, run.sent["input"]) ?? run.keeps(name, every: 1) {
          return mistake
        }
      }
      return nil
    }
  }

  @Test("What is forked and merged again comes twice", .simulatedInAll)
  func diamond() async throws {
    try await verifyStreams(of: Diamond()) { run in
      let sent = (run.sent["input"] ?? []).compactMap { $0[0].integer }
      let received = (run.received["output"] ?? []).compactMap(\.integer)
      return difference(received.sorted(), (sent + sent).sorted())
    }
  }

  @Test("Streams are mapped, filtered, routed and joined", .simulatedInAll)
  func algebra() async throws {
    try await verifyStreams(of: Algebra(), items: 100) { run in
      let sent = { (name: String) in
        (run.sent[name] ?? []).map { $0.map { $0.integer ?? 0 } }
      }
      let numbers = sent("numbers").map { $0[0] }
      let odd = numbers.filter { $0 & 1 == 1 }.map { $0 * $0 }
      func expected(_ way: Int) -> [[Int]] { odd.filter { $0 >> 3 & 3 == way }.map { [$0] } }
      for way in 0..<4 {
        let values = expected(way).map { $0.map { PortValue($0) } }
        if let mistake = run.gives("ways_\(way)", values) { return mistake }
      }
      let pairs = zip(sent("left"), sent("right")).map { ($0 + $1).map { PortValue($0) } }
      return run.gives("pairs", pairs)
    }
  }
}

/// What streams are made into without state.
private final class Algebra: Module {
  let numbers = ReadyValid.input(.unsigned(8))
  let ways = (0..<4).map { _ in ReadyValid.output(.unsigned(16)) }
  let left = ReadyValid.input(.bits(3))
  let right = ReadyValid<Sample>.input { Sample($0, bits: 5) }
  let pairs = ReadyValid<Pair<Item, Sample>>.output { field in
    Pair(field, { Item($0(.bits(3))) }, { Sample($0, bits: 5) })
  }
  let register = StreamRegister { Item($0(.unsigned(16))) }

  var documentation: Documentation { Documentation("Streams without state.") }

  var body: Behavior {
    let odd = numbers.filter("odd") { $0.data[0] }
    let squares = register(odd.map { Item($0.data * $0.data) })
    ways <== squares.routed("routes", 4) { $0.data[3...4] }
    pairs <== left.joined("both", with: right)
  }
}

/// A fork, and an arbiter of its outputs.
private final class Diamond: StreamStage {
  let input = ReadyValid.input(.bits(20))
  let output = ReadyValid.output(.bits(20))
  let fork = StreamFork(width: 20, count: 2)
  let merge = PriorityArbiter(width: 20, count: 2)

  var documentation: Documentation { Documentation("Forks and merges.") }

  var body: Behavior {
    fork.input <== input
    merge.inputs <== fork.outputs
    output <== merge.output
  }
}
