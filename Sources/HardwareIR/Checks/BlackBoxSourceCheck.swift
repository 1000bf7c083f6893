/// The files of black boxes have names that tools take, and say nothing that acts on other files.
struct BlackBoxSourceCheck {
  let boxes: [(box: BlackBoxDefinition, location: SourceLocation?)]
  /// The modules and memory cells that have a file of their own.
  let generated: Set<String>

  func check() -> [Diagnostic] {
    let names = Set(boxes.flatMap { $0.box.sources.map(\.name) })
    let included = HandWrittenText.included(by: boxes.flatMap { $0.box.sources.map(\.text) })
    let stems = Dictionary(
      generated.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    var found: [Diagnostic] = []
    // Some file systems take no notice of case.
    var earlier: [String: BlackBoxDefinition.Source] = [:]
    for (box, location) in boxes {
      for source in box.sources {
        let subject = "file '\(source.name)' of black box '\(box.cell)'"
        let other = earlier.updateValue(source, forKey: source.name.lowercased())
        if other == source { continue }
        if let other {
          let what =
            other.name == source.name
            ? "has another text elsewhere" : "is '\(other.name)' elsewhere"
          found.append(Diagnostic(.name, "\(subject) \(what); rename it", at: location))
        }
        if let problem = nameProblem(source, of: box, stems) {
          found.append(Diagnostic(.name, "\(subject) \(problem)", at: location))
        } else if SourceFileName.isText(source.name) || included.contains(source.name) {
          found += textProblems(source, names, subject, location)
        }
      }
    }
    return found
  }

  private func nameProblem(
    _ source: BlackBoxDefinition.Source, of box: BlackBoxDefinition, _ stems: [String: String]
  ) -> String? {
    if let problem = SourceFileName.problemOfBlackBox(source.name) { return problem }
    guard source.name.lowercased().hasSuffix(".sv"),
      let module = stems[source.name.dropLast(3).lowercased()], module != box.cell
    else { return nil }
    return "has the name of a generated file; rename it"
  }

  private func textProblems(
    _ source: BlackBoxDefinition.Source, _ names: Set<String>, _ subject: String,
    _ location: SourceLocation?
  ) -> [Diagnostic] {
    let declared = DeclaredModules.names(in: source.text).filter(generated.contains).map {
      Diagnostic(
        .name, "\(subject) declares '\($0)', which is also generated; rename one", at: location)
    }
    let problems = HandWrittenText.problems(in: source.text, beside: names).map {
      Diagnostic(.definition, "line \($0.line) of \(subject) \($0.text)", at: location)
    }
    return declared + problems
  }
}
