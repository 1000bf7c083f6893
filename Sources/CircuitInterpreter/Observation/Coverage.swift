import HardwareIR
import SimulationInterface

/// Whether a simulation counts what it has reached.
public enum CoverageMode: Hashable, Sendable {
  case none
  case counted
}

/// One way through a `when` or a `decode`, past it included.
public struct Branch: Hashable, Sendable {
  /// The designer's line: of the first statement in the branch, else of the whole.
  public var location: SourceLocation?
  /// `when`, `elseWhen`, `otherwise`, or the arm: `case idle`, `value 3`; `skipped` for none of
  /// them.
  public var kind: String

  /// The branches of a module, depth first.
  static func all(of module: ModuleDefinition) -> [Branch] {
    var found: [Branch] = []
    for statement in module.statements { collect(statement, isContinued: false, &found) }
    return found
  }

  /// Whether the rest of a `when` is only its next `elseWhen`.
  static func continuesChain(_ otherwise: [Statement]) -> Bool {
    if otherwise.count == 1, case .when = otherwise[0] { true } else { false }
  }

  /// Whether so many arms are all that there can be.
  static func coversAll(_ arms: Int, _ type: HardwareType) -> Bool {
    if case .enumeration(let enumeration) = type { return arms == enumeration.cases.count }
    return type.width < Int.bitWidth - 1 && arms == 1 << type.width
  }

  private static func collect(
    _ statement: Statement, isContinued: Bool, _ found: inout [Branch]
  ) {
    switch statement {
    case .when(_, let then, let otherwise, let location):
      let start = isContinued ? place(then) ?? location : location
      found.append(Branch(location: start, kind: isContinued ? "elseWhen" : "when"))
      for inner in then { collect(inner, isContinued: false, &found) }
      if otherwise.isEmpty { found.append(Branch(location: start, kind: "skipped")) }
      let isChain = continuesChain(otherwise)
      if !otherwise.isEmpty, !isChain {
        found.append(Branch(location: place(otherwise) ?? location, kind: "otherwise"))
      }
      for inner in otherwise { collect(inner, isContinued: isChain, &found) }
    case .decode(let subject, let arms, let location):
      for arm in arms {
        found.append(
          Branch(
            location: place(arm.statements) ?? location, kind: kind(arm.value, subject.type)))
        for inner in arm.statements { collect(inner, isContinued: false, &found) }
      }
      if !coversAll(arms.count, subject.type) {
        found.append(Branch(location: location, kind: "skipped"))
      }
    case .assign, .property, .section: break
    }
  }

  private static func place(_ statements: [Statement]) -> SourceLocation? {
    statements.lazy.compactMap(\.location).first
  }

  private static func kind(_ value: Int, _ type: HardwareType) -> String {
    if case .enumeration(let enumeration) = type, enumeration.cases.indices.contains(value) {
      return "case \(enumeration.cases[value])"
    }
    return "value \(value)"
  }
}

/// How often simulations took each branch and reached each cover point, and which bits of registers
/// they saw rise and fall; instances of one module count together.
public struct Coverage: Hashable, Sendable {
  public struct BranchCount: Hashable, Sendable {
    public var branch: Branch
    /// Cycles with a clock edge outside reset in which the branch was taken, summed over instances.
    public var hits: Int
  }

  public struct CoverPoint: Hashable, Sendable {
    public var label: String
    public var location: SourceLocation?
    /// Clock edges outside reset at which the condition held, summed over instances.
    public var hits: Int
  }

  public struct RegisterToggles: Hashable, Sendable {
    public var name: String
    public var widthBits: Int
    public var location: SourceLocation?
    /// The bits that went from 0 to 1, and from 1 to 0, low word first.
    public var rising: [UInt64]
    public var falling: [UInt64]

    /// The bits that did not do both.
    var missing: [(bit: Int, rose: Bool, fell: Bool)] {
      (0..<widthBits).compactMap { bit in
        let rose = rising[bit / 64] >> UInt64(bit % 64) & 1 == 1
        let fell = falling[bit / 64] >> UInt64(bit % 64) & 1 == 1
        return rose && fell ? nil : (bit, rose, fell)
      }
    }
  }

  public struct ModuleCoverage: Hashable, Sendable {
    public var name: String
    public var branches: [BranchCount]
    public var covers: [CoverPoint]
    public var registers: [RegisterToggles]
  }

  /// In the order of the circuit: children before parents.
  public var modules: [ModuleCoverage]

