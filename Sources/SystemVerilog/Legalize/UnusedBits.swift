import HardwareIR

/// Reads, under a name that lint knows, the bits of a signal of which only other bits are read.
enum UnusedBits {
  static func run(_ module: inout ModuleDefinition) {
    var usage = Usage()
    var names = Set(module.ports.map(\.name) + module.wires.map(\.name))
    for statement in module.statements { statement.forEachExpression { usage.add($0) } }
    for instance in module.instances {
      for connection in instance.connections {
        if case .input(let expression) = connection.connection { usage.add(expression) }
      }
    }
    let registers = module.registers.map { ($0.name, $0.type) }
    let inputs = module.ports.filter { $0.direction == .input }.map { ($0.name, $0.type) }
    for (name, type) in inputs + module.wires.map({ ($0.name, $0.type) }) + registers {
      guard !usage.whole.contains(name), let bits = usage.bits[name], bits.count < type.width
      else { continue }
      let parts = unreadRanges(bits, width: type.width).map { range in
        Expression.slice(.reference(name, type), low: range.lowerBound, width: range.count)
      }
      // `x_i` and `x_q` share their stem.
      let short = "unused_" + signalStem(name)
      let sink = names.contains(short) ? "unused_" + name : short
      names.insert(sink)
      module.wires.append(Wire(name: sink, type: .bit))
      let unread = parts.count == 1 ? parts[0] : .concatenation(parts.reversed())
      let value = unread.type == .bit ? unread : .unary(.allBits, unread)
      module.statements.append(.assign(target: Target(sink), value: value, location: nil))
    }
  }

  private static func unreadRanges(_ read: Set<Int>, width: Int) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for bit in 0..<width where !read.contains(bit) {
      if let last = ranges.last, last.upperBound == bit - 1 {
        ranges[ranges.count - 1] = last.lowerBound...bit
      } else {
        ranges.append(bit...bit)
      }
    }
    return ranges
  }

  private struct Usage {
    var whole: Set<String> = []
    var bits: [String: Set<Int>] = [:]

    mutating func add(_ expression: Expression) {
      switch expression {
      case .reference(let name, _): whole.insert(name)
      case .slice(.reference(let name, _), let low, let width):
        bits[name, default: []].formUnion(low..<(low + width))
      default: for operand in expression.operands { add(operand) }
      }
    }
  }
}
