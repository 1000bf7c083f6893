import BenchSupport
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

/// Every unit at the ends of its parameters: no bits, one, odd ones and many; one place, two, odd
/// ones. Units stand together, so that Verilator has few models to build.
@Suite("Boundary parameters", .simulated)
struct BoundaryTests {
  static let sizes = [(0, 1), (1, 2), (8, 3), (33, 5), (128, 1), (512, 3)]

  /// A word that is told from others in all of its parts.
  private static func word(_ number: Int, width: Int) -> PortValue {
    var noise = TestRandom(seed: UInt64(number))
    var words = (0..<((width + 31) / 32)).map { _ in UInt32(truncatingIfNeeded: noise.next()) }
    if width % 32 != 0 { words[words.count - 1] &= (1 << UInt32(width % 32)) - 1 }
    return PortValue(words: words)
  }

  @Test("All that carries words carries those of any width, in order", arguments: sizes)
  func carriers(width: Int, depth: Int) async throws {
    let simulate = try TestedSimulation(
      elaborate(Carriers(width: width, depth: depth), .strict))
    let words = (0..<60).map { Self.word($0, width: width) }
    let outputs =
      ["chain"] + (0..<2).map { "copies_\($0)" } + (0..<3).map { "merged_\($0)" }
    for (number, drive) in StreamDrive.allCases.enumerated() {
      let simulation = try await simulate(fill: .random(seed: UInt64(number)))
      try simulation.reset()
      for (index, output) in outputs.enumerated() {
        try simulation.pace(output, drive.pace(.output, seed: UInt64(index)))
      }
      try simulation.pace("input", drive.pace(.input, seed: 7))
      try simulation.send("input", words.map { [$0] })
      for output in outputs {
        let times = output.hasPrefix("merged") ? 2 : 1
        let items = try simulation.receive(output, times * words.count, limit: 6000)
        // Both inputs of an arbiter give every word, and keep its order.
        let expected = times == 1 ? words : words.flatMap { [$0, $0] }
        let got = items.map { $0.fields[0] }
        if output.hasPrefix("merged") {
          let counts = Dictionary(grouping: got, by: { $0 }).mapValues(\.count)
          #expect(counts == Dictionary(grouping: expected, by: { $0 }).mapValues(\.count))
        } else {
          #expect(difference(got, expected) == nil, "\(drive), \(output)")
        }
      }
    }
  }

  @Test("All that stores words stores those of any width", arguments: sizes)
  func stores(width: Int, depth: Int) async throws {
    let bench = try await Bench(
      Stores(width: width, depth: depth), pulses: ["writes", "reads", "is_last"])
    var expected: Int?
    func step(_ inputs: [String: Int]) throws {
      try bench.set(inputs.merging(["expected": expected ?? 0]) { $1 })
      for unit in 0..<4 where expected != nil {
        #expect(bench["is_right_\(unit)"] == 1, "unit \(unit), cycle \(bench.cycle)")
      }
      try bench.simulation.step()
    }
    for round in 0..<5 {
      for name in ["writes", "reads"] {
        for address in 0..<depth {
          let seed = 1000 * round + address
          try step([
            name: 1, "address": address, "seed": seed, "bank": round % 2,
            "is_last": address == depth - 1 ? 1 : 0,
          ])
          expected = name == "reads" ? seed : nil
        }
      }
      try step([:])
      expected = nil
    }
  }

  /// Small numbers for wide fields, both signs and the extremes of an `Int` of 40 bits.
  private static func numbered(_: String, _ items: [[Int]]) -> [[Int]]? {
    var noise = TestRandom(seed: 4)
    return items.map { $0.map { _ in noise.integer(1...(1 << 40) - 1) } }
  }

  private func computes(
    _ stage: @autoclosure () -> some StreamStage, _ function: ([Int]) -> [Int]
  ) async throws {
    try await verifyStreams(of: stage(), items: 30, shape: Self.numbered) { run in
      let sent = (run.sent["input"] ?? []).map { $0.map { $0.integer ?? 0 } }
      return run.gives("output", sent.map { function($0).map { PortValue($0) } })
    }
  }

  @Test("All that computes does so with wide numbers", arguments: [48, 128, 512])
  func computing(bits: Int) async throws {
    try await computes(AdderTree(count: 3, .signed(bits))) { [$0.reduce(0, +)] }
    try await computes(MaximumTree(count: 3, .unsigned(bits))) { [$0.max() ?? 0] }
    // Verilator 5.006 multiplies no more than 512 bits.
    try await computes(
      Requantizer(lanes: 1, bits: min(bits, 480), multiplierBits: 48, shift: 44, resultBits: bits)
    ) { fields in
      let (high, low) = fields[0].multipliedFullWidth(by: fields[1])
      let product = Int(low >> 44) | high << 20
      return [product + Int(low >> 43 & 1)]
    }
    try await computes(PipelinedDivider(dividendBits: 48, divisorBits: bits)) {
      [$0[0] / $0[1], $0[0] % $0[1]]
    }
  }

