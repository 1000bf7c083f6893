import HardwareIR

/// Finds arrays of which an element depends on another in the same cycle, as along a chain of
/// adders. As a vector such an array depends on itself, and Verilator takes it for a loop.
enum ElementLoops {
  /// The elements of such arrays.
  static func signals(
    of module: ModuleDefinition, _ paths: [String: ModulePaths]
  ) -> Set<String> {
    var stems: [String: String] = [:]
    for port in module.ports { stems[port.name] = port.element?.stem }
    for wire in module.wires { stems[wire.name] = wire.element?.stem }
    if stems.isEmpty { return [] }
    var graph: [String: Set<String>] = [:]
    for (target, sources) in module.combinationalDependencies(paths) {
      graph[stems[target] ?? target, default: []].formUnion(sources.map { stems[$0] ?? $0 })
    }
    let looping = Set(stems.values).filter { reaches($0, graph) }
    return Set(stems.filter { looping.contains($0.value) }.keys)
  }

  private static func reaches(_ start: String, _ graph: [String: Set<String>]) -> Bool {
    var seen: Set<String> = []
    var pending = [start]
    while let name = pending.popLast() {
      for next in graph[name] ?? [] {
        if next == start { return true }
        if seen.insert(next).inserted { pending.append(next) }
      }
    }
    return false
  }
}
