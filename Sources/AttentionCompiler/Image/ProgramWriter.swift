import AttentionSpec

/// The instructions of a plan.
struct ProgramWriter {
  /// Where the operands of a unit are, and where its outputs go.
  struct Offsets {
    var operands: [OperandMemory: Int]
    var outputs: Int
  }

  let configuration: AcceleratorConfiguration
  let words: OperandWords
  let plan: AttentionPlan
  /// Of each unit of the plan.
  let parts: [LayerPart]
  let offsets: [Offsets]

  /// - Throws: `Refusal` for what the format does not hold, by its unit.
  func bytes(_ index: IndexStreams, slotsOffset: Int, rowsOffset: Int) throws -> [UInt8] {
    var begin = Instruction.Begin()
    begin.version = Instruction.version
    begin.chunks = words.chunks
    begin.slots = index.slotCount
    begin.rows = index.rowCount
    begin.features = words.lastFeatures
    var streams = Instruction.Index()
    streams.slotsOffset = slotsOffset
    streams.rowsOffset = rowsOffset
    var bytes = try Instruction.begin(begin).encoded() + Instruction.index(streams).encoded()
    for (unit, loads) in plan.loadsOfUnits.enumerated() {
      for instruction in instructions(of: unit) + loads.map(instruction) {
        do {
          bytes += try instruction.encoded()
        } catch let refusal as Refusal {
          throw Refusal("\(parts[unit].name): \(refusal.sentence)")
        }
      }
    }
    return try bytes + Instruction.end.encoded()
  }

  /// What comes before the loads of a unit.
  private func instructions(of number: Int) -> [Instruction] {
    let (unit, part) = (plan.units[number], parts[number])
    var start = Instruction.Unit()
    start.tokens = unit.tokens
    start.heads = unit.heads
    start.codes = unit.codes
    start.rows = unit.schedule.rows.count
    start.keyPlace = unit.base[.keys] ?? 0
    start.valuePlace = configuration.memory.keys + (unit.base[.values] ?? 0)
    start.queryPlace = unit.base[.queries] ?? 0
    start.outputsOffset = offsets[number].outputs
    let heads = part.heads.enumerated().map { number, head in
      var settings = Instruction.Head()
      settings.head = number
      settings.softmaxScale = part.input.quantization[head].softmaxScale
      settings.outputMultiplier = part.input.quantization[head].outputMultiplier
      return Instruction.head(settings)
    }
    return [.unit(start)] + heads + decoders(part)
  }

  private func decoders(_ part: LayerPart) -> [Instruction] {
    guard case .encoded(let queries, let keys) = part.input.queriesAndKeys else { return [] }
    return [(0, queries), (1, keys)].flatMap { isKeys, operand in
      part.heads.enumerated().flatMap { number, head in
        instructions(operand.heads[head], isKeys: isKeys, head: number)
      }
    }
  }

  private func instructions(_ decoder: HeadDecoder, isKeys: Int, head: Int) -> [Instruction] {
    let group = Instruction.Decoder.codesOfGroup
    return stride(from: 0, to: decoder.weights.count, by: group).map { first in
      func weight(_ position: Int) -> Int {
        first + position < decoder.weights.count ? Int(decoder.weights[first + position]) : 0
      }
      var instruction = Instruction.Decoder()
      instruction.keys = isKeys
      instruction.head = head
      instruction.group = first / group
      instruction.weight0 = weight(0)
      instruction.weight1 = weight(1)
      instruction.weight2 = weight(2)
      instruction.weight3 = weight(3)
      instruction.shift = decoder.shift
      instruction.bias = decoder.bias
      return .decoder(instruction)
    }
  }

  private func instruction(_ load: AttentionPlan.Load) -> Instruction {
    let unit = plan.units[load.unit]
    let ofToken =
      (load.memory == .values || unit.codes == 0 ? unit.heads : unit.codes) * words.tokenBytes
    var instruction = Instruction.Load()
    instruction.memory = load.memory.number
    instruction.wait = load.wait.count > 0 ? load.wait.progress.number : 0
    instruction.count = load.wait.count
    instruction.offset =
      (offsets[load.unit].operands[load.memory] ?? 0) + load.tokens.lowerBound * ofToken
    instruction.firstToken = load.tokens.lowerBound
    instruction.tokens = load.tokens.count
    instruction.bytes = load.tokens.count * ofToken
    return .load(instruction)
  }
}
