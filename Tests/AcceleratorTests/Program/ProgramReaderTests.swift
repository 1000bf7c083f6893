import AttentionSpec
import BenchSupport
import HardwareDSL
import HardwareIR
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

/// A reader with what it has said so far.
struct ReaderRun {
  let simulation: any Simulator
  private(set) var meaning: ProgramMeaning
  private(set) var faults: [[Int]] = []
  static let dataBase = 0x12_3456_7800
  static let streams = ["codes", "code_asks", "values", "value_asks"]

  static func circuit(_ configuration: AcceleratorConfiguration) throws -> Circuit {
    var circuit = try elaborate(ProgramReader(configuration), .strict)
    let ports = circuit.top.ports.map(\.name)
    for name in ["index", "units", "heads", "fault"] {
      let data = ports.filter {
        $0.hasPrefix(name + "_") && $0.hasSuffix("_o") && $0 != "\(name)_valid_o"
      }
      circuit.taps.append(Tap(name: name, valid: "\(name)_valid_o", data: data))
    }
    return circuit
  }

  init(_ configuration: AcceleratorConfiguration, pausing: Double, seed: UInt64) async throws {
    simulation = try await TestedSimulation(Self.circuit(configuration))(fill: .random(seed: seed))
    meaning = ProgramMeaning([], configuration, dataBase: 0, firstTag: 0)
    try simulation.reset()
    for (number, stream) in (Self.streams + ["instructions"]).enumerated() {
      try simulation.pace(
        stream, .random(pausing: pausing, seed: seed &* 8 &+ UInt64(number)))
    }
    for stream in Self.streams { _ = try simulation.received(stream) }
    try simulation.poke("data_base_i", PortValue(Self.dataBase))
    try simulation.poke("is_free_i", 1)
    try simulation.poke("start_i", 0)
    try simulation.poke("is_over_i", 0)
  }

  /// Runs a program, with units that find no room in some cycles.
  mutating func run(_ words: [[UInt8]], isFree: Int, _ noise: inout TestRandom) throws {
    try simulation.poke("start_i", 1)
    try simulation.step()
    try simulation.poke("start_i", 0)
    try simulation.poke("is_over_i", 0)
    try simulation.send("instructions", words.map { [PortValue(bytes: $0)] })
    let before = faults.count
    var rest = 30
    while rest > 0 {
      try MutantRun.current?.count()
      try simulation.poke("is_free_i", PortValue(noise.chance(perMille: isFree) ? 1 : 0))
      try simulation.step()
      if try simulation.pending("instructions") == 0 {
        try simulation.poke("is_over_i", 1)
        rest -= 1
      }
      faults += try simulation.tap("fault").map { $0.fields.map { $0.integer ?? -1 } }
      if faults.count > before { rest = min(rest - 1, 20) }
    }
    try take()
  }

  private mutating func take() throws {
    func fields(_ items: [StreamItem]) -> [[Int]] {
      items.map { $0.fields.map { $0.integer ?? -1 } }
    }
    meaning.index += fields(try simulation.tap("index"))
    meaning.units += fields(try simulation.tap("units"))
    meaning.heads += fields(try simulation.tap("heads"))
    for item in fields(try simulation.received("codes")) {
      meaning.codeOrder.append(item[0] == 1)
      if item[0] == 1 {
        meaning.weights.append(Array(item[1..<10]))
      } else {
        meaning.codeLoads.append(Array(item[10...]))
      }
    }
    meaning.codeAsks += fields(try simulation.received("code_asks"))
    meaning.values += fields(try simulation.received("values"))
    meaning.valueAsks += fields(try simulation.received("value_asks"))
  }
}

@Suite("Program reader", .simulated)
struct ProgramReaderTests {
  static let kinds: [(decoderHeads: Int, headDimension: Int)] = [(1, 8), (2, 24)]

  static func configuration(_ kind: Int) -> AcceleratorConfiguration {
    RandomProgram.configuration(
      decoderHeads: kinds[kind].decoderHeads, headDimension: kinds[kind].headDimension)
  }

