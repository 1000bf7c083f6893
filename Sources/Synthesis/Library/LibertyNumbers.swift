extension LibertyText.Group {
  /// um2 of cells, and capacitances in the file's unit.
  private static let sizes = ["area", "capacitance", "max_capacitance"]
  private static let sizeMax = 1e12
  private static let nominals = ["nom_voltage", "nom_temperature"]

  /// Refuses what is read as a number and is none, or one that no cell has.
  ///
  /// - Throws: `SynthesisError`.
  func refuseNumbers(path: String) throws {
    for key in Self.nominals {
      try refuse(key, path, "a finite number") { $0.isFinite }
    }
    for key in Self.sizes {
      try refuse(key, path, "a number from 0 to \(Self.sizeMax)") {
        (0...Self.sizeMax).contains($0)
      }
    }
    for group in groups { try group.refuseNumbers(path: path) }
  }

  private func refuse(
    _ key: String, _ path: String, _ rule: String, _ isRight: (Double) -> Bool
  ) throws {
    guard let text = values[key] else { return }
    if let number = Double(text), isRight(number) { return }
    throw SynthesisError.input(
      "The library \(path) states \(key) : \(text) in \(kind) \(name), which has to be \(rule); "
        + "correct it.")
  }
}
