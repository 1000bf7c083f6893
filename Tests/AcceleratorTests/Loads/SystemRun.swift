import AttentionSpec
import SimulationInterface
import TestSupport

@testable import Accelerator

/// Units of work that are given, loaded, read and done with, one after the other.
struct SystemRun {
  typealias Kind = OperandSystemTests.Kind
  typealias Unit = OperandSystemTests.Unit

  /// A word that has arrived and is still to be read.
  private struct Unread {
    var word: PlacedWord
    /// When it arrived.
    var cycle: Int
  }

  /// A word that is read in a cycle, and by which port.
  private struct Read {
    var port: String
    var word: PlacedWord
  }

  let simulation: any Simulator
  private let configuration: AcceleratorConfiguration
  private let units: [Unit]
  private var noise: TestRandom
  /// For codes and for values.
  private var outside: [OperandSystemTests.Outside] = [.init(), .init()]
  private var given = 0
  /// Of each unit, by kind.
  private var arrived: [[Int]]
  private var unread: [[[Unread]]]
  /// Units that are done with, by kind: as many as the progress says.
  private var done = Kind.allCases.map { _ in 0 }
  /// Words that were read in the cycle in which they had arrived.
  private(set) var readAtOnce = 0

  init(_ configuration: AcceleratorConfiguration, units count: Int, seed: UInt64) async throws {
    self.configuration = configuration
    var noise = TestRandom(seed: seed)
    units = (0..<count).map { Unit(configuration, number: $0, noise: &noise) }
    arrived = units.map { _ in Kind.allCases.map { _ in 0 } }
    unread = units.map { _ in Kind.allCases.map { _ in [] } }
    self.noise = noise
    simulation = try await AcceleratorTests.simulation(
      of: OperandSystem(configuration), seed: seed)
    for kind in Kind.allCases { try simulation.poke(kind.progress, 0) }
    try simulation.pace("code_commands", .random(pausing: 0.2, seed: seed))
    try simulation.pace("code_requests", .random(pausing: 0.3, seed: seed))
    try simulation.pace("value_requests", .random(pausing: 0.3, seed: seed + 1))
  }

  var isOver: Bool { done.allSatisfy { $0 == units.count } }

  /// One cycle.
  ///
  /// - Returns: What is wrong.
  mutating func step() throws -> String? {
    if let mistake = noteArrivals() { return mistake }
    let begins = try give()
    for name in ["code_counts", "value_counts"] {
      try simulation.poke("\(name)_clear_valid_i", begins == nil ? 0 : 1)
      try simulation.poke("\(name)_clear_data_i", PortValue(begins ?? 0))
    }
    let reads = try read()
    try answer()
    try simulation.step(1)
    for read in reads {
      let lines = try (0..<configuration.linesPerElement).map {
        try simulation.peek("\(read.port)_words_\($0)_o")
      }
      let got = features(ofLines: lines, macs: configuration.array.macsPerLine)
      guard got == read.word.features else { return "\(read.port) reads \(got), not \(read.word)" }
    }
    for name in ["code_beats", "value_beats"] where try simulation.pending(name) > 0 {
      return "\(name) waits: more was asked for than there is room"
    }
    try finish()
    return nil
  }

  /// Gives the next unit when that three before it is done with: its loads wait for that two
  /// before.
  ///
  /// - Returns: The tag that begins.
  private mutating func give() throws -> Int? {
    guard given < units.count, done.allSatisfy({ $0 + 3 > given }) else { return nil }
    let unit = units[given]
    given += 1
    for (side, decoders) in unit.decoders.enumerated() {
      for (head, decoder) in decoders.enumerated() {
        let items = decoder.items(isKeys: side == 1, head: head)
        try simulation.send("code_commands", CodeChannelTests.commands(items))
      }
    }
    // Those of a kind in their order, and the kinds in any.
    var rest = unit.loads
    while rest.contains(where: { !$0.isEmpty }) {
      let kind = noise.integer(0...2)
      if rest[kind].isEmpty { continue }
      try send(rest[kind].removeFirst(), Kind.allCases[kind], unit)
    }
    return unit.tag
  }

  private mutating func send(_ load: BenchLoad, _ kind: Kind, _ unit: Unit) throws {
    let bytes = load.bytes(configuration, noise: &noise)
    let channel = kind == .values ? 1 : 0
    let address = outside[channel].place(bytes, beat: configuration.beatBytes)
    let waits = unit.number >= 2
    let ask = [
      address, bytes.count, waits ? kind.wait.encoding : 0, waits ? unit.number - 1 : 0,
    ].map { PortValue($0) }
    if kind == .values {
      try simulation.send("value_asks", [ask])
      try simulation.send("value_loads", [load.fields(configuration)])
    } else {
      try simulation.send("code_asks", [ask])
      let command = CodeChannelTests.fields(load, configuration, noise: &noise)
      try simulation.send("code_commands", [command])
    }
  }

