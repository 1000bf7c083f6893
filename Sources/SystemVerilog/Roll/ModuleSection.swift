import HardwareIR

/// What stands under one heading: declarations of what is used here first, then parts.
struct ModuleSection {
  /// Nil for the beginning, before the first heading.
  let title: String?
  var parts: [ModulePart]
  /// Names of wires, registers and arrays of such.
  var declared: Set<String> = []

  mutating func roll(_ roller: Roller) {
    parts = Self.joined(roller.rolled(parts.map { $0.rolledInside(roller) }))
  }

  /// Loops of assignments alone that follow each other over the same values are one.
  private static func joined(_ parts: [ModulePart]) -> [ModulePart] {
    var result: [ModulePart] = []
    for part in parts {
      if case .loop(let loop) = part, case .loop(var last)? = result.last,
        last.range == loop.range, (last.body + loop.body).allSatisfy(\.isContinuous)
      {
        last.body += loop.body
        result[result.count - 1] = .loop(last)
      } else {
        result.append(part)
      }
    }
    return result
  }

  /// Puts cells among the other parts: behind what feeds them, and else before what reads them.
  mutating func insert(_ blocks: [CellBlock], _ selects: SignalSelects) {
    if blocks.isEmpty { return }
    var lastWriter: [String: Int] = [:]
    var firstReader: [String: Int] = [:]
    for (index, part) in parts.enumerated() {
      part.forEachName { name, access in
        let name = selects.declaredName(of: name)
        switch access {
        case .written: lastWriter[name] = index
        case .read: firstReader[name] = firstReader[name] ?? index
        }
      }
    }
    var blocksAt: [Int: [CellBlock]] = [:]
    for block in blocks {
      var feeder = -1
      var reader = Int.max
      for name in block.read {
        feeder = max(feeder, lastWriter[selects.declaredName(of: name)] ?? -1)
      }
      for name in block.driven {
        reader = min(reader, firstReader[selects.declaredName(of: name)] ?? .max)
      }
      let place = feeder < 0 ? min(reader, parts.count) : feeder + 1
      blocksAt[place, default: []].append(block)
    }
    var ordered: [ModulePart] = []
    for index in 0...parts.count {
      for block in blocksAt[index] ?? [] { ordered += block.parts }
      if index < parts.count { ordered.append(parts[index]) }
    }
    parts = ordered
  }
}

/// The instances or memories of one array, or one alone, with what makes their inputs.
struct CellBlock {
  /// One of the module's headings.
  var section: Int
  /// What makes the inputs of each cell, or in one list those of all.
  var inputs: [[ModulePart]]
  var cells: [ModulePart]
  /// The signals that all of it reads.
  var read: Set<String>
  /// The signals that the cells drive.
  var driven: Set<String>

  mutating func roll(_ roller: Roller) {
    inputs = [roller.rolled(inputs.joined().map { $0.rolledInside(roller) })]
    cells = roller.rolled(cells)
  }

  /// Inputs and cells in the order of the text. Loops over inputs join that of the cells.
  var parts: [ModulePart] {
    guard cells.count == 1, case .loop(var loop) = cells[0] else {
      let lists = inputs + Array(repeating: [], count: max(0, cells.count - inputs.count))
      return zip(lists, cells).flatMap { $0 + [$1] }
    }
    var others: [ModulePart] = []
    var body: [ModulePart] = []
    for part in inputs.joined() {
      if case .loop(let inner) = part, inner.range == loop.range {
        body += inner.body
      } else {
        others.append(part)
      }
    }
    loop.body = body + loop.body
    return others + [.loop(loop)]
  }
}

extension SignalSelects {
  /// The name under which a signal, or an array with it, is declared.
  func declaredName(of name: String) -> String {
    switch symbols[name] {
    case .bits(let signal, _, _): declaredName(of: signal)
    default: family(of: name).map { families.all[$0].name } ?? name
    }
  }
}
