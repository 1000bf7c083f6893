import AttentionSpec

/// Reads the instructions of a program and checks each by itself.
///
/// Of rules that one instruction breaks, it names the one that the accelerator does: what the
/// instruction alone shows, then what it says of its unit, then the windows, which are found when
/// memory is asked for.
struct ProgramReader {
  private let configuration: AcceleratorConfiguration
  private let image: MemoryImage
  private let format: StreamFormat
  private var listing = ProgramListing()
  /// Instructions before the one that is read.
  private var number = 0
  /// The weights of the last unit.
  private var weights = DecoderWeights()

  static func listing(
    of image: MemoryImage, _ configuration: AcceleratorConfiguration
  ) throws -> ProgramListing {
    var reader = ProgramReader(image, configuration)
    try reader.read()
    return reader.listing
  }

  private init(_ image: MemoryImage, _ configuration: AcceleratorConfiguration) {
    (self.image, self.configuration) = (image, configuration)
    format = StreamFormat(configuration)
  }

  private mutating func read() throws {
    while true {
      let start = image.program.lowerBound + number * Instruction.bytes
      try require(
        start + Instruction.bytes <= image.program.upperBound, .window,
        "the program's window ends before its END")
      let bytes = image.bytes[start..<start + Instruction.bytes]
      let instruction: Instruction
      do {
        instruction = try Instruction(decoding: bytes)
      } catch let broken as BrokenRule {
        throw BrokenRule(broken.rule, "Instruction \(number): \(broken.description)")
      }
      try checkOrder(instruction)
      if instruction == .end { return }
      try take(instruction)
      number += 1
    }
  }

  private func checkOrder(_ instruction: Instruction) throws {
    let opcode = instruction.opcode
    let isInOrder =
      switch opcode {
      case .begin: number == 0
      case .index: number == 1
      case .unit, .end: number >= 2
      // A row may begin with the first load, so that its head has to be there.
      case .head: listing.units.last?.loads.isEmpty ?? false
      case .decoder, .load: !listing.units.isEmpty
      }
    try require(isInOrder, .order, "\(opcode.name) stands where it may not")
  }

  private mutating func take(_ instruction: Instruction) throws {
    switch instruction {
    case .end: break
    case .begin(let begin):
      try inRange("chunks", begin.chunks, 1...configuration.chunksMax)
      try inRange("slots", begin.slots, 1...Int(UInt32.max))
      try inRange("rows", begin.rows, 1...Int(UInt32.max))
      try inRange("features", begin.features, 0...configuration.featuresPerCycle)
      listing.begin = begin
    case .index(let index):
      try checkAlignment("the slots", index.slotsOffset)
      try checkAlignment("the rows", index.rowsOffset)
      try checkRead("the slots", index.slotsOffset, format.bytes(ofSlots: listing.begin.slots))
      try checkRead("the rows", index.rowsOffset, format.bytes(ofRows: listing.begin.rows))
      listing.index = index
    case .unit(let unit): try take(unit)
    case .head(let head): try take(head)
    case .decoder(let decoder): try take(decoder)
    case .load(let load): try take(load)
    }
  }

  private mutating func take(_ unit: Instruction.Unit) throws {
    let (capacity, memory) = (configuration.capacity, configuration.memory)
    try inRange("tokens", unit.tokens, 1...capacity.tokens)
    try inRange("heads", unit.heads, 1...capacity.heads)
    try inRange("codes", unit.codes, 0...configuration.decoder.codesMax)
    try atLeastOne("rows", unit.rows)
    try require(
      unit.outputsOffset.isMultiple(of: format.wordBytes), .alignment,
      "the outputs' offset \(unit.outputsOffset) is no multiple of \(format.wordBytes)")
    try inRange("rows", unit.rows, 1...unit.tokens * unit.heads)
    let listed = ListedUnit(
      unit: unit, stride: configuration.decoder.stride(tokens: unit.tokens))
    let memories: [(OperandMemory, Range<Int>)] = [
      (.queries, 0..<memory.queries), (.keys, 0..<memory.keys),
      (.values, memory.keys..<memory.keys + memory.values),
    ]
    for (operand, places) in memories {
      let base = listed.base(operand)
      try require(
        places.lowerBound <= base && base + listed.places <= places.upperBound, .place,
        "\(listed.places.counted("place")) from \(base) on do not lie in the "
          + "\(places.lowerBound)..<\(places.upperBound) of \(operand.rawValue)")
    }
    let bytes = unit.tokens * unit.heads * listing.begin.chunks * format.wordBytes
    try require(
      unit.outputsOffset + bytes <= image.outputs.count, .window,
      "\(bytes) bytes of outputs at offset \(unit.outputsOffset) do not lie in the "
        + "\(image.outputs.count) of the window")
    listing.units.append(listed)
    weights = DecoderWeights()
  }

