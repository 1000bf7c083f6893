import HardwareIR

/// All values of the flat circuit, each once: equal computations share a node, and what is constant
/// is computed here.
struct Graph {
  private(set) var nodes: [Node] = []
  private var indexOfNode: [Node: Int32] = [:]
  private var sourceCount = 0

  subscript(index: Int32) -> Node { nodes[Int(index)] }

  // MARK: Making nodes

  /// A slot that is filled from outside.
  mutating func source(_ type: HardwareType) -> Int32 {
    defer { sourceCount += 1 }
    return append(Self.node(.source(sourceCount), type))
  }

  /// Equal words are one node, whatever their type.
  mutating func constant(_ words: [UInt64]) -> Int32 {
    unique(
      Node(operation: .constant(words), width: Int32(64 * words.count), isSigned: false))
  }

  /// A literal in the form that slots hold.
  mutating func constant(_ pattern: BitPattern, _ type: HardwareType) -> Int32 {
    constant(slotWords(pattern, type))
  }

  mutating func constant(_ value: Int, _ type: HardwareType) -> Int32 {
    constant(BitPattern(value, width: type.width), type)
  }

  mutating func narrow(
    _ opcode: Opcode, _ operands: [Int32], first: Int = 0, second: Int = 0, word: Int = 0,
    type: HardwareType, partWidths: [Int32] = []
  ) -> Int32 {
    var node = Self.node(.narrow(opcode), type)
    node.operands = operands
    node.first = Int32(first)
    node.second = Int32(second)
    node.word = Int32(word)
    node.partWidths = partWidths
    return computed(node)
  }

  /// - Parameter type: of the result, or of the operands of a comparison.
  mutating func wide(
    _ opcode: WideOpcode, _ operands: [Int32], first: Int = 0, second: Int = 0, type: HardwareType,
    partWidths: [Int32] = []
  ) -> Int32 {
    var node = Self.node(.wide(opcode), type)
    node.operands = operands
    node.first = Int32(first)
    node.second = Int32(second)
    node.partWidths = partWidths
    return computed(node)
  }

  /// A copy with a slot of its own, for registers that take another register's value.
  mutating func copy(_ node: Int32) -> Int32 {
    let original = self[node]
    var copy = original
    copy.operation = original.words == 1 ? .narrow(.copy) : .wide(.extend)
    copy.operands = [node]
    copy.word = 0
    copy.first = 0
    copy.second = 0
    copy.partWidths = []
    return unique(copy)
  }

  private mutating func computed(_ node: Node) -> Int32 {
    if let known = indexOfNode[node] { return known }
    guard node.operands.allSatisfy({ self[$0].isConstant }) else { return append(node) }
    return constant(Program.value(of: node, in: self))
  }

  private mutating func unique(_ node: Node) -> Int32 {
    indexOfNode[node] ?? append(node)
  }

  private mutating func append(_ node: Node) -> Int32 {
    let index = Int32(nodes.count)
    nodes.append(node)
    indexOfNode[node] = index
    return index
  }

  private static func node(_ operation: Node.Operation, _ type: HardwareType) -> Node {
    Node(operation: operation, width: Int32(type.width), isSigned: type.isSigned)
  }

  /// The value of a constant of one word.
  func number(_ node: Int32) -> UInt64? {
    if case .constant(let words) = self[node].operation, words.count == 1 { words[0] } else { nil }
  }
}

/// A pattern as its slots hold it: above its width zeros, or the sign.
func slotWords(_ pattern: BitPattern, _ type: HardwareType) -> [UInt64] {
  slotWords(pattern.words, width: pattern.width, isSigned: type.isSigned)
}

func slotWords(_ words: [UInt64], width: Int, isSigned: Bool) -> [UInt64] {
  let unused = words.count * 64 - width
  guard let top = words.last, unused > 0 else { return words }
  var words = words
  words[words.count - 1] = topWord(top, unused: unused, isSigned: isSigned)
  return words
}

/// The highest word of a value with zeros, or its sign, in the bits that the value does not use.
func topWord(_ word: UInt64, unused: Int, isSigned: Bool) -> UInt64 {
  isSigned
    ? UInt64(bitPattern: Int64(bitPattern: word << unused) >> unused)
    : (word << unused) >> unused
}
