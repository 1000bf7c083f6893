import HardwareIR

/// What `<==` joins field by field and element by element: a signal, a number, an enumeration, a
/// bundle or a value of its shape, or an array of such.
public protocol Connectable {
  /// What both sides have in common.
  associatedtype Form
  var connectionSide: ConnectionSide { get }
}

/// What is connectable and has parts: a bundle, a value of its shape, or an array.
public protocol Composite: Connectable {}

/// One side of `<==`, taken apart.
public struct ConnectionSide {
  indirect enum Kind {
    case signal(Signal)
    case number(Fixed)
    case bundle(BundleParts)
    case list([ConnectionSide])
  }

  let kind: Kind

  init(_ kind: Kind) { self.kind = kind }

  /// All signals in order.
  var signals: [Signal] {
    switch kind {
    case .signal(let signal): [signal]
    case .number(let number): [number.raw]
    case .bundle(let parts): parts.signals
    case .list(let elements): elements.flatMap(\.signals)
    }
  }

  /// What the sides are called, for messages.
  fileprivate var noun: String {
    if case .list = kind { "arrays" } else { "bundles" }
  }
}

extension Signal: Connectable {
  public typealias Form = Signal
  public var connectionSide: ConnectionSide { ConnectionSide(.signal(self)) }
}

extension Fixed: Connectable {
  public typealias Form = Fixed
  public var connectionSide: ConnectionSide { ConnectionSide(.number(self)) }
}

extension Enumerated: Connectable {
  public typealias Form = Enumerated
  public var connectionSide: ConnectionSide { ConnectionSide(.signal(signal)) }
}

extension BundleExpression {
  public var connectionSide: ConnectionSide { ConnectionSide(.bundle(bundleValue.parts)) }
}

extension Array: Composite, Connectable where Element: Connectable {
  public typealias Form = [Element.Form]
  public var connectionSide: ConnectionSide { ConnectionSide(.list(map(\.connectionSide))) }
}

extension ArraySlice: Composite, Connectable where Element: Connectable {
  public typealias Form = [Element.Form]
  public var connectionSide: ConnectionSide { ConnectionSide(.list(map(\.connectionSide))) }
}

/// Joins two bundles, two arrays, or arrays of arrays or of bundles: every signal of `sink` is
/// driven with that of `source` in its place. A flipped field of a bundle goes the other way.
///
/// `child.bus <== bus` passes a bus of this module on to a child, and `bus <== child.bus` leads one
/// of a child out. `words <== child.words` does the same for an array; arrays of unlike counts are
/// refused.
@discardableResult
public func <== <Sink: Composite, Source: Composite>(
  sink: Sink, source: Source
) -> Behavior where Sink.Form == Source.Form {
  connect(sink.connectionSide, source.connectionSide)
}

// Beside the general form, so that literals in `words <== [0, 1]` are signals, also in rows.
/// Drives each signal of `targets` with the value in its place; there are as many.
@discardableResult
public func <== (targets: [Signal], values: [Signal]) -> Behavior {
  connect(targets.connectionSide, values.connectionSide)
}

/// Drives each signal of the rows of `targets` with the value in its place.
@discardableResult
public func <== (targets: [[Signal]], values: [[Signal]]) -> Behavior {
  connect(targets.connectionSide, values.connectionSide)
}

private func connect(_ sink: ConnectionSide, _ source: ConnectionSide) -> Behavior {
  guard let recorder = Recorder.current else {
    for signal in sink.signals { signal.markStray("is assigned", at: nil) }
    return Behavior()
  }
  var connection = Connection()
  connection.join(sink, source, column: "")
  connection.refuseSwapped(in: recorder.scope, sink.noun)
  if let mistake = connection.mistake {
    recorder.add(RecordedStatement(.mistake(mistake.rule, mistake.message)))
    return Behavior()
  }
  for pair in connection.pairs {
    let statement = pair.sink <== pair.source
    statement.likeness = Likeness(whole: connection.whole, column: pair.column)
  }
  return Behavior()
}

/// What assignments have in common that one `<==` makes for the elements of an array: what is wrong
/// with one is wrong with all, and said once.
struct Likeness: Hashable {
  final class Whole {}

