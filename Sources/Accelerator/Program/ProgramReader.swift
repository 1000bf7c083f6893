import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Takes the instructions of a program one by one and tells the other parts what they say, or what
/// is wrong with one; no instruction behind that is looked at.
final class ProgramReader: Module {
  /// What may come next.
  enum Phase: HardwareEnum {
    case idle, begin, index, firstUnit, unit, ended, refused
  }

  let start = input(.bit, "a program begins")
  let instructions: ReadyValid<Item>
  let isOver = input(.bit, "no instruction follows that is not there")
  let isFree = input(.bit, "one more unit may begin")
  let dataBase: Signal

  let index: Valid<IndexStart>
  let chunks: Signal
  let features: Signal
  let units: Valid<UnitWrite>
  let heads: Valid<HeadWrite>
  /// Loads of queries and keys, and weights for those behind them; and what is asked for.
  let codes: ReadyValid<CodeCommand>
  let codeAsks: ReadyValid<LoadAsk>
  let values: ReadyValid<LoadPlaces>
  let valueAsks: ReadyValid<LoadAsk>
  let isEnded = output(.bit, "END was read")
  let rows = output(.unsigned(AcceleratorConfiguration.countBits), "of the program")
  let fault: Valid<ProgramFault>

  let phase = StateRegister(reset: Phase.idle)
  let hasRead = register(.bit, reset: 0, "an instruction is read")
  let read = ReadInstruction(.dataRegister())
  let readPlaces: Signal
  let readRows: Signal
  let hasNext = register(.bit, reset: 0, "an instruction is next")
  let next = ReadInstruction(.dataRegister())
  let reach: InstructionReach
  let unit: UnitState
  let loadSize: LoadSizeCheck
  let nextTag: Signal
  let number = dataRegister(
    .unsigned(AcceleratorConfiguration.countBits), "of the next instruction")
  let heldSlots = dataRegister(.unsigned(AcceleratorConfiguration.countBits))
  let heldRows = dataRegister(.unsigned(AcceleratorConfiguration.countBits))
  let heldChunks: Signal
  let heldFeatures: Signal
  /// How long the next instruction has been there, until the size of a load is known.
  let age = register(.unsigned(bitsToHold(LoadSizeCheck.cycles)), reset: 0)
  let isAsked = register(.bit, reset: 0, "the load that is next is asked for")
  let hasLoad = register(.bit, reset: 0, "the unit has a load")
  let isPlaced = register(.bit, reset: 0, "the load that is next has its places")

  let isReading = wire(.bit)
  let leaves = wire(.bit, "the instruction that is next is done")
  let code = wire(.unsigned(RunFault.bits), "of the rule that it breaks, or 0")
  let isRight = wire(.bit, "it is there and breaks none")

