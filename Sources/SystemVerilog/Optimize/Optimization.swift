import HardwareIR

/// What the emitter leaves out before it prints. Nothing that is kept changes its name.
///
/// Modules that are equal but for their names stay apart: the name of a module is its designer's,
/// and two of them may be two so that a flow can place or replace one.
public enum Optimization: Hashable, Sendable, CaseIterable {
  /// Nothing: the text says all that the designer wrote.
  case none
  /// Constants are computed, branches that are never taken are left out, and so are wires and
  /// registers that reach no output, claim, instance or memory. Ports stay.
  case standard

  func optimized(_ module: ModuleDefinition) -> ModuleDefinition {
    switch self {
    case .none: module
    case .standard: DeadLogic.removed(from: module.foldingConstants())
    }
  }
}
