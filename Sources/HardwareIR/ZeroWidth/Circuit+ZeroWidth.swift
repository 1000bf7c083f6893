extension Circuit {
  /// The same circuit without what has no bits: ports, wires, registers and memories, and the
  /// operands that read them. A value of no bits is 0.
  ///
  /// The rules are looked at before, so that a mistake is found whatever a width turns out to be;
  /// and whoever prints, simulates or changes a circuit after it meets no such value. The ports
  /// that go are kept in `zeroWidthPorts`, for the tests that speak of them.
  public func withoutZeroWidths() -> Circuit {
    let ports = Dictionary(
      modules.map { ($0.name, $0.zeroWidthPorts) }, uniquingKeysWith: { first, _ in first })
    var result = self
    result.zeroWidthPorts = top.ports.filter { $0.type.width == 0 }
    var rest: [String: ModuleDefinition] = [:]
    result.modules = modules.enumerated().compactMap { index, module in
      let reduced = module.withoutZeroWidths(zeroWidthPorts: ports) { rest[$0] }
      // Of one that had no port with a bit nothing is left.
      if reduced.ports.isEmpty, index < modules.count - 1 { return nil }
      rest[module.name] = reduced
      return reduced
    }
    return result
  }
}