  /// Nothing reached yet.
  init(_ circuit: Circuit) {
    modules = circuit.modules.map { module in
      ModuleCoverage(
        name: module.name,
        branches: Branch.all(of: module).map { BranchCount(branch: $0, hits: 0) },
        covers: module.statements.compactMap { statement in
          guard case .property(let property) = statement, property.kind == .cover else {
            return nil
          }
          return CoverPoint(label: property.label, location: property.location, hits: 0)
        },
        registers: module.registers.map { register in
          let words = [UInt64](repeating: 0, count: (register.type.width + 63) / 64)
          return RegisterToggles(
            name: register.name, widthBits: register.type.width, location: register.location,
            rising: words, falling: words)
        })
    }
  }

  /// Adds what another simulation of the same circuit has reached.
  public mutating func merge(_ other: Coverage) {
    for (index, module) in other.modules.enumerated() {
      precondition(
        modules.indices.contains(index) && modules[index].name == module.name,
        "coverage of another circuit cannot be merged: \(module.name)")
      for (place, count) in module.branches.enumerated() {
        modules[index].branches[place].hits += count.hits
      }
      for (place, count) in module.covers.enumerated() {
        modules[index].covers[place].hits += count.hits
      }
      for (place, toggles) in module.registers.enumerated() {
        modules[index].registers[place].add(rising: toggles.rising, falling: toggles.falling)
      }
    }
  }

  public var branchCount: Int { modules.reduce(0) { $0 + $1.branches.count } }

  public var branchesHit: Int {
    modules.reduce(0) { $0 + $1.branches.filter { $0.hits > 0 }.count }
  }

  /// Adds the hits of one instance's cover point.
  mutating func add(_ hits: Int, to label: String, of module: String) {
    guard let index = modules.firstIndex(where: { $0.name == module }),
      let place = modules[index].covers.firstIndex(where: { $0.label == label })
    else { return }
    modules[index].covers[place].hits += hits
  }

  /// What was never reached, with its line, and how often each cover point was.
  public var report: String {
    var lines = ["branches \(branchesHit) of \(branchCount)"]
    var (seen, all) = (0, 0)
    for register in modules.flatMap(\.registers) {
      all += 2 * register.widthBits
      seen += (register.rising + register.falling).reduce(0) { $0 + $1.nonzeroBitCount }
    }
    lines.append("toggles \(seen) of \(all)")
    let covers = modules.flatMap(\.covers)
    if !covers.isEmpty {
      lines.append("cover points \(covers.filter { $0.hits > 0 }.count) of \(covers.count)")
    }
    for module in modules {
      let branches = module.branches.filter { $0.hits == 0 }
      let registers = module.registers.filter { !$0.missing.isEmpty }
      if branches.isEmpty, registers.isEmpty, module.covers.isEmpty { continue }
      lines.append("\(module.name)")
      for cover in module.covers {
        lines.append(
          "  \(Self.place(cover.location)): \(cover.label) \(CoverCount.phrase(cover.hits))")
      }
      for count in branches {
        lines.append("  \(Self.place(count.branch.location)): never \(count.branch.kind)")
      }
      for register in registers {
        lines.append("  \(Self.place(register.location)): \(register.name) \(register.sentence)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func place(_ location: SourceLocation?) -> String {
    location.map { "\($0)" } ?? "unknown place"
  }
}

extension Coverage.RegisterToggles {
  mutating func add(rising: [UInt64], falling: [UInt64]) {
    for word in self.rising.indices {
      self.rising[word] |= rising[word]
      self.falling[word] |= falling[word]
    }
  }

  /// Which bits never rose or fell, as ranges.
  fileprivate var sentence: String {
    let missing = missing
    let parts = [
      ("never rises", missing.filter { !$0.rose }.map(\.bit)),
      ("never falls", missing.filter { !$0.fell }.map(\.bit)),
    ]
    return parts.filter { !$0.1.isEmpty }
      .map { "\($0.0): \(Self.ranges($0.1, of: widthBits))" }.joined(separator: "; ")
  }

  private static func ranges(_ bits: [Int], of width: Int) -> String {
    if bits.count == width { return width == 1 ? "its bit" : "all \(width) bits" }
    var ranges: [ClosedRange<Int>] = []
    for bit in bits {
      if let last = ranges.last, last.upperBound == bit - 1 {
        ranges[ranges.count - 1] = last.lowerBound...bit
      } else {
        ranges.append(bit...bit)
      }
    }
    let texts = ranges.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    return (bits.count == 1 ? "bit " : "bits ") + texts.joined(separator: ", ")
  }
}
