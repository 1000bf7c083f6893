/// Statements in the order of the text, with the wires that a block reads before the block: one
/// that a later statement of the block needs would otherwise stand behind it.
public struct BlockOrder {
  private var wires: [[Statement]] = []
  private var statements: [[Statement]] = []
  /// Where a signal is assigned first.
  private var first: [String: Int] = [:]

  public init() {}

  /// - Parameter wires: what gives `statements` the wires that they read.
  public mutating func append(_ statements: [Statement], reading wires: [Statement]) {
    var place = self.statements.count
    for statement in statements {
      statement.forEachAssignment { target, _, _ in
        if let earlier = first[target.name] {
          place = min(place, earlier)
        } else {
          first[target.name] = self.statements.count
        }
      }
    }
    self.wires.append([])
    self.statements.append(statements)
    self.wires[place] += wires
  }

  public var ordered: [Statement] { zip(wires, statements).flatMap { $0 + $1 } }
}
