/// Generated files have names that tools take, and no two files of a design have names that differ
/// in case alone: where case does not count, one would replace the other.
enum FileCheck {
  static func check(_ circuit: Circuit) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var files = ["files.f": (name: "files.f", owner: "the list of all files")]
    func add(_ name: String, _ owner: String, at location: SourceLocation?) {
      let file = (name: name, owner: owner)
      guard let other = files.updateValue(file, forKey: name.lowercased()), other.name != name
      else { return }
      found.append(
        Diagnostic(
          .name,
          "file '\(name)' (\(owner)) and file '\(other.name)' (\(other.owner)) are one where case "
            + "does not count; rename one", at: location))
    }
    func addGenerated(_ name: String, _ owner: String, at location: SourceLocation?) {
      add(name, owner, at: location)
      // A name that is none of SystemVerilog is refused as one.
      guard NameCheck.problem(with: String(name.dropLast(3))) == nil else { return }
      if let problem = SourceFileName.problem(with: name) {
        found.append(Diagnostic(.name, "file '\(name)' (\(owner)) \(problem)", at: location))
      }
    }
    for module in circuit.hardware {
      if let box = module.blackBox {
        for source in box.sources {
          add(source.name, "black box '\(box.cell)'", at: module.location)
        }
        continue
      }
      for memory in module.memories {
        let cell = module.cellName(of: memory)
        addGenerated(cell + ".sv", "the cell of memory '\(memory.name)'", at: memory.location)
      }
      addGenerated(module.name + ".sv", "module '\(module.name)'", at: module.location)
    }
    return found
  }
}
