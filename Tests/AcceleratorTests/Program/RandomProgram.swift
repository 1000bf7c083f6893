import AttentionSpec
import TestSupport

@testable import Accelerator

/// Programs that keep to all rules that a reader checks, and what they say.
struct RandomProgram {
  var instructions: [Instruction] = []

  static func configuration(decoderHeads: Int, headDimension: Int) -> AcceleratorConfiguration {
    AcceleratorConfiguration(
      name: "reader_h\(decoderHeads)_d\(headDimension)",
      array: ArrayShape(lines: 4, macsPerLine: 4, elements: 2),
      capacity: Capacity(
        tokens: 40, headDimension: headDimension, heads: 5),
      memory: MemoryShape(banks: 4, queries: 128, keys: 256, values: 192),
      decoder: DecoderShape(codes: 2, heads: decoderHeads, codesMax: 8),
      port: PortShape(dataBits: 128, addressBits: 40, burstBytes: 64, writes: 8))
  }

  init(_ configuration: AcceleratorConfiguration, units: Int, _ noise: inout TestRandom) {
    var begin = Instruction.Begin()
    begin.version = Instruction.version
    begin.features = noise.integer(0...configuration.featuresPerCycle)
    begin.chunks = noise.integer(1...configuration.chunksMax)
    begin.slots = noise.integer(1...0xffff_ffff)
    begin.rows = noise.integer(1...0xffff_ffff)
    var index = Instruction.Index()
    index.slotsOffset = noise.integer(0...0xfff_ffff) * configuration.beatBytes
    index.rowsOffset = noise.integer(0...0xfff_ffff) * configuration.beatBytes
    instructions = [.begin(begin), .index(index)]
    for _ in 0..<units {
      add(Self.unit(configuration, &noise), chunks: begin.chunks, configuration, &noise)
    }
    instructions.append(.end)
  }

  /// A unit that ends, in a third of the cases, with the last place of a memory.
  private static func unit(
    _ configuration: AcceleratorConfiguration, _ noise: inout TestRandom
  ) -> Instruction.Unit {
    var unit = Instruction.Unit()
    unit.heads = noise.integer(1...configuration.capacity.heads)
    let memory = configuration.memory
    let limit = min(configuration.capacity.tokens, memory.queries / unit.heads - 1)
    unit.tokens = noise.oneIn(4) ? limit : noise.integer(1...limit)
    unit.codes = noise.oneIn(3) ? 0 : noise.integer(1...configuration.decoder.codesMax)
    unit.rows =
      noise.oneIn(3) ? unit.tokens * unit.heads : noise.integer(1...unit.tokens * unit.heads)
    let places =
      stride(configuration, unit.tokens) * (unit.heads - 1) + unit.tokens
    func place(_ size: Int) -> Int {
      noise.oneIn(3) ? size - places : noise.integer(0...size - places)
    }
    unit.keyPlace = place(memory.keys)
    unit.valuePlace = memory.keys + place(memory.values)
    unit.queryPlace = place(memory.queries)
    unit.outputsOffset = noise.integer(0...0xfff_ffff) * configuration.wordBytes
    return unit
  }

  static func stride(_ configuration: AcceleratorConfiguration, _ tokens: Int) -> Int {
    configuration.decoder.heads > 1 ? tokens | 1 : tokens
  }

  private mutating func add(
    _ unit: Instruction.Unit, chunks: Int, _ configuration: AcceleratorConfiguration,
    _ noise: inout TestRandom
  ) {
    instructions.append(.unit(unit))
    for number in 0..<unit.heads {
      var head = Instruction.Head()
      head.head = number
      head.softmaxScale = noise.integer(1...NumberFormats.softmaxScaleMax)
      head.outputMultiplier = noise.integer(1...NumberFormats.outputMultiplierMax)
      instructions.append(.head(head))
    }
    for _ in 0..<noise.integer(0...6) {
      instructions.append(
        unit.codes > 0 && noise.chance(perMille: 500)
          ? .decoder(Self.decoder(unit, &noise))
          : .load(Self.load(configuration, unit, chunks: chunks, &noise)))
    }
  }

