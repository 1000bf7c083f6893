import HardwareIR

/// Signals that travel together: a struct whose stored properties are signals or bundles, or arrays
/// or optionals of them.
///
///     struct Bus: SignalBundle {
///       let address: Signal
///       let grant: Signal
///       let response: Response
///
///       init(_ field: FieldMaker) {
///         address = field(.unsigned(12))
///         grant = field.flipped(.bit)
///         response = Response(field.flipped)
///       }
///     }
///
/// One declaration serves both ends, `Bus(.output())` and `Bus(.input())`, and as wires and
/// registers, which have no direction.
public protocol SignalBundle: BundleExpression, Terminal where Shape == Self, Form == Self {}

/// A bundle of streams of which none may wait for another: the `valid` of one that follows the
/// `ready` of any in the same cycle is refused, as one that follows its own is. Such are the
/// channels of AXI, whose other side may wait for one of them before it is ready for another.
public protocol StreamBus: SignalBundle {}

/// A bundle, or a value of its shape.
public protocol BundleExpression: Composite where Form == Shape {
  associatedtype Shape: SignalBundle
  var bundleValue: BundleValue<Shape> { get }
}

/// Makes the fields of a bundle, so that one declaration serves ports, wires and registers.
public struct FieldMaker {
  private enum Kind {
    case port(Port.Direction)
    case wire
    case dataRegister
    case register(reset: Int)
  }

  private let kind: Kind
  private let domain: ClockDomain
  private let location: SourceLocation
  /// How often the way was turned round, seen from the whole bundle.
  private var flips: Int8 = 0
  /// What names of ports begin with, one for each bundle that has a prefix, from the outermost.
  private var prefixes: [String] = []
  /// What the fields of one bundle have in common.
  private var origin = FieldOrigin()

  private init(_ kind: Kind, in domain: ClockDomain = .default, _ location: SourceLocation) {
    self.kind = kind
    self.domain = domain
    self.location = location
  }

  /// A field that goes the way of this maker.
  public func callAsFunction(_ type: HardwareType, _ note: String? = nil) -> Signal {
    let (file, line, column) = (location.file, location.line, location.column)
    let signal =
      switch kind {
      case .port(.input):
        HardwareDSL.input(type, in: domain, note, file: file, line: line, column: column)
      case .port(.output):
        HardwareDSL.output(type, in: domain, note, file: file, line: line, column: column)
      case .wire: HardwareDSL.wire(type, note, file: file, line: line, column: column)
      case .dataRegister:
        HardwareDSL.dataRegister(type, in: domain, note, file: file, line: line, column: column)
      case .register(let reset):
        HardwareDSL.register(
          type, reset: reset, in: domain, note, file: file, line: line, column: column)
      }
    signal.flips = flips
    if !prefixes.isEmpty { signal.given = GivenName(nil, prefixes: prefixes) }
    signal.origin = origin
    return signal
  }

  /// A field whose port has exactly this name, behind the prefixes that it stands under.
  public func callAsFunction(
    _ name: String, _ type: HardwareType, _ note: String? = nil
  ) -> Signal {
    let signal = self(type, note)
    if case .port = kind { signal.given = GivenName(name, prefixes: prefixes) }
    return signal
  }

  /// A field that whoever receives it may ignore, as one who counts does the mark of the last beat:
  /// no warning tells that nothing reads it.
  public func ignorable(_ type: HardwareType, _ note: String? = nil) -> Signal {
    let signal = self(type, note)
    signal.isIgnorable = true
    return signal
  }

  /// In place of a field that the bundle cannot have: the mistake, which is told of once for all
  /// fields that it hits.
  package func mistaken(_ sentence: String) -> Signal {
    let signal = Signal(.mistake(.definition, sentence), type: .bit, location: location)
    signal.flips = flips
    signal.origin = origin
    return signal
  }

  /// Makes the fields of a bundle or stream whose ports begin with `prefix` in place of its own
  /// name, where the whole bundle has a prefix as well: `s_axil_awvalid` for field `valid` of
  /// `ReadyValid(field.prefixed("aw"))` in a bundle made by `.input(prefix: "s_axil_")`.
  public func prefixed(_ prefix: String) -> FieldMaker {
    var maker = self
    if !prefixes.isEmpty { maker.prefixes.append(prefix) }
    return maker
  }

  /// Makes fields that go the other way: `field.flipped(.bit)`, or a whole bundle,
  /// `Response(field.flipped)`.
  public var flipped: FieldMaker {
    var maker = self
    maker.flips += 1
    guard case .port(let direction) = kind else { return maker }
    maker = FieldMaker(
      .port(direction == .input ? .output : .input), in: domain, location)
    maker.flips = flips + 1
    maker.prefixes = prefixes
    maker.origin = origin
    return maker
  }

