import HardwareIR

/// Joins two bundles: every field of `sink` is driven with the same field of `source`, and every
/// flipped field of `source` with that of `sink`.
///
/// `child.bus <== bus` passes a bus of this module on to a child, and `bus <== child.bus` leads one
/// of a child out.
@discardableResult
public func <== <Sink: BundleExpression, Source: BundleExpression>(
  sink: Sink, source: Source
) -> Behavior where Sink.Shape == Source.Shape {
  let (left, right) = (sink.bundleValue, source.bundleValue)
  guard let recorder = Recorder.current else {
    for signal in left.signals { signal.markStray("is assigned", at: nil) }
    return Behavior()
  }
  if let mistake = left.mistakeInPairing(right, "<==")?.mistake {
    recorder.add(RecordedStatement(.mistake(mistake.rule, mistake.message)))
    return Behavior()
  }
  let pairs = left.isAgainst.indices.map { index in
    left.isAgainst[index]
      ? (sink: right.signals[index], source: left.signals[index])
      : (sink: left.signals[index], source: right.signals[index])
  }
  let scope = recorder.scope
  func fits(_ sink: Signal, _ source: Signal) -> Bool {
    sink.isDrivable(in: scope) && source.isReadable(in: scope)
  }
  if let wrong = pairs.first(where: { !fits($0.sink, $0.source) }),
    pairs.allSatisfy({ fits($0.source, $0.sink) })
  {
    recorder.add(
      RecordedStatement(
        .mistake(
          .drivenTwice,
          "<== would drive \(wrong.sink) with \(wrong.source), but of these only the second can be "
            + "driven here; swap the bundles")))
    return Behavior()
  }
  for pair in pairs { pair.sink <== pair.source }
  return Behavior()
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
