import HardwareDSL

/// The first of several flags that are set, as a ripple that also chooses what belongs to it.
struct FirstChoice {
  /// Whether any flag below a number is set: none below 0, up to all.
  let below: [Signal]
  private let flags: [Signal]

  /// - Parameter name: Of the wires.
  init(_ name: IndexedName, of flags: [Signal]) {
    self.flags = flags
    var below = [Signal(0, .bit)]
    for (index, flag) in flags.enumerated() {
      below.append(index == 0 ? flag : wire("\(name)_\(index + 1)", below[index] || flag))
    }
    self.below = below
  }

  /// Whether any flag is set.
  var isAny: Signal { below[flags.count] }

  func isFirst(_ index: Int) -> Signal {
    index == 0 ? flags[0] : flags[index] && !below[index]
  }

  /// The item at the first flag that is set; at the last, if none is.
  func item<Payload: SignalBundle>(of items: [Payload]) -> BundleValue<Payload> {
    item(of: items, 0..<items.count)
  }

  /// It lies in the lower half where any flag there is set.
  private func item<Payload: SignalBundle>(
    of items: [Payload], _ range: Range<Int>
  ) -> BundleValue<Payload> {
    guard range.count > 1 else { return items[range.lowerBound].bundleValue }
    let middle = (range.lowerBound + range.upperBound) / 2
    return mux(
      below[middle], item(of: items, range.lowerBound..<middle),
      item(of: items, middle..<range.upperBound))
  }
}
