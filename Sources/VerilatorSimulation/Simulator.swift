/// What a run waits for. It is looked at before each cycle, with all values settled.
public enum StopCondition: Hashable, Sendable {
  /// The port has this value.
  case port(String, equals: PortValue)
  /// Every item that was sent has been accepted, and at least so many items of these streams have
  /// been transferred and not yet been taken.
  case streamsDone(receiving: [String: Int] = [:])
  /// The design calls `$finish`.
  case finish
}

/// Anything that runs a design cycle by cycle: a Verilated model, or an interpreter.
public protocol Simulator: AnyObject {
  var design: DesignUnderTest { get }

  /// Rising clock edges so far, resets included.
  var cycle: Int { get }

  /// The first mistake that was made through a subscript, which cannot throw. `step`, `reset` and
  /// the runs throw it, and clear it, before they do anything.
  var mistake: SimulationError? { get set }

  /// Sets an input.
  ///
  /// - Throws: `SimulationError.unknownName`, `.valueDoesNotFit`, or `.invalidRequest` for a port
  ///   that is no input or is the clock.
  func poke(_ port: String, _ value: PortValue) throws

  /// Reads a port, with the present inputs taken into account.
  ///
  /// - Throws: `SimulationError.unknownName`.
  func peek(_ port: String) throws -> PortValue

  /// Runs some cycles.
  ///
  /// - Throws: `SimulationError.failed` after the first cycle with a failure, `.finished`.
  func step(_ cycles: Int) throws

  /// Holds the design in reset for some cycles, and releases it.
  ///
  /// - Throws: `SimulationError.failed`, or `.invalidRequest` for a design without reset.
  func reset(cycles: Int) throws

  /// Runs until the condition holds, and at most `limit` cycles.
  ///
  /// - Returns: How many cycles it took.
  /// - Throws: `SimulationError.cycleLimit`, `.failed`, `.finished`.
  @discardableResult
  func run(limit: Int, until condition: StopCondition) throws -> Int
}

extension Simulator {
  /// The value of a port. Mistakes are kept in `mistake`; `poke` and `peek` throw them at once.
  public subscript(port: String) -> Int {
    get {
      noting(0) {
        let value = try peek(port)
        guard let integer = value.integer else {
          throw SimulationError.invalidRequest(
            "Port \(port) holds \(value), which is no Int; read it with [words: \"\(port)\"].")
        }
        return integer
      }
    }
    set { noting(()) { try poke(port, PortValue(newValue)) } }
  }

  /// The value of a port of any width as 32-bit words, low word first.
  public subscript(words port: String) -> [UInt32] {
    get {
      noting([]) {
        let value = try peek(port)
        let widthBits = design.ports.first { $0.name == port }?.widthBits ?? 0
        return value.words((widthBits + 31) / 32)
      }
    }
    set { noting(()) { try poke(port, PortValue(words: newValue)) } }
  }

  public func step() throws { try step(1) }

  public func reset() throws { try reset(cycles: 2) }

  /// Runs until `condition` is true, and at most `limit` cycles. `run(limit:until:)` with a
  /// `StopCondition` is faster by far.
  ///
  /// - Throws: `SimulationError.cycleLimit`, `.failed`, `.finished`, or what `condition` throws.
  @discardableResult
  public func run(limit: Int, until condition: (Self) throws -> Bool) throws -> Int {
    let start = cycle
    while try !condition(self) {
      if cycle - start >= limit {
        throw SimulationError.cycleLimit(
          design: design.topName, limit: limit, goal: "the given condition",
          state: "cycle \(cycle)")
      }
      try step(1)
    }
    return cycle - start
  }

  /// Throws the mistake that was made through a subscript, if there is one.
  public func throwMistake() throws {
    guard let mistake else { return }
    self.mistake = nil
    throw mistake
  }

  private func noting<Result>(_ fallback: Result, _ body: () throws -> Result) -> Result {
    do {
      return try body()
    } catch let error as SimulationError {
      mistake = mistake ?? error
    } catch {
      mistake = mistake ?? .invalidRequest("\(error)")
    }
    return fallback
  }
}
