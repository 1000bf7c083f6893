import HardwareIR

/// A value of the shape of a bundle, as `mux`, `select`, an index or bits make it. Its fields have
/// the names of the bundle's.
@dynamicMemberLookup
public struct BundleValue<Shape: SignalBundle>: BundleExpression {
  public typealias Form = Shape

  /// What names, types and directions are taken from; nil for a mistake.
  private let shape: Shape?
  let parts: BundleParts

  var template: [BundleField] { parts.template }
  var signals: [Signal] { parts.signals }
  var mistake: WidthRules.Mistake? { parts.mistake }

  init(_ shape: Shape) {
    let fields = fields(of: shape)
    self.init(shape: shape, BundleParts(Shape.self, fields, fields.map(\.signal)))
  }

  init(_ rule: Diagnostic.Rule, _ message: String) {
    self.init(shape: nil, BundleParts(Shape.self, WidthRules.Mistake(rule, message)))
  }

  private init(shape: Shape?, _ parts: BundleParts) {
    self.shape = shape
    self.parts = parts
  }

  private init(_ mistake: WidthRules.Mistake) { self.init(mistake.rule, mistake.message) }

  public var bundleValue: BundleValue { self }

  /// Values of the same shape from those of each field.
  func map(_ transform: (Int, Signal) -> Signal) -> BundleValue {
    if mistake != nil { return self }
    return BundleValue(
      shape: shape,
      BundleParts(
        Shape.self, template, signals.enumerated().map { transform($0.offset, $0.element) }))
  }

  /// What is wrong with treating the bundle as one value.
  func mistakeAsValue(_ operation: String) -> BundleValue? {
    parts.mistakeAsValue(operation).map { BundleValue($0) }
  }

  /// What keeps the fields of two bundles from being paired.
  func mistakeInPairing(_ other: BundleValue, _ operation: String) -> BundleValue? {
    parts.mistakeInPairing(other.parts, operation).map { BundleValue($0) }
  }

  private func value(of field: Signal) -> Signal {
    if let mistake { return .mistaken(mistake.rule, mistake.message, type: field.type) }
    guard let index = template.firstIndex(where: { $0.signal === field }) else {
      return .mistaken(
        .definition,
        "a value of \(Shape.self) has only the stored fields of the bundle; compute others from "
          + "these", type: field.type)
    }
    return signals[index]
  }

  private var mistaken: Signal {
    .mistaken(mistake?.rule ?? .definition, mistake?.message ?? "", type: .bit)
  }

  public subscript(dynamicMember field: KeyPath<Shape, Signal>) -> Signal {
    shape.map { value(of: $0[keyPath: field]) } ?? mistaken
  }

  public subscript(dynamicMember field: KeyPath<Shape, Signal?>) -> Signal? {
    guard let shape else { return mistaken }
    return shape[keyPath: field].map(value)
  }

  public subscript(dynamicMember field: KeyPath<Shape, [Signal]>) -> [Signal] {
    shape.map { $0[keyPath: field].map(value) } ?? [mistaken]
  }

  public subscript(dynamicMember field: KeyPath<Shape, Fixed>) -> Fixed {
    guard let number = shape?[keyPath: field] else { return Fixed(mistaken, fractionBits: 0) }
    return Fixed(value(of: number.raw), fractionBits: number.fractionBits)
  }

  public subscript<State>(
    dynamicMember field: KeyPath<Shape, Enumerated<State>>
  ) -> Enumerated<State> {
    Enumerated(shape.map { value(of: $0[keyPath: field].signal) } ?? mistaken)
  }

  public subscript<Nested: SignalBundle>(
    dynamicMember field: KeyPath<Shape, Nested>
  ) -> BundleValue<Nested> {
    shape.map { nested($0[keyPath: field]) } ?? BundleValue<Nested>(.definition, "")
  }

  public subscript<Nested: SignalBundle>(
    dynamicMember field: KeyPath<Shape, [Nested]>
  ) -> [BundleValue<Nested>] {
    shape.map { $0[keyPath: field].map(nested) } ?? []
  }