  let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    instructions = .input(.bits(8 * Instruction.bytes))
    dataBase = input(.unsigned(configuration.port.addressBits), "from which offsets count")
    index = Valid(.output()) { IndexStart($0) }
    chunks = output(.unsigned(configuration.chunkCountBits), "of a head, in all units")
    features = output(
      configuration.lastFeatures, "of a head in its last chunk; 0 for all of a word")
    units = Valid(.output()) { UnitWrite($0, configuration) }
    heads = Valid(.output()) { HeadWrite($0, configuration) }
    codes = .output { CodeCommand($0, configuration) }
    codeAsks = .output { LoadAsk($0, configuration) }
    values = .output { LoadPlaces($0, configuration) }
    valueAsks = .output { LoadAsk($0, configuration) }
    fault = Valid(.output()) { ProgramFault($0) }
    readPlaces = dataRegister(
      .unsigned(ReadInstruction.placesBits(configuration)),
      "of a UNIT: from its first place to behind its last head")
    readRows = dataRegister(
      .unsigned(ReadInstruction.rowsBits(configuration)), "of a UNIT: tokens of all its heads")
    reach = InstructionReach(.dataRegister(), configuration)
    unit = UnitState(.dataRegister(), configuration)
    loadSize = LoadSizeCheck(.dataRegister(), configuration)
    nextTag = register(.unsigned(AcceleratorConfiguration.tagBits), reset: 0)
    heldFeatures = dataRegister(features.type)
    heldChunks = dataRegister(.unsigned(configuration.chunkCountBits))
  }

  var moduleName: String { configuration.name + "_program_reader" }

  var documentation: Documentation {
    Documentation(
      "Tells the other parts what the instructions of a program say, or what is wrong with one.",
      latency: [
        .cycles(3, from: instructions, to: fault.valid),
        .sentence("what an instruction says is seen 2 cycles after it was accepted"),
      ],
      throughput: [
        .sentence(
          "one instruction every cycle, a load every \(LoadSizeCheck.cycles + 1), where the parts "
            + "take what it says")
      ],
      reset: [
        .sentence("no program has begun"),
        .value(
          0, of: index.valid, units.valid, heads.valid, codes.valid, codeAsks.valid, values.valid,
          valueAsks.valid, fault.valid, isEnded),
      ],
      combinationalPaths: [
        .path(from: isFree, to: units.valid, instructions.ready),
        .path(
          from: codes.ready, codeAsks.ready, values.ready, valueAsks.ready,
          to: instructions.ready),
      ])
  }

  var body: Behavior {
    stages
    rules
    phases
    unitMeaning
    loadMeaning
  }

  /// Whether the instruction that is next is there, and right.
  func does(_ opcode: Opcode) -> Signal { isRight && opcode.isThat(of: next.word) }

  @HardwareBuilder private var stages: Behavior {
    section("An instruction is read and checked, and what it says is added up")
    isReading <== (phase != .idle && phase != .refused)
    let nextIsFree = wire("nextIsFree", !hasNext || leaves)
    let readIsFree = wire("readIsFree", !hasRead || nextIsFree)
    instructions.ready <== (readIsFree && isReading)
    let word = instructions.payload.data
    when(instructions.fires) {
      read <== ReadInstruction(word: word, code: code(of: word))
      readPlaces <== stride(tokens(of: word)) * heads(of: word)
      readRows <== tokens(of: word) * heads(of: word)
    }
    when(readIsFree) { hasRead <== instructions.valid }
    when(nextIsFree) {
      hasNext <== hasRead
      next <== read
      reach <== reached
      age <== 0
    }.elseWhen(age != .number(LoadSizeCheck.cycles)) { age <== age &+ 1 }
    loadSize <== LoadSizeCheck(of: next.word, unit, chunks: heldChunks, configuration, loadSize)
    when(!isReading) {
      hasRead <== 0
      hasNext <== 0
    }
    let hasLeft = delayed("hasLeft", leaves && !start, reset: 0)
    when(start) { number <== 0 }
      .elseWhen(hasLeft) { number <== number &+ 1 }
  }

  /// The rule that an instruction breaks by itself.
  private func code(of word: Signal) -> Signal {
    let rules = InstructionCheck(configuration, of: word).rules
    let none = Signal(0, .unsigned(RunFault.bits))
    return rules.reversed().reduce(none) { code, rule in
      mux(rule.isBroken, .number(rule.rule.rawValue), code)
    }
  }

  private func tokens(of word: Signal) -> Signal {
    Opcode.unit.field("tokens", of: word, to: configuration.tokenCountBits)
  }

  private func heads(of word: Signal) -> Signal {
    Opcode.unit.field("heads", of: word, to: bitsToHold(configuration.capacity.heads))
  }

  /// Places from a head to the next, by the tokens of a head: an odd number where several heads
  /// are decoded at once, so that their words are in different banks.
  func stride(_ tokens: Signal) -> Signal {
    let isOdd = configuration.decoder.heads > 1
    return (isOdd ? concatenate(tokens[1...], Signal(1, .bit)).asUnsigned : tokens)
      .extended(to: configuration.tokenCountBits + 1)
  }

  /// Where what an instruction speaks of ends.
  private var reached: InstructionReach {
    let bits = reach.keys.width
    func end(_ name: String) -> Signal {
      Opcode.unit.field(name, of: read.word, to: bits) &+ readPlaces.extended(to: bits)
    }
    let load = Opcode.load
    return InstructionReach(
      keys: end("keyPlace"), values: end("valuePlace"), queries: end("queryPlace"),
      rows: readRows,
      tokens: load.field("firstToken", of: read.word) + load.field("tokens", of: read.word),
      address: partedSum(
        "reachedAddress", dataBase,
        load.field("offset", of: read.word, to: configuration.port.addressBits)
      ).truncated(to: configuration.port.addressBits))
  }
}
