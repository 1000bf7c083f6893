/// A run of equal operations: their results lie in consecutive slots, so none is named, and the
/// machine decides once for all of them what to do.
struct Batch: Hashable, Sendable {
  var opcode: Opcode
  var count: Int32
  /// The first result; `wide` operations name their own.
  var result: Int32
  /// Where the operands begin, `Code.operandsPerOperation` each.
  var operands: Int32
}

/// Batches in order, with what they refer to.
struct Code: Sendable {
  static let operandsPerOperation = 3

  private(set) var batches: [Batch] = []
  private(set) var operands: [Int32] = []
  private(set) var tables: [Int32] = []
  private(set) var wides: [WideInstruction] = []
  private var isBatchOpen = false

  /// Adds the operation of a node whose result has the slot `result`.
  ///
  /// - Parameters:
  ///   - operands: The slots of the node's operands.
  ///   - lengths: How many words each has.
  mutating func append(_ node: Node, result: Int32, operands: [Int32], lengths: [Int]) {
    switch node.operation {
    case .source, .constant: return
    case .narrow(let opcode): append(opcode, narrow(opcode, node, operands), result: result)
    case .wide(let opcode):
      var instruction = wide(opcode, node, operands)
      instruction.result = result
      instruction.aWords = Int32(lengths[0])
      if lengths.count > 1 { instruction.bWords = Int32(lengths[1]) }
      wides.append(instruction)
      append(.wide, [Int32(wides.count - 1), 0, 0], result: result)
    }
  }

  /// Makes the next operation begin a batch of its own.
  mutating func startBatch() { isBatchOpen = false }

  private mutating func append(_ opcode: Opcode, _ values: [Int32], result: Int32) {
    if isBatchOpen, let last = batches.last, last.opcode == opcode,
      opcode == .wide || last.result + last.count == result
    {
      batches[batches.count - 1].count += 1
    } else {
      batches.append(
        Batch(opcode: opcode, count: 1, result: result, operands: Int32(operands.count)))
    }
    isBatchOpen = true
    operands += values
  }

  private mutating func narrow(
    _ opcode: Opcode, _ node: Node, _ slots: [Int32]
  ) -> [Int32] {
    switch opcode {
    case .copy, .isAnySet, .parity: return [slots[0], 0, 0]
    case .select: return slots
    case .slice, .sliceAcross: return [slots[0] + node.word, node.first, node.second]
    case .signExtend: return [slots[0], node.first, 0]
    case .pick: return [slots[0], addTable(Array(slots.dropFirst())), Int32(slots.count - 2)]
    case .gather: return [0, addParts(slots, node.partWidths), Int32(slots.count)]
    default: return [slots[0], slots[1], node.second]
    }
  }

  private mutating func wide(
    _ opcode: WideOpcode, _ node: Node, _ slots: [Int32]
  ) -> WideInstruction {
    var instruction = WideInstruction(opcode: opcode, width: node.width, isSigned: node.isSigned)
    instruction.a = slots[0]
    instruction.low = node.first
    switch opcode {
    case .pick:
      instruction.table = addTable(Array(slots.dropFirst()))
      instruction.count = Int32(slots.count - 2)
    case .gather:
      instruction.table = addParts(slots, node.partWidths)
      instruction.count = Int32(slots.count)
    default:
      if slots.count > 1 { instruction.b = slots[1] }
      if slots.count > 2 { instruction.c = slots[2] }
    }
    instruction.aIsSigned = opcode == .multiply ? node.first != 0 : node.isSigned
    instruction.bIsSigned = opcode == .multiply ? node.second != 0 : node.isSigned
    return instruction
  }

  private mutating func addTable(_ slots: [Int32]) -> Int32 {
    defer { tables += slots }
    return Int32(tables.count)
  }

  /// Parts, the lowest first: slot and width of each.
  private mutating func addParts(_ slots: [Int32], _ widths: [Int32]) -> Int32 {
    let start = Int32(tables.count)
    for (slot, width) in zip(slots, widths) { tables += [slot, width] }
    return start
  }
}
