import HardwareIR

/// Places a child in a clock domain: what it says of the default domain is true of `domain` here.
///
///     let lines = StreamFIFO(width: 24, depth: 16)
///     var body: Behavior {
///       clock(lines, in: .pixel)
///       ...
///
/// Without it, every domain of a child is the parent's domain of the same name.
public func clock(
  _ child: any Module, in domain: ClockDomain, file: String = #filePath, line: Int = #line,
  column: Int = #column
) {
  clock(child, [.default: domain], file: file, line: line, column: column)
}

/// Places a child in several clock domains: of each pair, the first is a domain of the child and
/// the second one of this module.
///
///     clock(fifo, [.source: .default, .sink: .pixel])
public func clock(
  _ child: any Module, _ domains: KeyValuePairs<ClockDomain, ClockDomain>,
  file: String = #filePath, line: Int = #line, column: Int = #column
) {
  let recorder = recording("clock")
  recorder.placements.append(
    ClockPlacement(
      child: child, domains: domains.map { ($0.key, $0.value) },
      isConditional: recorder.isConditional,
      location: SourceLocation(file: file, line: line, column: column)))
}

/// What a body says about the clocks of a child.
struct ClockPlacement {
  var child: any Module
  var domains: [(inner: ClockDomain, outer: ClockDomain)]
  var isConditional: Bool
  var location: SourceLocation

  /// The domains of each child, by its number, and what is wrong with the placements.
  static func resolve(
    _ placements: [ClockPlacement], of parent: Reflection,
    definition: (_ module: String) -> ModuleDefinition?
  ) -> (domains: [Int: [ClockDomain: ClockDomain]], diagnostics: [Diagnostic]) {
    guard !placements.isEmpty else { return ([:], []) }
    var result: [Int: [ClockDomain: ClockDomain]] = [:]
    var found: [Diagnostic] = []
    let numbers = Dictionary(
      zip(parent.children.map { ObjectIdentifier($0.module) }, parent.children.indices),
      uniquingKeysWith: { first, _ in first })
    for placement in placements {
      func refuse(_ rule: Diagnostic.Rule, _ sentence: String) {
        found.append(Diagnostic(rule, sentence, at: placement.location))
      }
      guard let number = numbers[ObjectIdentifier(placement.child)] else {
        // A property that hides its hardware is reported already.
        guard parent.hiddenHardware.isEmpty else { continue }
        refuse(
          .scope,
          "clock places \(placement.child.moduleName), which is no child of "
            + "\(parent.scope.moduleName); make it a stored property")
        continue
      }
      let child = parent.children[number].scope
      let text = "instance '\(child.instanceName)' of \(parent.scope.moduleName)"
      if placement.isConditional {
        refuse(.definition, "the clock of \(text) stands under a condition; write it in the body")
      }
      guard let clocked = definition(child.moduleName)?.clockDomains else { continue }
      for (inner, outer) in placement.domains {
        if !clocked.contains(inner) {
          refuse(.clockDomain, "\(text) has no clock in \(inner); \(has(clocked))")
        } else if let mistake = outer.mistake(.clocked) {
          refuse(.clockDomain, "the clock of \(text): \(mistake)")
        } else if result[number]?[inner] != nil {
          refuse(.clockDomain, "\(inner) of \(text) is placed twice; keep one place")
        } else {
          result[number, default: [:]][inner] = outer
        }
      }
    }
    return (result, found)
  }

  private static func has(_ domains: [ClockDomain]) -> String {
    domains.isEmpty
      ? "it has none at all"
      : "it has one in " + domains.map(\.description).joined(separator: " and ")
  }
}
