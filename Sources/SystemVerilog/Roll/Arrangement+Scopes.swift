import HardwareIR

extension Arrangement {
  /// Where the children and the claims of the module stand.
  ///
  /// Loops over claims keep the order of what they replace, so what stands in their turns is found
  /// by counting; children are known by their places in arrays.
  ///
  /// - Parameter properties: those of the module before any loop, in their groups.
  func scopes(of properties: [[ModulePart]]) -> PrintedScopes {
    var scopes = PrintedScopes()
    var labels = properties.joined().flatMap { $0.properties.map(\.label) }[...]
    for part in self.properties.joined() {
      part.forEachTurn("", [:]) { scope, _, part in
        for property in part.properties {
          guard let label = labels.popFirst() else { return }
          if !scope.isEmpty { scopes.labels[label] = scope + property.label }
        }
      }
    }
    for part in sections.flatMap(\.parts) {
      part.forEachTurn("", [:]) { scope, values, part in
        guard case .cell(let cell) = part else { return }
        let holder = cell.place.reduce(cell.stem) { "\($0)_\($1.value(values))" }
        let name = printedName(of: cell)
        if !scope.isEmpty || name != PrintedNames.usualInstance(holder) {
          scopes.instances[holder] = scope + name
        }
      }
    }
    return scopes
  }

  /// The name of an instance in the loops that it stands in.
  func printedName(of cell: Cell) -> String {
    if cell.place.allSatisfy(\.isConstant) { return printedNames.instance(cell.name) }
    // In its loop it would hide what has the name outside.
    return numberedName(PrintedNames.usualInstance(cell.name), while: names.contains)
  }
}

extension ModulePart {
  fileprivate var properties: [Property] {
    if case .process(let process) = self { process.properties } else { [] }
  }

  /// Calls `visit` with what stands inside the loops, turn by turn, its scope and the values of the
  /// loops' variables, by their heights.
  fileprivate func forEachTurn(
    _ scope: String, _ values: [Int: Int],
    _ visit: (_ scope: String, _ values: [Int: Int], _ part: ModulePart) -> Void
  ) {
    guard case .loop(let loop) = self else { return visit(scope, values, self) }
    for value in loop.range.values {
      var values = values
      values[loop.range.variable] = value
      for part in loop.body { part.forEachTurn("\(scope)\(loop.label)[\(value)].", values, visit) }
    }
  }
}