  private static func decoder(
    _ unit: Instruction.Unit, _ noise: inout TestRandom
  ) -> Instruction.Decoder {
    var decoder = Instruction.Decoder()
    decoder.keys = noise.integer(0...1)
    decoder.head = noise.integer(0...unit.heads - 1)
    decoder.group = noise.integer(0...(unit.codes - 1) / 4)
    decoder.weight0 = noise.integer(-128...127)
    decoder.weight1 = noise.integer(-128...127)
    decoder.weight2 = noise.integer(-128...127)
    decoder.weight3 = noise.integer(-128...127)
    decoder.shift = noise.integer(0...31)
    decoder.bias = noise.integer(-(1 << 23)...(1 << 23) - 1)
    return decoder
  }

  private static func load(
    _ configuration: AcceleratorConfiguration, _ unit: Instruction.Unit, chunks: Int,
    _ noise: inout TestRandom
  ) -> Instruction.Load {
    var load = Instruction.Load()
    load.memory = noise.integer(0...2)
    load.wait = noise.integer(0...3)
    load.count = noise.integer(0...0xff_ffff)
    load.offset = noise.integer(0...0xfff_ffff) * configuration.beatBytes
    load.firstToken = noise.integer(0...unit.tokens - 1)
    load.tokens = noise.integer(1...unit.tokens - load.firstToken)
    let words = load.memory == 2 || unit.codes == 0 ? unit.heads : unit.codes
    load.bytes = load.tokens * words * chunks * configuration.wordBytes
    return load
  }
}

/// What a reader is to say of a program, stream by stream: fields in their order.
struct ProgramMeaning: Equatable {
  var index: [[Int]] = []
  var units: [[Int]] = []
  var heads: [[Int]] = []
  var weights: [[Int]] = []
  /// What comes in `codes`: true for weights.
  var codeOrder: [Bool] = []
  var codeLoads: [[Int]] = []
  var codeAsks: [[Int]] = []
  var values: [[Int]] = []
  var valueAsks: [[Int]] = []

  /// - Parameter firstTag: Of the first unit.
  init(
    _ instructions: some Sequence<Instruction>, _ configuration: AcceleratorConfiguration,
    dataBase: Int, firstTag: Int
  ) {
    var (begin, unit) = (Instruction.Begin(), Instruction.Unit())
    var tag = (firstTag + 3) % 4
    for instruction in instructions {
      switch instruction {
      case .end: ()
      case .begin(let operands): begin = operands
      case .index(let operands):
        index.append([operands.slotsOffset, operands.rowsOffset, begin.slots, begin.rows])
      case .unit(let operands):
        unit = operands
        tag = (tag + 1) % 4
        units.append([
          tag, unit.tokens, unit.heads, unit.codes,
          RandomProgram.stride(configuration, unit.tokens), unit.rows, unit.keyPlace,
          unit.valuePlace, unit.queryPlace, unit.outputsOffset,
        ])
      case .head(let head):
        heads.append([tag, head.head, head.softmaxScale, head.outputMultiplier])
      case .decoder(let it):
        codeOrder.append(true)
        weights.append([
          it.keys, it.head, it.group, it.weight0, it.weight1, it.weight2, it.weight3, it.bias,
          it.shift,
        ])
      case .load(let load):
        let base = [unit.queryPlace, unit.keyPlace, unit.valuePlace][load.memory]
        let places = [
          tag, base + load.firstToken, load.tokens, unit.heads,
          RandomProgram.stride(configuration, unit.tokens), begin.chunks,
        ]
        let ask = [dataBase + load.offset, load.bytes, load.wait, load.count]
        if load.memory == 2 {
          values.append(places)
          valueAsks.append(ask)
        } else {
          codeOrder.append(false)
          codeLoads.append([load.memory, unit.codes] + places)
          codeAsks.append(ask)
        }
      }
    }
  }
}
