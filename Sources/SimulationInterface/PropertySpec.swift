import HardwareIR

/// A claim, an assumption or a cover point of one instance in a design.
public struct PropertySpec: Hashable, Sendable {
  public var kind: Property.Kind
  /// The instances below the top and the label, joined by points: `element_0.fifo.Full`.
  public var path: String
  /// What it says, for people.
  public var sentence: String?
  /// The designer's line.
  public var location: SourceLocation?

  public init(
    kind: Property.Kind, path: String, sentence: String? = nil, location: SourceLocation? = nil
  ) {
    self.kind = kind
    self.path = path
    self.sentence = sentence
    self.location = location
  }
}

/// How often a cover point of one instance was reached.
public struct CoverCount: Hashable, Sendable {
  public var point: PropertySpec
  /// The clock edges outside reset at which its condition held.
  public var hits: Int

  public init(_ point: PropertySpec, hits: Int) {
    self.point = point
    self.hits = hits
  }
}

extension CoverCount: CustomStringConvertible {
  public var description: String {
    let place = point.location.map { "\($0): " } ?? ""
    return "\(place)\(point.path) \(Self.phrase(hits))"
  }

  /// `never covered`, `covered once`, `covered 3 times`.
  public static func phrase(_ hits: Int) -> String {
    switch hits {
    case 0: "never covered"
    case 1: "covered once"
    default: "covered \(hits) times"
    }
  }
}

extension DesignInterface {
  /// The cover points, in the order of `properties`.
  public var coverPoints: [PropertySpec] { properties.filter { $0.kind == .cover } }

  /// What a failed property says of itself.
  ///
  /// - Parameters:
  ///   - scope: the top module and the path, joined by a point.
  ///   - sentence: what the property says, which stands behind.
  public static func failureText(
    of kind: Property.Kind, in scope: String, saying sentence: String? = nil
  ) -> String {
    let text =
      kind == .assumption
      ? "Assumption broken in \(scope); the environment must keep it"
      : "Assertion failed in \(scope)"
    return sentence.map { "\(text): \($0)" } ?? text
  }
}

extension Circuit {
  /// The properties of every instance, those of a parent before those of its children. Models of
  /// black boxes have none, since only an interpreter runs them.
  var properties: [PropertySpec] {
    let definitions = Dictionary(
      modules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    func properties(of module: ModuleDefinition, path: String) -> [PropertySpec] {
      let own = module.statements.compactMap { statement -> PropertySpec? in
        guard case .property(let property) = statement else { return nil }
        return PropertySpec(
          kind: property.kind, path: path + property.label, sentence: property.sentence,
          location: property.location)
      }
      return module.instances.reduce(into: own) { found, instance in
        guard let definition = definitions[instance.module], definition.blackBox == nil else {
          return
        }
        found += properties(of: definition, path: path + instance.name + ".")
      }
    }
    return properties(of: top, path: "")
  }
}