  @Test(
    "Every instruction says to its part what it means, at any pace", .simulatedInAll,
    arguments: kinds.indices)
  func meaning(kind: Int) async throws {
    let configuration = Self.configuration(kind)
    var noise = TestRandom(seed: UInt64(kind) + 7)
    for pausing in [0, 0.4] {
      var run = try await ReaderRun(configuration, pausing: pausing, seed: UInt64(kind))
      var expected = run.meaning
      var units = 0
      for _ in 0..<12 {
        let program = RandomProgram(configuration, units: noise.integer(0...6), &noise)
        let meaning = ProgramMeaning(
          program.instructions, configuration, dataBase: ReaderRun.dataBase, firstTag: units % 4)
        expected.add(meaning)
        units += meaning.units.count
        try run.run(
          program.instructions.map { try $0.encoded() }, isFree: pausing == 0 ? 1000 : 300, &noise)
        #expect(run.faults == [])
        #expect(try run.simulation.peek("is_ended_o") == 1)
        #expect(run.meaning == expected)
        guard case .begin(let begin) = program.instructions[0] else { return }
        #expect(try run.simulation.peek("chunks_o") == PortValue(begin.chunks))
        #expect(try run.simulation.peek("rows_o") == PortValue(begin.rows))
        #expect(try run.simulation.peek("features_o") == PortValue(begin.features))
      }
    }
  }

  @Test(
    "An instruction is taken every cycle, a load every 4, and says what it means 2 cycles later",
    arguments: kinds.indices)
  func rate(kind: Int) async throws {
    let configuration = Self.configuration(kind)
    var noise = TestRandom(seed: 3)
    let run = try await ReaderRun(configuration, pausing: 0, seed: 1)
    let program = RandomProgram(configuration, units: 4, &noise)
    try run.simulation.poke("start_i", 1)
    try run.simulation.step()
    try run.simulation.poke("start_i", 0)
    try run.simulation.send(
      "instructions", program.instructions.map { [PortValue(bytes: try $0.encoded())] })
    let items = try run.simulation.receive(
      "instructions", program.instructions.count, limit: 200)
    // Those that are done when the last one is taken.
    let loads = program.instructions.dropLast(2).count { $0.opcode == .load }
    #expect(items[items.count - 1].cycle - items[0].cycle == items.count - 1 + 3 * loads)
    // Weights that no load is in front of.
    let decoders = program.instructions.indices.filter {
      program.instructions[$0].opcode == .decoder
    }
    let number = try #require(
      decoders.firstIndex { place in
        !program.instructions[place - 2..<place].contains { $0.opcode == .load }
      })
    let weights = try run.simulation.received("codes").filter { $0.fields[0] == 1 }
    #expect(weights[number].cycle - items[decoders[number]].cycle == 2)
  }
}

@Suite("Bad programs at the reader", .simulated)
struct BadProgramTests {
  /// Expects that a program is refused where it is bad, and that all before is as ever.
  private func expect(
    _ bad: BadProgram, of program: RandomProgram, _ configuration: AcceleratorConfiguration,
    _ name: String, _ noise: inout TestRandom
  ) async throws {
    var run = try await ReaderRun(configuration, pausing: 0.2, seed: UInt64(bad.number))
    try run.run(bad.words, isFree: 500, &noise)
    #expect(run.faults == [[bad.rule.rawValue, bad.number]], "\(name)")
    #expect(try run.simulation.peek("is_ended_o") == 0, "\(name)")
    // Of a program without BEGIN nothing means anything.
    let isInFront = bad.number < 2
    let before = isInFront ? [] : Array(program.instructions[..<bad.number])
    let expected = ProgramMeaning(
      before, configuration, dataBase: ReaderRun.dataBase, firstTag: 0)
    #expect(run.meaning == expected, "\(name)")
  }

  @Test("Each rule of programs has its number, and the instruction", arguments: 0..<2)
  func rules(kind: Int) async throws {
    let configuration = ProgramReaderTests.configuration(kind)
    var noise = TestRandom(seed: UInt64(kind) + 70)
    for slip in BadProgram.slips(configuration) {
      var tried = 0
      while tried < 4 {
        let program = RandomProgram(configuration, units: noise.integer(1...4), &noise)
        guard let bad = try BadProgram(slip, program, &noise) else { continue }
        try await expect(bad, of: program, configuration, slip.name, &noise)
        tried += 1
      }
    }
  }

