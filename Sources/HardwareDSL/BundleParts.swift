import HardwareIR

/// The fields of a bundle, or of a value of its shape, whatever that is.
struct BundleParts {
  private let type: Any.Type
  /// The fields of the shape.
  let template: [BundleField]
  /// The value of each field.
  let signals: [Signal]
  let mistake: WidthRules.Mistake?

  init(_ type: Any.Type, _ template: [BundleField], _ signals: [Signal]) {
    self.type = type
    self.template = template
    self.signals = signals
    mistake = nil
  }

  init(_ type: Any.Type, _ mistake: WidthRules.Mistake) {
    self.type = type
    template = []
    signals = []
    self.mistake = mistake
  }

  /// The name of the shape, for messages.
  private var shape: String { "\(type)" }

  /// Whether each field goes against the bundle. A bundle that is flipped as a whole is none the
  /// less driven from the right: only what differs from its least flipped field goes against it. So
  /// it is with each part of a bundle that is put together of signals of others.
  var isAgainst: [Bool] {
    let flips = template.map(\.signal.flips)
    guard flips.contains(where: { $0 != 0 }) else { return flips.map { _ in false } }
    let origins = template.map { field in field.signal.origin.map { ObjectIdentifier($0) } }
    var least: [ObjectIdentifier?: Int8] = [:]
    for (origin, flips) in zip(origins, flips) {
      least[origin] = min(flips, least[origin] ?? flips)
    }
    return zip(origins, flips).map { !($1 - (least[$0] ?? $1)).isMultiple(of: 2) }
  }

  /// What is wrong with treating the bundle as one value.
  func mistakeAsValue(_ operation: String) -> WidthRules.Mistake? {
    if let mistake { return mistake }
    guard let flipped = zip(template, isAgainst).first(where: \.1)?.0 else { return nil }
    return WidthRules.Mistake(
      .typeMismatch,
      "\(operation) takes a bundle that goes one way, but field '\(flipped.dottedPath)' of "
        + "\(shape) is flipped; write it for the fields one by one")
  }

  /// Whether the fields are the same ones, as nearly always.
  private func isLike(_ other: BundleParts) -> Bool {
    template.count == other.template.count
      && zip(template, other.template).allSatisfy {
        $0.path == $1.path && $0.fractionBits == $1.fractionBits
      } && isAgainst == other.isAgainst
  }

  /// What keeps the fields of two bundles from being paired.
  func mistakeInPairing(_ other: BundleParts, _ operation: String) -> WidthRules.Mistake? {
    if let mistake = mistake ?? other.mistake { return mistake }
    if isLike(other) { return nil }
    let (paths, others) = (template.map(\.dottedPath), other.template.map(\.dottedPath))
    let problem: String
    if let missing = paths.first(where: { !others.contains($0) }) {
      problem = "the second has no field '\(missing)'"
    } else if let missing = others.first(where: { !paths.contains($0) }) {
      problem = "the first has no field '\(missing)'"
    } else if let index = isAgainst.indices.first(where: { isAgainst[$0] != other.isAgainst[$0] }) {
      problem = "field '\(paths[index])' is flipped in one of them only"
    } else if let (left, right) = zip(template, other.template).first(where: {
      $0.fractionBits != $1.fractionBits
    }) {
      let (bits, others) = (left.fractionBits ?? 0, right.fractionBits ?? 0)
      problem = "field '\(left.dottedPath)' has \(bits) fraction bits, and \(others) in the second"
    } else {
      return nil
    }
    return WidthRules.Mistake(
      .typeMismatch,
      "\(operation) joins two unlike bundles of \(shape): \(problem); "
        + "make both with the same parameters")
  }
}
