import HardwareIR

/// One thing changed in one place of a module, as a slip of its designer would have it.
///
/// It is told by names, so that it is the same slip in every circuit that holds the module, with
/// whatever parameters: in all its instances at once.
public struct Mutant: Hashable, Sendable {
  /// The Swift source of the module: `Accelerator/MAC.swift`.
  public var unit: String
  /// What is changed: an assignment, a condition, a pin, a register, a memory.
  public var place: String
  /// What is done there: "a sum subtracts".
  public var change: String
  /// Which of the parts of the place that the change could be done to, in order.
  public var index: Int

  public init(_ unit: String, _ place: String, _ change: String, _ index: Int = 0) {
    self.unit = unit
    self.place = place
    self.change = change
    self.index = index
  }
}

extension Mutant: CustomStringConvertible {
  public var description: String {
    "\(unit), \(place): \(change)" + (index == 0 ? "" : ", \(index + 1)")
  }
}

extension Mutant {
  /// Every slip that can be made in a module, in the order of its text. Claims, and what only they
  /// read, are left alone: they are what notices.
  public static func all(of module: ModuleDefinition) -> [Mutant] {
    guard let unit = module.sourceFile else { return [] }
    var walk = MutantWalk(module)
    _ = walk.mutated()
    return walk.places.map { Mutant(unit, $0.place, $0.change, $0.index) }
  }

  /// The circuit with the slip in every module that has the place; nil where none has.
  public func applied(to circuit: Circuit) -> Circuit? {
    var changed = circuit
    var isThere = false
    for index in circuit.modules.indices where circuit.modules[index].sourceFile == unit {
      var walk = MutantWalk(
        circuit.modules[index], making: .init(place: place, change: change, index: self.index))
      changed.modules[index] = walk.mutated()
      isThere = isThere || walk.isMade
    }
    return isThere && changed != circuit ? changed : nil
  }
}