  /// Saturates to more bits than an `Int` has.
  private final class Saturation: Module {
    let number = input(.signed(100))
    let count = input(.unsigned(100))
    let near = output(.signed(70))
    let less = output(.unsigned(64))
    var documentation: Documentation { Documentation("Wide saturation.") }
    var body: Behavior {
      near <== number.saturated(to: 70)
      less <== count.saturated(to: 64)
    }
  }

  @Test("Numbers are saturated to any width")
  func saturation() async throws {
    let simulation = try await TestedSimulation(elaborate(Saturation()))()
    func signed(_ words: [UInt32]) -> PortValue {
      PortValue(words: words, widthBits: 100, isSigned: true)
    }
    let ones = UInt32.max
    // The words of numbers around 2^69 and -2^69.
    let cases: [([UInt32], [UInt32])] = [
      ([ones, ones, 0x1f, 0], [ones, ones, 0x1f]), ([0, 0, 0x20, 0], [ones, ones, 0x1f]),
      ([ones, ones, ones, 7], [ones, ones, 0x1f]), ([7, 0, 0, 0], [7, 0, 0]),
      ([0, 0, 0xffff_ffe0, 15], [0, 0, 0x20]), ([ones, ones, 0xffff_ffdf, 15], [0, 0, 0x20]),
      ([5, 0, 0, 8], [0, 0, 0x20]), ([ones, ones, ones, 15], [ones, ones, 0x3f]),
    ]
    for (given, expected) in cases {
      try simulation.poke("number_i", signed(given))
      let near = try simulation.peek("near_o")
      #expect(
        near == PortValue(words: expected, widthBits: 70, isSigned: true), "\(given): \(near)")
    }
    for (given, expected) in [
      ([ones, ones, 0, 0], [ones, ones]), ([1, 2, 0, 0], [1, 2]),
      ([3, 0, 1, 0], [ones, ones]), ([3, 0, 0, 8], [ones, ones]),
    ] {
      try simulation.poke("count_i", PortValue(words: given))
      #expect(try simulation.peek("less_o") == PortValue(words: expected), "\(given)")
    }
  }

  @Test(
    "Divisions with the narrowest and with wide divisors",
    arguments: [(2, 1), (2, 33), (8, 128), (4, 512)])
  func divider(quotientBits: Int, divisorBits: Int) async throws {
    let last = divisorBits == 1 ? 1 : (1 << min(divisorBits, 20)) - 1
    let divisions = [1, last].flatMap { divisor in
      [0, divisor, (divisor << quotientBits) - 1].map {
        SerialDividerTests.Division(dividend: $0, divisor: divisor)
      }
    }
    let got = try await SerialDividerTests.run(
      divisions, quotientBits: quotientBits, divisorBits: divisorBits)
    let expected = SerialDividerTests.expected(divisions, quotientBits: quotientBits)
    #expect(difference(got, expected) == nil)
  }
}

/// Everything that carries words: in a chain, to several readers, and apart and together again.
private final class Carriers: Module {
  let width: Int
  let depth: Int
  let input: ReadyValid<Item>
  let chain: ReadyValid<Item>
  let copies: [ReadyValid<Item>]
  let merged: [ReadyValid<Item>]

  let entry: StreamFork<Item>
  let register: StreamRegister<Item>
  let skid: SkidBuffer<Item>
  let fifo: StreamFIFO<Item>
  let bypass: BypassFIFO<Item>
  let memory: MemoryFIFO<Item>
  let drop: DropFIFO<Item>
  let replay: ReplayFIFO<Item>
  let bridge: AsynchronousFIFO
  let up: StreamUpsizer<Item>
  let down: StreamDownsizer<Item>
  let multicast: MulticastFIFO<Item>
  let forks: [StreamFork<Item>]
  let fair: StreamArbiter<Item>
  let fixed: PriorityArbiter<Item>
  let weighted: WeightedArbiter<Item>

  init(width: Int, depth: Int) {
    self.width = width
    self.depth = depth
    let item = { (field: FieldMaker) in Item(field(.bits(width))) }
    input = .input(item)
    chain = .output(item)
    copies = (0..<2).map { _ in .output(item) }
    merged = (0..<3).map { _ in .output(item) }
    entry = StreamFork(width: width, count: 5)
    register = StreamRegister(width: width)
    skid = SkidBuffer(width: width)
    fifo = StreamFIFO(width: width, depth: depth)
    bypass = BypassFIFO(width: width, depth: depth)
    memory = MemoryFIFO(width: width, depth: depth)
    drop = DropFIFO(width: width, depth: depth)
    replay = ReplayFIFO(width: width, depth: depth)
    bridge = AsynchronousFIFO(width: width, depth: depth < 3 ? 2 : 4)
    up = StreamUpsizer(width: width, lanes: depth)
    down = StreamDownsizer(width: width, lanes: depth)
    multicast = MulticastFIFO(width: width, depth: depth, readers: 2)
    forks = (0..<3).map { _ in StreamFork(width: width, count: 2) }
    fair = StreamArbiter(width: width, count: 2)
    fixed = PriorityArbiter(width: width, count: 2)
    weighted = WeightedArbiter(width: width, weights: [2, 1])
  }

