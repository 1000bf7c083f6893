import HardwareIR

extension ModuleDefinition {
  /// The file that most of the body's statements stand in: ports may be those of a bundle, and what
  /// the module promises that of a class above.
  var describingFile: String? {
    var counts: [String: Int] = [:]
    for case .some(let place) in statements.map(\.location) { counts[place.file, default: 0] += 1 }
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return (most.map { SourceLocation(file: $0, line: 1) } ?? contract.location ?? location)?
      .sourceFile
  }
}
