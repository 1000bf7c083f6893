// The rules of a configuration. Nothing here traps, whatever numbers a file holds: every field is
// bounded before it is multiplied.

extension AcceleratorConfiguration {
  /// The most elements that `validate` allows.
  public static let elementsMax = 64

  /// - Throws: `Refusal` for the first rule that the configuration breaks.
  public func validate() throws {
    try checkName()
    try checkRanges()
    try checkArray()
    try checkMemories()
  }

  private func checkName() throws {
    let letters = Set("abcdefghijklmnopqrstuvwxyz")
    let others = Set("0123456789_")
    let isIdentifier =
      name.first.map(letters.contains) == true
      && name.allSatisfy { letters.union(others).contains($0) }
      && name.last != "_" && !name.contains("__")
    guard isIdentifier else {
      throw Refusal(
        "The name \"\(name)\" is not a lower-snake-case identifier; "
          + "use small letters, digits and single underscores, and begin with a letter.")
    }
    guard name.count <= Limits.nameLength else {
      throw Refusal(
        "The name \"\(name.prefix(20))...\" has \(name.count) characters but may have at most "
          + "\(Limits.nameLength); shorten it.")
    }
  }

  private func checkRanges() throws {
    let limits: [(field: String, value: Int, limit: Int)] = [
      ("array.lines", array.lines, Limits.macs),
      ("array.macsPerLine", array.macsPerLine, Limits.macsPerLine),
      ("array.elements", array.elements, Self.elementsMax),
      ("capacity.tokens", capacity.tokens, NumberFormats.tokensMax),
      ("capacity.headDimension", capacity.headDimension, NumberFormats.headDimensionMax),
    ]
    for (field, value, limit) in limits {
      guard value > 0 else {
        throw Refusal("\(field) is \(value) but must be positive; raise it to 1 or more.")
      }
      guard value <= limit else {
        throw Refusal("\(field) is \(value) but may be at most \(limit); lower it.")
      }
    }
  }

  private func checkArray() throws {
    guard array.lines.isMultiple(of: array.elements) else {
      throw Refusal(
        "array.lines is \(array.lines), which is not a multiple of the \(array.elements) of "
          + "array.elements; choose lines that divide equally among the elements.")
    }
    guard array.macs <= Limits.macs else {
      throw Refusal(
        "array.lines times array.macsPerLine is \(array.macs) but may be at most \(Limits.macs); "
          + "lower one of them.")
    }
  }

  /// Limits that no other constant implies.
  private enum Limits {
    /// The names of modules and files are longer, and some tools and file systems have limits.
    static let nameLength = 64
    static let macs = 65_536
    static let macsPerLine = 64
  }
}
