import HardwareIR

extension Roller {
  /// The assignment that a loop comes to which copies neighbours to neighbours, or sets neighbours
  /// to zero.
  func wideAssignment(_ range: LoopRange, _ body: [BlockStatement]) -> BlockStatement? {
    guard body.count == 1, case .assign(let target, let value, let location) = body[0],
      target.bits == nil, let wide = neighbours(target.name, range)
    else { return nil }
    let type = HardwareType.bits(wide.width)
    switch value {
    case .literal(let pattern, _) where pattern == BitPattern(0, width: pattern.width):
      let zero = Expression.literal(BitPattern(0, width: wide.width), type)
      return .assign(target: Target(wide.name), value: zero, location: location)
    case .reference(let name, _):
      guard joinsCopies, let source = neighbours(name, range), source.width == wide.width else {
        return nil
      }
      return .assign(
        target: Target(wide.name), value: .reference(source.name, type), location: location)
    default: return nil
    }
  }

  /// The name of what a loop goes through, where these are neighbouring elements.
  private func neighbours(_ name: String, _ range: LoopRange) -> (name: String, width: Int)? {
    let count = range.values.count
    func start(_ index: Affine) -> Affine? {
      guard index.coefficient(of: range.variable) == 1 else { return nil }
      return index.without(range.variable) + range.values.lowerBound
    }
    switch symbols[name] {
    case .element(let family, let indices):
      guard let last = indices.last, let first = start(last),
        indices.dropLast().allSatisfy({ $0.coefficient(of: range.variable) == 0 })
      else { return nil }
      let name = symbols.name(
        of: .elements(family: family, indices.dropLast() + [first], count: count))
      return (name, count * families.all[family].type.width)
    case .bits(let signal, let low, let width):
      guard low.coefficient(of: range.variable) == width else { return nil }
      let first = low.without(range.variable) + width * range.values.lowerBound
      return (
        symbols.name(of: .bits(of: signal, low: first, width: count * width)), count * width
      )
    default: return nil
    }
  }
}