  /// Makes input ports; flipped fields are outputs.
  ///
  /// - Parameter prefix: What the names of all ports begin with, in place of the bundle's own name
  ///   and without a suffix, where a standard or an integrator asks for names: `s_axil_awvalid`.
  public static func input(
    in domain: ClockDomain = .default, prefix: String? = nil, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> FieldMaker {
    var maker = FieldMaker(
      .port(.input), in: domain, SourceLocation(file: file, line: line, column: column))
    if let prefix { maker.prefixes = [prefix] }
    return maker
  }

  /// Makes output ports; flipped fields are inputs.
  ///
  /// - Parameter prefix: What the names of all ports begin with, in place of the bundle's own name
  ///   and without a suffix, where a standard or an integrator asks for names: `s_axil_awvalid`.
  public static func output(
    in domain: ClockDomain = .default, prefix: String? = nil, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> FieldMaker {
    var maker = FieldMaker(
      .port(.output), in: domain, SourceLocation(file: file, line: line, column: column))
    if let prefix { maker.prefixes = [prefix] }
    return maker
  }

  public static func wire(file: String = #filePath, line: Int = #line, column: Int = #column)
    -> FieldMaker
  {
    FieldMaker(.wire, SourceLocation(file: file, line: line, column: column))
  }

  public static func dataRegister(
    in domain: ClockDomain = .default, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> FieldMaker {
    FieldMaker(
      .dataRegister, in: domain, SourceLocation(file: file, line: line, column: column))
  }

  /// Makes registers with a reset value, the same for every field.
  public static func register(
    reset: Int, in domain: ClockDomain = .default, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> FieldMaker {
    FieldMaker(
      .register(reset: reset), in: domain,
      SourceLocation(file: file, line: line, column: column))
  }
}

/// Stands for the fields that were made as one bundle.
final class FieldOrigin {
  private var told: Set<String> = []

  /// Whether a mistake of the bundle is told of for the first time.
  func tells(_ sentence: String) -> Bool { told.insert(sentence).inserted }
}

/// A bundle of wires declared inside a body: `let request = wire("request") { Request($0) }`.
public func wire<Bundle: SignalBundle>(
  _ name: IndexedName, file: String = #filePath, line: Int = #line, column: Int = #column,
  _ make: (FieldMaker) -> Bundle
) -> Bundle {
  let bundle = make(.wire(file: file, line: line, column: column))
  guard let recorder = Recorder.current else {
    let location = SourceLocation(file: file, line: line, column: column)
    for field in fields(of: bundle) { field.signal.markStray("is named", at: location) }
    return bundle
  }
  for field in fields(of: bundle) { recorder.declare(field.signal, named: field.name(below: name)) }
  return bundle
}

/// A signal of a bundle and the way to it.
struct BundleField {
  let path: [String]
  let signal: Signal
  /// Of a number with a binary point.
  var fractionBits: Int?

  /// As a reader would write it.
  var dottedPath: String { path.joined(separator: ".") }

  func name(below bundle: IndexedName) -> IndexedName {
    path.reduce(bundle) { name, label in
      Int(label).map { "\(name)_\($0)" } ?? "\(name)_\(label)"
    }
  }
}

/// The signals of a bundle in order.
func fields(of bundle: Any) -> [BundleField] {
  Mirror(reflecting: bundle).children.flatMap { fields(of: $0.value, path: [$0.label ?? ""]) }
}

private func fields(of value: Any, path: [String]) -> [BundleField] {
  // Asking whether a value is an object of some class is slow for one that is none.
  if type(of: value) is AnyClass {
    return (value as? Signal).map { [BundleField(path: path, signal: $0)] } ?? []
  }
  if let signals = value as? [Signal] {
    return signals.enumerated().map { BundleField(path: path + ["\($0)"], signal: $1) }
  }
  switch value {
  case let number as Fixed:
    return [BundleField(path: path, signal: number.raw, fractionBits: number.fractionBits)]
  case let state as any StateSignal: return [BundleField(path: path, signal: state.stateSignal)]
  case is any SignalBundle:
    return Mirror(reflecting: value).children.flatMap {
      fields(of: $0.value, path: path + [$0.label ?? ""])
    }
  default:
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection where value is any ArrayOfAny:
      return mirror.children.enumerated().flatMap {
        fields(of: $0.element.value, path: path + ["\($0.offset)"])
      }
    case .optional: return mirror.children.flatMap { fields(of: $0.value, path: path) }
    default: return []
    }
  }
}

/// Any array. `is [Any]` would copy it, and a mirror of one is slow.
protocol ArrayOfAny {
  var count: Int { get }
  func forEachElement(_ visit: (Int, Any) -> Void)
}

extension Array: ArrayOfAny {
  func forEachElement(_ visit: (Int, Any) -> Void) {
    for (index, element) in enumerated() { visit(index, element) }
  }
}

/// The prefixes that the ports of all fields share, from the outermost. Nearly no port has any.
///
/// - Parameter first: a signal of the bundle, if one is at hand.
func sharedPrefixes(of bundle: Any, first: Signal? = nil) -> [String] {
  guard (first ?? firstSignal(of: bundle))?.given?.prefixes.isEmpty == false else { return [] }
  let all = fields(of: bundle).map { $0.signal.given?.prefixes ?? [] }
  var shared = all.first ?? []
  for prefixes in all {
    shared = zip(shared, prefixes).prefix { $0 == $1 }.map(\.0)
  }
  return shared
}

func firstSignal(of value: Any) -> Signal? {
  if type(of: value) is AnyClass { return value as? Signal }
  switch value {
  case let number as Fixed: return number.raw
  case let state as any StateSignal: return state.stateSignal
  default:
    for child in Mirror(reflecting: value).children {
      if let signal = firstSignal(of: child.value) { return signal }
    }
    return nil
  }
}