  private mutating func take(_ head: Instruction.Head) throws {
    try inRange("head", head.head, 0...last.unit.heads - 1)
    try inRange("softmaxScale", head.softmaxScale, 1...NumberFormats.softmaxScaleMax)
    try inRange("outputMultiplier", head.outputMultiplier, 1...NumberFormats.outputMultiplierMax)
    try require(
      last.settings[head.head] == nil, .settings, "head \(head.head) has a HEAD already")
    listing.units[listing.units.count - 1].settings[head.head] = head
  }

  private mutating func take(_ decoder: Instruction.Decoder) throws {
    let groups = (last.unit.codes + 3) / Instruction.Decoder.codesOfGroup
    try inRange("head", decoder.head, 0...last.unit.heads - 1)
    try require(
      decoder.group < groups, .range,
      "group is \(decoder.group) but \(last.unit.codes.counted("code")) have \(groups)")
    weights.take(decoder)
  }

  private mutating func take(_ load: Instruction.Load) throws {
    guard let memory = OperandMemory(number: load.memory) else {
      throw broken(.range, "memory is \(load.memory) but there are 0, 1 and 2")
    }
    try atLeastOne("tokens", load.tokens)
    try atLeastOne("bytes", load.bytes)
    try checkAlignment("the \(memory.rawValue)", load.offset)
    try require(
      load.firstToken + load.tokens <= last.unit.tokens, .place,
      "tokens \(load.firstToken)..<\(load.firstToken + load.tokens) are not all of the unit's "
        + "\(last.unit.tokens)")
    let size = load.tokens * last.words(memory) * listing.begin.chunks * format.wordBytes
    try require(
      load.bytes == size, .loadSize, "the load has \(load.bytes) bytes but its tokens \(size)")
    try checkRead("the \(memory.rawValue)", load.offset, load.bytes)
    var decoders: [HeadDecoder] = []
    if memory != .values, last.unit.codes > 0 {
      do {
        decoders = try (0..<last.unit.heads).map { head in
          try weights.decoder(ofKeys: memory == .keys, head: head, codes: last.unit.codes)
        }
      } catch let refusal as Refusal {
        throw broken(.weights, "the \(memory.rawValue) cannot be decoded (\(refusal.sentence))")
      }
    }
    listing.units[listing.units.count - 1].loads.append(
      ListedLoad(
        load: load, memory: memory, wait: AttentionPlan.Progress(number: load.wait),
        decoders: decoders))
  }

  /// `checkOrder` has seen a unit.
  private var last: ListedUnit { listing.units[listing.units.count - 1] }

  private func checkAlignment(_ name: String, _ offset: Int) throws {
    try require(
      offset.isMultiple(of: format.beatBytes), .alignment,
      "the offset \(offset) of \(name) is no multiple of \(format.beatBytes)")
  }

  private func checkRead(_ name: String, _ offset: Int, _ bytes: Int) throws {
    let end = (offset + bytes + format.beatBytes - 1) / format.beatBytes * format.beatBytes
    try require(
      end <= image.data.count, .window,
      "\(name) end at \(end), behind the \(image.data.count) bytes of the window")
  }

  private func atLeastOne(_ field: String, _ value: Int) throws {
    try require(value >= 1, .range, "\(field) is \(value) but has to be 1 or more")
  }

  private func inRange(_ field: String, _ value: Int, _ range: ClosedRange<Int>) throws {
    try require(
      range.contains(value), .range,
      "\(field) is \(value) but has to be in \(range.lowerBound)...\(range.upperBound)")
  }

  private func require(_ isTrue: Bool, _ rule: ProgramRule, _ sentence: String) throws {
    guard isTrue else { throw broken(rule, sentence) }
  }

  private func broken(_ rule: ProgramRule, _ sentence: String) -> BrokenRule {
    BrokenRule(rule, "Instruction \(number): \(sentence).")
  }
}
