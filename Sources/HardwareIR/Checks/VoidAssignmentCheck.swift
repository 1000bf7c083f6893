/// No statement is made void by a later one: by an assignment that stands behind it, under no other
/// condition, and drives at least its bits.
///
/// A statement in a `decode` is described once for each value, as is the assignment to an element
/// that a signal chooses. It is void only where that is so for all values: `words[index] <== word`
/// and then `words[0] <== 0` keep a word of zeros.
struct VoidAssignmentCheck {
  private let module: ModuleDefinition
  private let memoryInputs: Set<String>
  private var found: [Diagnostic] = []

  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    var check = VoidAssignmentCheck(module)
    _ = check.targets(of: module.statements)
    return check.found
  }

  private init(_ module: ModuleDefinition) {
    self.module = module
    memoryInputs = Set(module.memories.flatMap(\.inputs))
  }

  /// What `statements` assign; reports what is void among them.
  private mutating func targets(of statements: [Statement]) -> EarlierTargets {
    var earlier = EarlierTargets()
    for statement in statements {
      switch statement {
      case .assign(let target, _, let location):
        let voided = earlier.voided(by: target)
        if !voided.isEmpty { report(target, at: location, voided) }
        earlier.insert(target, at: location)
      case .when(_, let then, let otherwise, _):
        earlier.formUnion(targets(of: then))
        earlier.formUnion(targets(of: otherwise))
      case .decode(_, let arms, _):
        for arm in arms { _ = targets(of: arm.statements) }
        earlier.insert(decode: statement)
      case .property, .section: break
      }
    }
    return earlier
  }

  /// - Parameter voided: where the statements are that are void.
  private mutating func report(
    _ target: Target, at location: SourceLocation?, _ voided: [SourceLocation?]
  ) {
    let first = voided.compactMap { $0 }.filter { $0 != location }.min()
    if memoryInputs.contains(target.name) {
      found += MemoryCheck.usedTwice(target.name, module, location, after: first)
      return
    }
    let subject = SignalPhrase(module.quoted(target.name), bits: target.bits)
    found.append(
      Diagnostic(
        .drivenTwice,
        "\(subject.text) of \(module.name) \(subject.form("is", "are")) driven twice: "
          + "this assignment makes \(first.map { "that of \($0)" } ?? "an earlier one") void; "
          + "remove one", at: location))
  }
}

/// What the statements before assign.
private struct EarlierTargets {
  /// Targets of statements with no other, and where they are.
  private var single: [String: [Target: SourceLocation?]] = [:]
  /// Statements with several, with the targets that are not void yet.
  private var families: [TargetFamily] = []
  private var familiesOfName: [String: [Int]] = [:]

  /// Where the earlier statements are of which an assignment to `target` leaves nothing.
  mutating func voided(by target: Target) -> [SourceLocation?] {
    var voided = single[target.name]?.filter { $0.key.isCovered(by: target) }.map(\.value) ?? []
    for family in familiesOfName[target.name] ?? [] {
      let targets = families[family].targets[target.name]
      guard let rest = targets?.filter({ !$0.isCovered(by: target) }) else { continue }
      families[family].targets[target.name] = rest.isEmpty ? nil : rest
      if families[family].targets.isEmpty { voided.append(families[family].location) }
    }
    return voided
  }

  mutating func insert(_ target: Target, at location: SourceLocation?) {
    single[target.name, default: [:]].updateValue(location, forKey: target)
  }

  mutating func insert(decode statement: Statement) {
    for family in TargetFamily.families(in: [statement]) { insert(family) }
  }

  private mutating func insert(_ family: TargetFamily) {
    if family.targets.count == 1, let targets = family.targets.first?.value, targets.count == 1 {
      for target in targets { insert(target, at: family.location) }
      return
    }
    for name in family.targets.keys { familiesOfName[name, default: []].append(families.count) }
    families.append(family)
  }

  mutating func formUnion(_ other: EarlierTargets) {
    single.merge(other.single) { $0.merging($1) { first, _ in first } }
    for family in other.families where !family.targets.isEmpty { insert(family) }
  }
}

/// The targets of one statement of the source, which a decode describes once for each value.
private struct TargetFamily {
  private struct Key: Hashable {
    var location: SourceLocation
    /// Which of the assignments of one place and one arm it is, as the fields of a bundle.
    var number: Int
  }

  let location: SourceLocation?
  var targets: [String: Set<Target>]

  static func families(in statements: [Statement]) -> [TargetFamily] {
    statements.flatMap { statement -> [TargetFamily] in
      switch statement {
      case .assign(let target, _, let location):
        return [TargetFamily(location: location, targets: [target.name: [target]])]
      case .when(_, let then, let otherwise, _):
        return families(in: then) + families(in: otherwise)
      case .decode(_, let arms, _): return joined(arms.map { families(in: $0.statements) })
      case .property, .section: return []
      }
    }
  }

  /// Those of all arms, of which each has one for the same statement.
  private static func joined(_ arms: [[TargetFamily]]) -> [TargetFamily] {
    var result: [TargetFamily] = []
    var indices: [Key: Int] = [:]
    for arm in arms {
      var numbers: [SourceLocation: Int] = [:]
      for family in arm {
        guard let location = family.location else {
          result.append(family)
          continue
        }
        let key = Key(location: location, number: numbers[location, default: 0])
        numbers[location, default: 0] += 1
        if let index = indices[key] {
          result[index].targets.merge(family.targets) { $0.union($1) }
        } else {
          indices[key] = result.count
          result.append(family)
        }
      }
    }
    return result
  }
}

extension Target {
  /// Whether `other`, a target of the same signal, drives every bit that this one drives.
  fileprivate func isCovered(by other: Target) -> Bool {
    guard let outer = other.bits else { return true }
    guard let bits else { return false }
    return outer.lowerBound <= bits.lowerBound && bits.upperBound <= outer.upperBound
  }
}