  private func nested<Nested: SignalBundle>(_ bundle: Nested) -> BundleValue<Nested> {
    BundleValue<Nested>(bundle).map { _, field in value(of: field) }
  }
}

extension SignalBundle {
  public var bundleValue: BundleValue<Self> { BundleValue(self) }
}

// MARK: Choice

/// `condition ? first : second` for each field, in hardware.
public func mux<First: BundleExpression, Second: BundleExpression>(
  _ condition: Signal, _ first: First, _ second: Second
) -> BundleValue<First.Shape> where First.Shape == Second.Shape {
  let (first, second) = (first.bundleValue, second.bundleValue)
  if let mistake = first.mistakeInPairing(second, "mux") ?? first.mistakeAsValue("mux") {
    return mistake
  }
  return first.map { mux(condition, $1, second.signals[$0]) }
}

/// `bundles[index]` for each field, in hardware, and zero beyond the last bundle.
public func select<Bundle: BundleExpression>(
  _ bundles: [Bundle], at index: Signal
) -> BundleValue<Bundle.Shape> {
  chosen(bundles, "select") { select($0, at: index) }
}

extension Array where Element: BundleExpression {
  /// The bundle that `index` counts to, in hardware, to be read as by `select(_:at:)` or driven: of
  /// `banks[index] <== request` that bundle alone takes the value, and none beyond the last. A
  /// flipped field is taken from that bundle.
  public subscript(index: Signal) -> BundleValue<Element.Shape> {
    chosen(self, "an index") { $0[index] }
  }
}

private func chosen<Bundle: BundleExpression>(
  _ bundles: [Bundle], _ operation: String, _ choose: ([Signal]) -> Signal
) -> BundleValue<Bundle.Shape> {
  let values = bundles.map(\.bundleValue)
  guard let first = values.first else {
    return BundleValue(
      .definition, "\(operation) has no bundles to choose from; give at least one")
  }
  for value in values {
    if let mistake = first.mistakeInPairing(value, operation) { return mistake }
  }
  if operation == "select", let mistake = first.mistakeAsValue(operation) { return mistake }
  return first.map { index, _ in choose(values.map { $0.signals[index] }) }
}

// MARK: Bits

extension BundleExpression {
  /// All fields side by side as bits; the first is the most significant, as in a packed struct.
  public var asBits: Signal {
    let value = bundleValue
    if let mistake = (value.mistakeAsValue("asBits") ?? value).mistake {
      return .mistaken(mistake.rule, mistake.message, type: .bits(1))
    }
    return concatenate(value.signals.map(\.asBits))
  }
}

extension Signal {
  /// The bits as the fields of a bundle, the inverse of `asBits` of one like `bundle`.
  public func asBundle<Bundle: SignalBundle>(like bundle: Bundle) -> BundleValue<Bundle> {
    if let (rule, message) = mistake ?? untyped("asBundle")?.mistake {
      return BundleValue(rule, message)
    }
    let shape = BundleValue(bundle)
    if let mistake = shape.mistakeAsValue("asBundle") { return mistake }
    let total = shape.signals.reduce(0) { $0 + $1.width }
    guard total == width else {
      return BundleValue(
        .typeMismatch,
        "\(self) (\(type)) is read as a bundle of \(total) bits, \(Bundle.self); "
          + "slice or concatenate to \(total) bits")
    }
    var above = width
    return shape.map { _, field in
      above -= field.width
      return self[above..<(above + field.width)].reinterpreted(as: field.type)
    }
  }
}

/// Names a value of a bundle's shape inside a body: one wire for each field.
public func wire<Value: BundleExpression>(
  _ name: IndexedName, _ value: Value, file: String = #filePath, line: Int = #line,
  column: Int = #column
) -> BundleValue<Value.Shape> {
  let value = value.bundleValue
  if let mistake = (value.mistakeAsValue("wire") ?? value).mistake {
    Recorder.current?.add(
      RecordedStatement(
        .mistake(mistake.rule, mistake.message),
        at: SourceLocation(file: file, line: line, column: column)))
    return value
  }
  return value.map { index, signal in
    wire(value.template[index].name(below: name), signal, file: file, line: line, column: column)
  }
}