  let whole: Whole
  /// The field of a bundle that each element drives.
  let column: String

  static func == (left: Likeness, right: Likeness) -> Bool {
    left.whole === right.whole && left.column == right.column
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(whole))
    hasher.combine(column)
  }
}

/// The assignments that one `<==` makes.
private struct Connection {
  let whole = Likeness.Whole()
  private(set) var pairs: [(sink: Signal, source: Signal, column: String)] = []
  /// The first mistake, which leaves nothing to assign.
  private(set) var mistake: WidthRules.Mistake?

  mutating func join(_ sink: ConnectionSide, _ source: ConnectionSide, column: String) {
    guard mistake == nil else { return }
    switch (sink.kind, source.kind) {
    case (.list(let sinks), .list(let sources)):
      guard sinks.count == sources.count else {
        mistake = unlikeCounts(sinks, sources)
        return
      }
      for (sink, source) in zip(sinks, sources) { join(sink, source, column: column) }
    case (.bundle(let left), .bundle(let right)): join(left, right)
    case (.number(let target), .number(let value)):
      pairs.append((target.raw, target.fitting(value), column))
    case (.signal(let target), .signal(let value)): pairs.append((target, value, column))
    default: preconditionFailure("both sides of <== have one form")
    }
  }

  private mutating func join(_ left: BundleParts, _ right: BundleParts) {
    if let mistake = left.mistakeInPairing(right, "<==") {
      self.mistake = mistake
      return
    }
    for (index, isAgainst) in left.isAgainst.enumerated() {
      let (first, second) = (left.signals[index], right.signals[index])
      let (sink, source) = isAgainst ? (second, first) : (first, second)
      pairs.append((sink, source, left.template[index].column))
    }
  }

  private func unlikeCounts(
    _ sinks: [ConnectionSide], _ sources: [ConnectionSide]
  ) -> WidthRules.Mistake {
    func text(_ side: [ConnectionSide]) -> String {
      let signals = side.flatMap(\.signals)
      let count = side.count == 1 ? "1 element" : "\(side.count) elements"
      guard let first = signals.first, first.name != nil else { return count }
      guard let last = signals.last, last.name != nil, signals.count > 1 else {
        return "\(count) (\(first))"
      }
      return "\(count) (\(first) to \(last))"
    }
    return WidthRules.Mistake(
      .typeMismatch,
      "<== drives \(text(sinks)) with \(text(sources)); give as many values as there are elements, "
        + "or drive a part of the array, as in words[..<\(max(1, min(sinks.count, sources.count)))]"
    )
  }

  /// Refuses what could be driven only the other way round.
  mutating func refuseSwapped(in scope: ModuleScope, _ noun: String) {
    func fits(_ sink: Signal, _ source: Signal) -> Bool {
      sink.isDrivable(in: scope) && source.isReadable(in: scope)
    }
    guard mistake == nil, let wrong = pairs.first(where: { !fits($0.sink, $0.source) }),
      pairs.allSatisfy({ fits($0.source, $0.sink) })
    else { return }
    mistake = WidthRules.Mistake(
      .drivenTwice,
      "<== would drive \(wrong.sink) with \(wrong.source), but of these only the second can be "
        + "driven here; swap the \(noun)")
  }
}

extension Signal {
  /// Whether a body may drive the signal, as far as its kind tells.
  fileprivate func isDrivable(in scope: ModuleScope) -> Bool {
    if let indexed { return indexed.elements.allSatisfy { $0.isDrivable(in: scope) } }
    let signal = Destination(self).signal
    switch signal.node {
    case .port(.input): return signal.owner !== scope
    case .port(.output): return signal.owner === scope
    case .wire, .register: return true
    case .integer, .constant, .operation, .mistake: return false
    }
  }

  /// Whether a body may read the signal, as far as its kind tells.
  fileprivate func isReadable(in scope: ModuleScope) -> Bool {
    if case .port(.input) = node { return owner === scope }
    return indexed?.elements.allSatisfy { $0.isReadable(in: scope) } ?? true
  }
}
