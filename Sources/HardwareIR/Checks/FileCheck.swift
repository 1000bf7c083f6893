/// Generated files have names that tools take, and no two of them differ in case alone: where case
/// does not count, one would replace the other. Those of black boxes are `BlackBoxSourceCheck`'s.
enum FileCheck {
  static func check(_ circuit: Circuit) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var files: [String: (name: String, owner: String)] = [:]
    func add(_ name: String, _ owner: String, at location: SourceLocation?) {
      func report(_ sentence: String) {
        found.append(
          Diagnostic(.name, "file '\(name)' (\(owner)) \(sentence)", at: location))
      }
      let other = files.updateValue((name, owner), forKey: name.lowercased())
      if let other, other.name != name {
        report(
          "and file '\(other.name)' (\(other.owner)) are one where case does not count; rename one")
      }
      // A name that is none of SystemVerilog is refused as one.
      guard NameCheck.problem(with: String(name.dropLast(3))) == nil else { return }
      if let problem = SourceFileName.problem(with: name) { report(problem) }
    }
    let hasBoxes = circuit.modules.contains { $0.blackBox != nil }
    for module in hasBoxes ? circuit.hardware : circuit.modules where module.blackBox == nil {
      for memory in module.memories {
        let cell = module.cellName(of: memory)
        add(cell + ".sv", "the cell of memory '\(memory.name)'", at: memory.location)
      }
      add(module.name + ".sv", "module '\(module.name)'", at: module.location)
    }
    return found
  }
}