  @Test(
    "Bits that no field has, and opcodes that there are not, are refused", arguments: 0..<2)
  func bits(kind: Int) async throws {
    let configuration = ProgramReaderTests.configuration(kind)
    var noise = TestRandom(seed: 9)
    for trial in 0..<60 {
      let program = RandomProgram(configuration, units: noise.integer(1...3), &noise)
      let number = noise.integer(0...program.instructions.count - 1)
      let bad =
        trial % 2 == 0
        ? try BadProgram(program, unusedBitOf: number, &noise)
        : try BadProgram(program, opcode: noise.integer(7...15), of: number)
      try await expect(bad, of: program, configuration, "trial \(trial)", &noise)
    }
  }

  @Test("The lowest and the highest bit that an opcode does not have are refused")
  func ends() async throws {
    let configuration = ProgramReaderTests.configuration(1)
    var noise = TestRandom(seed: 29)
    var opcodes: Set<Opcode> = []
    while opcodes.count < Opcode.allCases.count {
      let program = RandomProgram(configuration, units: 4, &noise)
      for (number, instruction) in program.instructions.enumerated()
      where opcodes.insert(instruction.opcode).inserted {
        for end in 0...1 {
          let bad = try BadProgram(program, endOfUnusedBits: end, of: number)
          try await expect(bad, of: program, configuration, instruction.opcode.name, &noise)
        }
      }
    }
  }

  @Test("What stands behind END is dropped, and the next program is as ever")
  func behind() async throws {
    let configuration = ProgramReaderTests.configuration(1)
    var noise = TestRandom(seed: 39)
    var run = try await ReaderRun(configuration, pausing: 0, seed: 1)
    var expected = run.meaning
    for trial in 0..<4 {
      let program = RandomProgram(configuration, units: 1, &noise)
      let words = try program.instructions.map { try $0.encoded() }
      let rest = (0..<trial * 3).map { _ in
        (0..<16).map { _ in UInt8(truncatingIfNeeded: noise.next()) }
      }
      try run.run(words + words + rest, isFree: 1000, &noise)
      expected.add(
        ProgramMeaning(
          program.instructions, configuration, dataBase: ReaderRun.dataBase, firstTag: trial % 4))
      #expect(run.faults == [])
      #expect(run.meaning == expected)
      #expect(try run.simulation.peek("is_ended_o") == 1)
    }
  }

  @Test("After a program that is refused, a start begins anew", arguments: 0..<2)
  func startsAgain(kind: Int) async throws {
    let configuration = ProgramReaderTests.configuration(kind)
    var noise = TestRandom(seed: 19)
    var run = try await ReaderRun(configuration, pausing: 0, seed: 1)
    try run.run([Array(repeating: 0, count: 16)], isFree: 1000, &noise)
    #expect(run.faults == [[ProgramRule.order.rawValue, 0]])
    let program = RandomProgram(configuration, units: 3, &noise)
    try run.run(program.instructions.map { try $0.encoded() }, isFree: 1000, &noise)
    #expect(run.faults.count == 1)
    #expect(
      run.meaning
        == ProgramMeaning(
          program.instructions, configuration, dataBase: ReaderRun.dataBase, firstTag: 0))
  }
}

extension ProgramMeaning {
  mutating func add(_ other: ProgramMeaning) {
    index += other.index
    units += other.units
    heads += other.heads
    weights += other.weights
    codeOrder += other.codeOrder
    codeLoads += other.codeLoads
    codeAsks += other.codeAsks
    values += other.values
    valueAsks += other.valueAsks
  }
}

extension PortValue {
  /// A word whose first byte is the lowest.
  init(bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    let words = stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<min(start + 4, bytes.count)].reversed().reduce(UInt32(0)) {
        $0 << 8 | UInt32($1)
      }
    }
    self.init(words: words, widthBits: 8 * bytes.count, isSigned: false)
  }
}
