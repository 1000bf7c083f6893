import HardwareIR

extension ModuleDefinition {
  /// The file that is called like the class, if statements or promises stand there; else the one
  /// that most of the body's statements stand in: ports may be those of a bundle, and what the
  /// module promises that of a class above.
  ///
  /// - Parameter type: The name of the class, perhaps with what it is generic over.
  func describingFile(of type: String) -> String? {
    let places =
      statements.compactMap(\.location) + [contract.location, location].compactMap(\.self)
    let ending = "/\(type.prefix { $0 != "<" }).swift"
    if let own = places.first(where: { $0.file.hasSuffix(ending) }) { return own.sourceFile }
    var counts: [String: Int] = [:]
    for case .some(let place) in statements.map(\.location) { counts[place.file, default: 0] += 1 }
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return (most.map { SourceLocation(file: $0, line: 1) } ?? contract.location ?? location)?
      .sourceFile
  }
}