  var documentation: Documentation { Documentation("Everything that carries words.") }

  var body: Behavior {
    clock(bridge, [.source: .default, .sink: .default])
    entry.input <== input
    drop.commit <== 1
    drop.drop <== 0
    replay.commit <== 1
    replay.rewinds.valid <== 0
    let stored = replay(drop(memory(bypass(fifo(skid(register(entry.outputs[0])))))))
    bridge.input <== stored
    // Every word is a packet, so that the last one does not wait.
    let packets = bridge.output.map { Framed(item: $0, isLast: Signal(1, .bit)) }
    chain <== down(up(packets)).map { $0.item }
    multicast.input <== entry.outputs[1]
    copies <== multicast.outputs
    forks.map(\.input) <== Array(entry.outputs[2...])
    fair.inputs <== forks[0].outputs
    fixed.inputs <== forks[1].outputs
    weighted.inputs <== forks[2].outputs
    merged <== [fair.output, fixed.output, weighted.output]
  }
}

/// Everything that stores words: written and read in order, and compared.
private final class Stores: Module {
  let width: Int
  let depth: Int
  let writes = input(.bit)
  let reads = input(.bit)
  let isLast = input(.bit)
  let bank = input(.bit)
  let address: Signal
  let seed = input(.unsigned(32))
  let expected = input(.unsigned(32), "the seed of the word that was read in the cycle before")
  let isRight = (0..<4).map { _ in output(.bit) }

  let ring: WindowRing
  let double: DoubleBuffer
  let banked: BankedMemory
  let bytes: ByteMaskedMemory
  let place: Signal

  init(width: Int, depth: Int) {
    self.width = width
    self.depth = depth
    address = input(.unsigned(bitsToHold(depth - 1)))
    ring = WindowRing(.bits(width), depth: depth)
    double = DoubleBuffer(.bits(width), depth: depth)
    banked = BankedMemory(.bits(width), depth: depth, banks: 2, ports: 1)
    bytes = ByteMaskedMemory(bytes: max(1, width / 8), depth: depth)
    place = register(ring.first.type, reset: 0, "of the word that is read next")
  }

  var documentation: Documentation { Documentation("Everything that stores words.") }

  /// A word of which all parts follow from the seed.
  private func word(_ seed: Signal, width: Int) -> Signal {
    let lanes = (0..<max(1, (width + 31) / 32)).map { seed.rotatedLeft(by: $0 % 31).asBits }
    return concatenate(lanes).truncated(to: width)
  }

  var body: Behavior {
    let given = wire("given", word(seed, width: width))
    let wanted = wire("wanted", word(expected, width: width))
    inRing(given)
    isRight[0] <== (ring.words[0] == wanted)
    inHalves(given)
    isRight[1] <== (double.word == wanted)
    banked.write
      <== BankedWrite(
        enable: writes, place: BankedAddress(bank: bank.asUnsigned, address: address), word: given)
    banked.reads[0]
      <== BankedRead(
        enable: reads, place: BankedAddress(bank: bank.asUnsigned, address: address))
    isRight[2] <== (banked.words[0] == wanted)
    let byteCount = bytes.word.width / 8
    bytes.write
      <== MaskedWrite(
        enable: writes, address: address, word: word(seed, width: 8 * byteCount),
        mask: Signal(1, .bit).replicated(byteCount))
    bytes.read <== ReadRequest(enable: reads, address: address)
    isRight[3] <== (bytes.word == word(expected, width: 8 * byteCount))
  }

  @HardwareBuilder private func inRing(_ word: Signal) -> Behavior {
    ring.input.valid <== writes
    ring.input.payload.data <== word
    ring.reads[0].valid <== reads
    ring.reads[0].payload.data <== place
    ring.releases <== reads.asUnsigned
    when(reads) { place <== ring.next(place) }
  }

  @HardwareBuilder private func inHalves(_ word: Signal) -> Behavior {
    double.writes.valid <== writes
    double.writes.payload.item <== WordWrite(address: address, word: word)
    double.writes.payload.isLast <== isLast
    double.reads.valid <== reads
    double.reads.payload.item.data <== address
    double.reads.payload.isLast <== isLast
  }
}
