/// The flat circuit as code over slots. Two parts: what the next clock edge needs, which runs every
/// cycle, and what only an observer asks for.
struct Program: Sendable {
  private(set) var code = Code()
  /// The first content of the value buffer.
  private(set) var image: [UInt64] = []
  /// The slot of each node; the first of several.
  private(set) var slots: [Int32]
  /// The batches of the first part, and of both.
  private(set) var neededBatches = 0
  /// The first slot of the second part.
  private(set) var firstObservedSlot: Int32 = 0

  /// - Parameters:
  ///   - sources: The nodes that are filled from outside, in the order of their slots.
  ///   - needed: The nodes whose values the clock edge takes.
  init(_ graph: Graph, sources: [Int32], needed: [Int32]) {
    slots = [Int32](repeating: -1, count: graph.nodes.count)
    for node in sources { allocate(node, graph) }
    for (index, node) in graph.nodes.enumerated() {
      guard case .constant(let words) = node.operation else { continue }
      allocate(Int32(index), graph)
      image.replaceSubrange((image.count - words.count)..., with: words)
    }
    let isNeeded = Self.reachable(from: needed, in: graph)
    schedule(graph) { isNeeded[$0] }
    neededBatches = code.batches.count
    firstObservedSlot = Int32(image.count)
    code.startBatch()
    schedule(graph) { !isNeeded[$0] }
  }

  /// The value of a node over constants.
  static func value(of node: Node, in graph: Graph) -> [UInt64] {
    var image: [UInt64] = []
    var operands: [Int32] = []
    for operand in node.operands {
      guard case .constant(let words) = graph[operand].operation else { continue }
      operands.append(Int32(image.count))
      image += words
    }
    let result = image.count
    image += [UInt64](repeating: 0, count: node.words)
    var code = Code()
    code.append(
      node, result: Int32(result), operands: operands,
      lengths: node.operands.map { graph[$0].words })
    let machine = Machine(code, image: image)
    machine.run(0..<machine.batchCount)
    return (0..<node.words).map { machine.values[result + $0] }
  }

  private mutating func allocate(_ node: Int32, _ graph: Graph) {
    slots[Int(node)] = Int32(image.count)
    image += [UInt64](repeating: 0, count: graph[node].words)
  }

  private static func reachable(from roots: [Int32], in graph: Graph) -> [Bool] {
    var isReached = [Bool](repeating: false, count: graph.nodes.count)
    var pending = roots
    while let node = pending.popLast() {
      guard !isReached[Int(node)] else { continue }
      isReached[Int(node)] = true
      pending += graph[node].operands
    }
    return isReached
  }

  /// Puts nodes in an order in which every operand comes first, with as many equal operations in a
  /// row as possible: of the operations that have ready nodes, the one with most of them is next,
  /// and goes on with the nodes that it makes ready itself.
  private mutating func schedule(_ graph: Graph, _ belongs: (Int) -> Bool) {
    var users: [[Int32]] = Array(repeating: [], count: graph.nodes.count)
    var missing = [Int32](repeating: 0, count: graph.nodes.count)
    var ready: [[Int32]] = Array(repeating: [], count: Self.classCount)
    for (index, node) in graph.nodes.enumerated()
    where node.isComputed && slots[index] < 0 && belongs(index) {
      for operand in node.operands where slots[Int(operand)] < 0 {
        missing[index] += 1
        users[Int(operand)].append(Int32(index))
      }
      if missing[index] == 0 { ready[Self.operationClass(node)].append(Int32(index)) }
    }
    while let next = ready.indices.max(by: { ready[$0].count < ready[$1].count }),
      !ready[next].isEmpty
    {
      var position = 0
      while position < ready[next].count {
        let node = ready[next][position]
        position += 1
        allocate(node, graph)
        let operation = graph[node]
        code.append(
          operation, result: slots[Int(node)], operands: operation.operands.map { slots[Int($0)] },
          lengths: operation.operands.map { graph[$0].words })
        for user in users[Int(node)] {
          missing[Int(user)] -= 1
          if missing[Int(user)] == 0 { ready[Self.operationClass(graph[user])].append(user) }
        }
      }
      ready[next] = []
    }
  }

  private static let classCount = Int(Opcode.wide.rawValue) + 1

  private static func operationClass(_ node: Node) -> Int {
    if case .narrow(let opcode) = node.operation { return Int(opcode.rawValue) }
    return Int(Opcode.wide.rawValue)
  }
}
