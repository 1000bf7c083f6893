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
  /// The path in the emitted text: `u_element_0.u_fifo.Full`.
  public var emittedPath: String

  /// - Parameter instance: the path of the instance with a point behind, empty for the top.
  public init(_ property: Property, in instance: String, emittedPath: String = "") {
    kind = property.kind
    path = instance + property.label
    sentence = property.sentence
    location = property.location
    self.emittedPath = emittedPath
  }

  /// What the property says where it fails, the same in every simulation and proof.
  public func failureText(in top: String) -> String {
    let text =
      kind == .assumption
      ? "Assumption broken in \(top).\(path); the environment must keep it"
      : "Assertion failed in \(top).\(path)"
    return place + text + ending
  }

  /// Which property it is: its place, path and sentence.
  public func text(in top: String) -> String {
    let kind = kind == .assumption ? ", an assumption" : ""
    return "\(place)\(top).\(path)\(kind)\(ending)"
  }

  private var place: String { location.map { "\($0): " } ?? "" }
  private var ending: String { sentence.map { ": \($0)" } ?? "" }
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
}

extension Circuit {
  /// The properties of every instance, those of a parent before those of its children. Models of
  /// black boxes have none, since only an interpreter runs them.
  ///
  /// - Parameter scopes: where in the text they stand, by module.
  func properties(_ scopes: [String: PrintedScopes]) -> [PropertySpec] {
    let definitions = definitions
    let scopes = definitions.mapValues { scopes[$0.name] ?? PrintedScopes($0) }
    func specs(
      of module: ModuleDefinition, path: String, emittedPath: String
    ) -> [PropertySpec] {
      let own = scopes[module.name] ?? PrintedScopes()
      let properties = module.statements.compactMap { statement -> PropertySpec? in
        guard case .property(let property) = statement else { return nil }
        return PropertySpec(
          property, in: path, emittedPath: emittedPath + own.label(property.label))
      }
      return module.instances.reduce(into: properties) { found, instance in
        guard let definition = definitions[instance.module], definition.blackBox == nil else {
          return
        }
        found += specs(
          of: definition, path: path + instance.name + ".",
          emittedPath: emittedPath + own.instance(instance.name) + ".")
      }
    }
    return specs(of: top, path: "", emittedPath: "")
  }
}
