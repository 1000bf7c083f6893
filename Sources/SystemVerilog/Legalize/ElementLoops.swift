import HardwareIR

/// Finds arrays of which an element depends on another in the same cycle, as along a chain of
/// adders. As a vector such an array depends on itself, and Verilator takes it for a loop, unless
/// the way goes through instances, and all that is on it reads the vector in an `assign` or at a
/// pin: then it sees that each part of the vector is a signal of its own.
enum ElementLoops {
  /// The elements of such arrays.
  static func signals(
    of module: ModuleDefinition, _ paths: [String: ModulePaths]
  ) -> Set<String> {
    var stems: [String: String] = [:]
    for port in module.ports { stems[port.name] = port.element?.stem }
    for wire in module.wires { stems[wire.name] = wire.element?.stem }
    if stems.isEmpty { return [] }
    let arrays = Set(stems.values)
    var looping = reachingThemselves(arrays, DependencyGraph(module, [:]), stems)
    let readInBlocks = readInBlocks(module, stems).subtracting(looping)
    if !readInBlocks.isEmpty {
      looping.formUnion(
        reachingThemselves(readInBlocks, DependencyGraph(module, paths), stems))
    }
    return Set(stems.lazy.filter { looping.contains($0.value) }.map(\.key))
  }

  /// The arrays of which `always_comb` blocks read elements: to Verilator, the whole vectors.
  private static func readInBlocks(
    _ module: ModuleDefinition, _ stems: [String: String]
  ) -> Set<String> {
    var found: Set<String> = []
    for process in module.processes() where process.kind == .combinational {
      for statement in process.statements {
        statement.forEachExpression { expression in
          expression.forEachReference { if let stem = stems[$0] { found.insert(stem) } }
        }
      }
    }
    return found
  }

  /// Those of `arrays` that depend on themselves, if the elements of an array are one signal.
  private static func reachingThemselves(
    _ arrays: Set<String>, _ graph: DependencyGraph, _ stems: [String: String]
  ) -> Set<String> {
    var numbers: [String: Int] = [:]
    let nodes = graph.names.map { name in
      let name = stems[name] ?? name
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }
    var sources = [[Int]](repeating: [], count: numbers.count)
    for (signal, node) in nodes.enumerated() {
      for source in graph.sources[signal] { sources[node].append(nodes[source]) }
    }
    /// The array that a node was last reached from.
    var reached = [Int](repeating: -1, count: numbers.count)
    return arrays.filter { stem in
      guard let start = numbers[stem] else { return false }
      var pending = [start]
      while let node = pending.popLast() {
        for next in sources[node] where reached[next] != start {
          if next == start { return true }
          reached[next] = start
          pending.append(next)
        }
      }
      return false
    }
  }
}