  private mutating func noteArrivals() -> String? {
    for number in max(0, given - 3)..<given {
      for kind in Kind.allCases {
        let (words, before) = (units[number].words[kind.rawValue], arrived[number][kind.rawValue])
        let count = simulation[kind.count + "_\(units[number].tag)_o"]
        guard (before...words.count).contains(count) else {
          return "\(kind) of unit \(number): \(count) arrived of \(words.count), after \(before)"
        }
        arrived[number][kind.rawValue] = count
        unread[number][kind.rawValue] += words[before..<count].flatMap { $0 }.map {
          Unread(word: $0, cycle: simulation.cycle)
        }
      }
    }
    return nil
  }

  /// Sets the inputs of the reads of this cycle.
  private mutating func read() throws -> [Read] {
    var reads: [Read] = []
    let query = next([.queries])
    try simulation.poke("query_enable_i", query == nil ? 0 : 1)
    if let query {
      try simulation.poke("query_place_i", PortValue(query.place))
      try simulation.poke("query_chunk_i", PortValue(query.chunk))
      reads.append(Read(port: "query", word: query))
    }
    var banks: Set<Int> = []
    for element in 0..<configuration.array.elements {
      let port = "read_\(element)"
      let word = next([.keys, .values], notIn: banks)
      try simulation.poke(port + "_enable_i", word == nil ? 0 : 1)
      guard let word else { continue }
      let (bank, row) = (
        word.place % configuration.memory.banks, word.place / configuration.memory.banks
      )
      banks.insert(bank)
      try simulation.poke(port + "_bank_i", PortValue(bank))
      try simulation.poke(
        port + "_address_i", PortValue((row << configuration.chunkBits) + word.chunk))
      reads.append(Read(port: port, word: word))
    }
    return reads
  }

  /// Takes a word that is to be read: one that has just come, or any.
  private mutating func next(_ kinds: [Kind], notIn banks: Set<Int> = []) -> PlacedWord? {
    let kind = kinds[noise.integer(0...kinds.count - 1)].rawValue
    let number = noise.integer(max(0, given - 3)...max(0, given - 1))
    let words = unread[number][kind]
    guard !words.isEmpty else { return nil }
    let index = noise.oneIn(2) ? words.count - 1 : noise.integer(0...words.count - 1)
    guard !banks.contains(words[index].word.place % configuration.memory.banks) else { return nil }
    readAtOnce += words[index].cycle == simulation.cycle ? 1 : 0
    return unread[number][kind].remove(at: index).word
  }

  private mutating func answer() throws {
    for (channel, name) in ["code", "value"].enumerated() {
      for item in try simulation.received(name + "_requests") {
        outside[channel].answer(
          item.fields.map { $0.integer ?? -1 }, at: simulation.cycle, configuration,
          noise: &noise)
      }
      if let beat = outside[channel].beat(at: simulation.cycle) {
        try simulation.send(name + "_beats", [beat])
      }
    }
  }

  /// Lets the array go on where all words of a unit were read.
  private mutating func finish() throws {
    for kind in Kind.allCases {
      let number = done[kind.rawValue]
      guard number < given, noise.oneIn(20), unread[number][kind.rawValue].isEmpty,
        arrived[number][kind.rawValue] == units[number].words[kind.rawValue].count
      else { continue }
      done[kind.rawValue] += 1
      try simulation.poke(kind.progress, PortValue(done[kind.rawValue]))
    }
  }
}

extension OperandSystemTests.Kind {
  /// Queries wait for rows, keys for slots of scores, values for slots of outputs.
  var wait: LoadWait {
    switch self {
    case .queries: .rows
    case .keys: .scoreSlots
    case .values: .outputSlots
    }
  }

  /// The input that says how far the array has come.
  fileprivate var progress: String {
    switch self {
    case .queries: "progress_rows_i"
    case .keys: "progress_score_slots_i"
    case .values: "progress_output_slots_i"
    }
  }

  /// The output that counts tokens, without the tag.
  fileprivate var count: String {
    switch self {
    case .queries: "code_counts_arrived_0_count"
    case .keys: "code_counts_arrived_1_count"
    case .values: "value_counts_arrived_0_count"
    }
  }
}
