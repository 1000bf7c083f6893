import HardwareIR

/// One recorded statement. Operators cannot know where they are written, so the place is filled in
/// by the block that holds the statement.
public class RecordedStatement {
  enum Kind {
    case assign(target: Signal, value: Signal)
    case when(branches: [WhenBranch])
    case decode(subject: Signal, arms: [(value: Int, block: [RecordedStatement])])
    case property(RecordedProperty)
    case section(String)
    /// What is wrong with a statement that drives many signals.
    case mistake(Diagnostic.Rule, String)
  }

  var kind: Kind
  var location: SourceLocation?
  /// Of an assignment to a port of a memory: the call that makes it.
  var access: MemoryAccess?
  /// Of an assignment that is one of many: with which others it has its mistakes in common.
  var likeness: Likeness?

  init(_ kind: Kind, at location: SourceLocation? = nil) {
    self.kind = kind
    self.location = location
  }
}

/// A claim, an assumption or a cover point.
struct RecordedProperty {
  let kind: Property.Kind
  let label: IndexedName
  let condition: Signal
  let domain: ClockDomain
  let sentence: String?
}

/// One condition of a `when` chain, nil for the last, and what happens where it is the first to
/// hold.
struct WhenBranch {
  let condition: Signal?
  let block: [RecordedStatement]
  let location: SourceLocation
}

/// What one module's body records while it runs.
final class Recorder {
  static var current: Recorder? { ElaborationContext.current?.recorder }

  let scope: ModuleScope
  private var blocks: [[RecordedStatement]] = [[]]
  /// The conditions that what is recorded now stands under.
  private var levels = 0
  var wires: [Signal] = []
  var registers: [Signal] = []
  var placements: [ClockPlacement] = []
  var attributes: [AttributePlacement] = []
  var diagnostics: [Diagnostic] = []
  /// The numbers with names, by these.
  var constants: [String: (signal: Signal, value: Int)] = [:]
  /// Whom wires are for, as far as that is not the designer.
  var roles: [ObjectIdentifier: Wire.Role] = [:]
  /// The ports that are made while the body runs: parts of modules that nothing holds.
  let strayPorts = PortLog()

  /// Whether a value is being described that a generator may make constant.
  var isPossiblyConstant = false

  init(scope: ModuleScope) { self.scope = scope }

  var statements: [RecordedStatement] { blocks[0] }
  /// Whether what is recorded now stands under a condition.
  var isConditional: Bool { blocks.count > 1 }

  func run(_ body: () -> Void) {
    ElaborationContext(recorder: self, ports: strayPorts).run(body)
    blocks[0] = ConditionalAccesses.complete(blocks[0])
  }

  /// Takes up a wire or register declared inside the body.
  func declare(_ signal: Signal, named given: IndexedName, suffix: String = "") {
    let name = snakeCase(given.text) + suffix
    signal.name = name
    signal.element = given.element
    signal.owner = scope
    switch signal.node {
    case .register: registers.append(signal)
    case .mistake(let rule, let message):
      guard signal.origin?.tells(message) ?? true else { return }
      // By the name that it was given.
      diagnostics.append(
        Diagnostic(rule, "'\(signalStem(name))': \(message)", at: signal.location))
    default: wires.append(signal)
    }
  }

  func add(_ statement: RecordedStatement) { blocks[blocks.count - 1].append(statement) }

  /// Adds what holds whatever the conditions around it are.
  func addOutsideConditions(_ statement: RecordedStatement) { blocks[0].append(statement) }

  /// Gives the statements of the open block that have no place yet the place of their caller.
  func locateStatements(at location: SourceLocation) {
    for statement in blocks[blocks.count - 1].reversed() {
      guard statement.location == nil else { return }
      statement.location = location
    }
  }

  /// What `body` describes, `levels` conditions deeper. Outside a body its statements are stray.
  /// Nil where that is too deep: so nothing that walks statements runs out of stack.
  static func recordBlock(
    at location: SourceLocation, levels: Int = 1, _ body: () -> Behavior
  ) -> [RecordedStatement]? {
    guard let recorder = current else {
      _ = body()
      return []
    }
    guard recorder.levels + levels <= Limits.conditionLevelsMax else {
      recorder.add(
        RecordedStatement(
          .mistake(
            .definition,
            "a statement stands under more than \(Limits.conditionLevelsMax) conditions, each "
              + "elseWhen before it counted, too many for tools; write a decode, a table or a "
              + "select instead"), at: location))
      return nil
    }
    recorder.blocks.append([])
    recorder.levels += levels
    _ = body()
    recorder.levels -= levels
    return recorder.blocks.removeLast()
  }
}

infix operator <== : AssignmentPrecedence

/// Drives `target` with `value`. Later assignments override earlier ones where their conditions
/// hold; a register takes the value at the clock edge.
@discardableResult
public func <== (target: Signal, value: Signal) -> RecordedStatement {
  let statement = RecordedStatement(.assign(target: target, value: value))
  if let recorder = Recorder.current {
    recorder.add(statement)
  } else {
    target.markStray("is assigned", at: nil)
  }
  return statement
}

/// What a body or a block describes. (An empty `switch` arm is written `case .idle: ()`, and a body
/// has no `return`.) The statements themselves are recorded as they run; the
/// builder adds their places in the source.
public struct Behavior {
  public init() {}
}

@resultBuilder
public enum HardwareBuilder {
  public static func buildExpression(
    _ statement: RecordedStatement, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Behavior {
    if statement.location == nil {
      statement.location = SourceLocation(file: file, line: line, column: column)
    }
    return Behavior()
  }

  /// A call that may have recorded statements outside a builder: they get the place of the call.
  public static func buildExpression(
    _ nothing: Void, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Behavior {
    Recorder.current?.locateStatements(at: SourceLocation(file: file, line: line, column: column))
    return Behavior()
  }

  @available(
    *, unavailable,
    message: "this value is computed and dropped; drive a signal with it: signal <== value"
  )
  public static func buildExpression(_ dropped: Signal) -> Behavior { Behavior() }

  @available(*, unavailable, message: "a body describes hardware; compare signals, not Bool values")
  public static func buildExpression(_ dropped: Bool) -> Behavior { Behavior() }

  @available(
    *, unavailable, message: "this module is made and dropped; store it as a property"
  )
  public static func buildExpression(_ dropped: any Module) -> Behavior { Behavior() }

  /// Statements of a function or a property; those without a place get the place of the call.
  public static func buildExpression(
    _ behavior: Behavior, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Behavior {
    Recorder.current?.locateStatements(at: SourceLocation(file: file, line: line, column: column))
    return behavior
  }

  public static func buildBlock(_ parts: Behavior...) -> Behavior { Behavior() }
  public static func buildOptional(_ part: Behavior?) -> Behavior { Behavior() }
  public static func buildEither(first part: Behavior) -> Behavior { part }
  public static func buildEither(second part: Behavior) -> Behavior { part }
  public static func buildArray(_ parts: [Behavior]) -> Behavior { Behavior() }
}
