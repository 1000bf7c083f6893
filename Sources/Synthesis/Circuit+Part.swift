import HardwareIR

extension Circuit {
  /// One of the modules as a circuit of its own, with all that is in it; nil if there is none of
  /// that name.
  public func part(below name: String) -> Circuit? {
    guard module(named: name) != nil else { return nil }
    var wanted: Set<String> = [name]
    // Parents come after their children.
    for module in modules.reversed() where wanted.contains(module.name) {
      wanted.formUnion(module.instances.map(\.module))
    }
    return Circuit(modules: modules.filter { wanted.contains($0.name) })
  }
}
