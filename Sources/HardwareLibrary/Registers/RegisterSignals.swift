import HardwareDSL
import HardwareIR

/// A signal for each of some fields of a map, by the names of these: `values["control.start"]`.
public struct RegisterSignals: SignalBundle, CustomReflectable {
  struct Entry {
    let path: String
    let label: String
    let signal: Signal
  }

  let entries: [Entry]
  private let signals: [String: Signal]
  /// The names of all fields of the map.
  private let known: [String]
  private let refusal: String

  /// Signals for the fields of which `make` makes one.
  ///
  /// - Parameters:
  ///   - refusal: What is said of a field without one, as "is no counter".
  ///   - property: That of the unit by which parents have them, if it is not the unit itself.
  init(
    _ map: RegisterMap, _ refusal: String = "has no signal here", called property: String? = nil,
    _ make: (RegisterField) -> Signal?
  ) {
    let fields = map.fields
    known = fields.map(\.path)
    self.refusal = refusal
    var labels: Set<String> = []
    // What is refused has a signal too, so that nothing else is wrong with it.
    entries = fields.enumerated().compactMap { number, placed in
      guard let signal = make(placed.field) else { return nil }
      signal.title = PortTitle(
        (property.map { "'\($0)' of " } ?? "") + "field '\(placed.path)'",
        access: (property.map { ".\($0)" } ?? "") + "[\"\(placed.path)\"]")
      let isName = isRegisterName(placed.label) && labels.insert(placed.label).inserted
      return Entry(
        path: placed.path, label: isName ? placed.label : "field\(number)", signal: signal)
    }
    signals = Dictionary(entries.map { ($0.path, $0.signal) }) { first, _ in first }
  }

  public var customMirror: Mirror {
    Mirror(
      self, children: entries.map { (label: $0.label, value: $0.signal) }, displayStyle: .struct)
  }

  /// The signal of a field; nil where it has none.
  func signal(_ path: String) -> Signal? { signals[path] }

  /// The signal of a field, `register.field`.
  public subscript(_ path: String) -> Signal {
    if let signal = signals[path] { return signal }
    let sentence =
      known.contains(path)
      ? "the field '\(path)' \(refusal)" : unknownField(path, among: known)
    return .mistaken(.definition, sentence, type: .bit)
  }
}
