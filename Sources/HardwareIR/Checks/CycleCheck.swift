/// Which inputs of a module reach which of its outputs without a register.
public struct ModulePaths: Sendable {
  /// The black box that states them.
  var blackBox: String?
  var inputStreams: [StreamPort] = []
  /// Output to inputs.
  public internal(set) var inputsOfOutput: [String: Set<String>] = [:]

  /// Those that the statements and instances of a module make.
  init(_ module: ModuleDefinition, _ graph: DependencyGraph) {
    inputStreams = module.streams.filter { $0.direction == .input }
    inputsOfOutput = graph.inputsOfOutputs(of: module)
  }

  /// Those that a black box states.
  init(_ module: ModuleDefinition, _ box: BlackBoxDefinition) {
    blackBox = box.cell
    inputStreams = module.streams.filter { $0.direction == .input }
    inputsOfOutput = box.inputsOfOutput
  }
}

/// No signal depends on itself without a register in between.
enum CycleCheck {
  /// Also records the module's own combinational paths, for the modules that use it.
  static func check(
    _ module: ModuleDefinition, paths: inout [String: ModulePaths]
  ) -> [Diagnostic] {
    let graph = DependencyGraph(module, paths)
    paths[module.name] = ModulePaths(module, graph)
    guard let loop = graph.loop() else { return handshakes(of: module, graph, paths) }
    let named =
      module.wires.map { ($0.name, $0.location) } + module.ports.map { ($0.name, $0.location) }
    let location = named.first { $0.0 == loop[0] }?.1
    let box = blackBox(in: loop, module, paths).map {
      ", or state the combinationalPaths of black box '\($0)'"
    }
    return [
      Diagnostic(
        .combinationalLoop,
        "combinational loop in \(module.name): "
          + (loop + [loop[0]]).map { "'\($0)'" }.joined(separator: " -> ")
          + "; put a register on the path" + (box ?? ""), at: location)
    ]
  }

  /// What is wrong with streams, if there are any.
  private static func handshakes(
    of module: ModuleDefinition, _ graph: DependencyGraph, _ paths: [String: ModulePaths]
  ) -> [Diagnostic] {
    let hasStreams =
      !module.streams.isEmpty
      || module.instances.contains { paths[$0.module]?.inputStreams.isEmpty == false }
    return hasStreams ? HandshakeCheck(module, graph: graph, paths: paths).check() : []
  }

  /// A black box whose stated paths `loop` goes through.
  private static func blackBox(
    in loop: [String], _ module: ModuleDefinition, _ paths: [String: ModulePaths]
  ) -> String? {
    for instance in module.instances {
      guard let box = paths[instance.module]?.blackBox else { continue }
      for connection in instance.connections {
        if case .output(let wire) = connection.connection, loop.contains(wire) { return box }
      }
    }
    return nil
  }
}
