/// Which bits of a module's signals have been assigned.
struct AssignedBits {
  private var whole: Set<String> = []
  /// The bits of signals of which only some are assigned.
  private var parts: [String: Set<Int>] = [:]

  func contains(_ name: String) -> Bool { whole.contains(name) }

  mutating func insert(_ target: Target, width: Int) {
    guard let bits = target.bits else { return insert(target.name) }
    guard !whole.contains(target.name) else { return }
    parts[target.name, default: []].formUnion(bits)
    promote(target.name, width: width)
  }

  private mutating func insert(_ name: String) {
    whole.insert(name)
    parts[name] = nil
  }

  private mutating func promote(_ name: String, width: Int) {
    if parts[name]?.count == width { insert(name) }
  }

  mutating func formUnion(_ other: AssignedBits, widths: [String: Int]) {
    for name in other.whole { insert(name) }
    for (name, bits) in other.parts where !whole.contains(name) {
      parts[name, default: []].formUnion(bits)
      promote(name, width: widths[name] ?? 0)
    }
  }

  /// What is assigned both here and there.
  func intersection(_ other: AssignedBits) -> AssignedBits {
    var result = AssignedBits()
    result.whole = whole.intersection(other.whole)
    for (name, bits) in parts {
      if other.whole.contains(name) {
        result.parts[name] = bits
      } else if let others = other.parts[name] {
        result.parts[name] = bits.intersection(others)
      }
    }
    for (name, bits) in other.parts where whole.contains(name) { result.parts[name] = bits }
    return result
  }

  /// The first run of bits of `name` that are not assigned, if some others are: as a slice of the
  /// language, `low...high`.
  func gap(in name: String, width: Int) -> ClosedRange<Int>? {
    guard let assigned = parts[name], !assigned.isEmpty,
      let low = (0..<width).first(where: { !assigned.contains($0) })
    else { return nil }
    let high = (low..<width).prefix { !assigned.contains($0) }.last ?? low
    return low...high
  }
}

/// A signal, or some of its bits, as the subject of a sentence.
struct SignalPhrase {
  /// As in `bits 0...3 of wire 'word'`; bits as a slice of the language writes them.
  let text: String
  private let isPlural: Bool

  init(_ signal: String, bits: ClosedRange<Int>?) {
    isPlural = (bits?.count ?? 1) > 1
    guard let bits else {
      text = signal
      return
    }
    text =
      bits.count == 1
      ? "bit \(bits.lowerBound) of \(signal)"
      : "bits \(bits.lowerBound)...\(bits.upperBound) of \(signal)"
  }

  func form(_ singular: String, _ plural: String) -> String { isPlural ? plural : singular }
}

extension ModuleDefinition {
  /// The widths of all signals.
  var widths: [String: Int] {
    var result: [String: Int] = [:]
    for port in ports { result[port.name] = port.type.width }
    for wire in wires { result[wire.name] = wire.type.width }
    for register in registers { result[register.name] = register.type.width }
    return result
  }
}
