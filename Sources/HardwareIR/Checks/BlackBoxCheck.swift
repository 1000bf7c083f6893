/// Black boxes have legal parameters, names of their own, and models that keep what they state.
enum BlackBoxCheck {
  /// The parameters of one black box.
  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    guard let box = module.blackBox else { return [] }
    var found: [Diagnostic] = []
    var seen: Set<String> = []
    for parameter in box.parameters {
      let subject = "parameter '\(parameter.name)' of black box '\(box.cell)'"
      if let problem = NameCheck.problem(with: parameter.name) {
        found.append(Diagnostic(.name, "\(subject) \(problem); rename it", at: module.location))
      } else if !seen.insert(parameter.name).inserted {
        found.append(
          Diagnostic(.name, "\(subject) is given twice; remove one", at: module.location))
      }
    }
    return found
  }

  /// The model has no combinational path that the black box does not state.
  static func check(_ module: ModuleDefinition, modelPaths: CombinationalPaths) -> [Diagnostic] {
    guard let box = module.blackBox else { return [] }
    for port in module.ports where port.direction == .output {
      let extra = (modelPaths.inputsOfOutput[port.name] ?? [])
        .subtracting(box.inputsOfOutput[port.name] ?? [])
      guard let input = extra.min() else { continue }
      return [
        Diagnostic(
          .definition,
          "the model of black box '\(box.cell)' leads from '\(input)' to '\(port.name)' without a "
            + "register, which its combinationalPaths do not state; add the path", at: port.location
        )
      ]
    }
    return []
  }

  /// The top is no black box, and modules and files have names of their own.
  static func check(_ circuit: Circuit) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let modules = circuit.hardware
    let boxes = modules.compactMap { module in module.blackBox.map { ($0, module.location) } }
    guard !boxes.isEmpty else { return [] }
    if let box = circuit.top.blackBox {
      found.append(
        Diagnostic(
          .definition,
          "the top is black box '\(box.cell)'; make it a stored property of a module",
          at: circuit.top.location))
    }
    let generated = generatedNames(modules)
    var sourcesOfCell: [String: [BlackBoxDefinition.Source]] = [:]
    for (box, location) in boxes {
      let subject = "black box '\(box.cell)'"
      func report(_ rule: Diagnostic.Rule, _ message: String) {
        found.append(Diagnostic(rule, message, at: location))
      }
      if generated.contains(box.cell) {
        report(.name, "\(subject) has the name of a generated module; rename one")
      }
      if sourcesOfCell.updateValue(box.sources, forKey: box.cell).map({ $0 != box.sources }) == true
      {
        report(
          .definition, "\(subject) has different sources in two places; give it the same in both")
      }
    }
    return found + BlackBoxSourceCheck(boxes: boxes, generated: generated).check()
  }

  /// The names of modules and cells that have a file of their own.
  private static func generatedNames(_ modules: [ModuleDefinition]) -> Set<String> {
    let printed = modules.filter { $0.blackBox == nil }
    let cells = printed.flatMap { module in
      module.memoriesWithCells.map { module.cellName(of: $0) }
    }
    return MemoryDefinition.commonCellNames.union(printed.map(\.name) + cells)
  }
}
