/// `valid` of a stream never waits for its `ready`, nor for that of a stream of the same bus: two
/// sides that each wait for the other would wait for ever. What a black box does between them is
/// the business of its author.
struct HandshakeCheck {
  let module: ModuleDefinition
  /// Signal to the signals that it depends on in the same cycle, without a loop.
  let graph: DependencyGraph
  let paths: [String: ModulePaths]
  private let drivenByBoxes: Set<String>

  init(
    _ module: ModuleDefinition, graph: DependencyGraph, paths: [String: ModulePaths]
  ) {
    self.module = module
    self.graph = graph
    self.paths = paths
    var names: Set<String> = []
    for instance in module.instances where paths[instance.module]?.blackBox != nil {
      for case .output(let wire) in instance.connections.map(\.connection) { names.insert(wire) }
    }
    drivenByBoxes = names
  }

  func check() -> [Diagnostic] {
    var found: [Diagnostic] = []
    let outputs = module.streams.filter { $0.direction == .output }
    for stream in outputs {
      let inputs = paths[module.name]?.inputsOfOutput[stream.valid] ?? []
      for other in Self.bus(of: stream, among: outputs) where inputs.contains(other.ready) {
        guard let way = way(from: [stream.valid], to: other.ready) else { continue }
        report(
          "'\(stream.name)' of \(module.name)", waitingFor: stream == other ? nil : other.name, way,
          firstAssignment(of: stream.valid), &found)
      }
    }
    for instance in module.instances {
      let inputs = paths[instance.module]?.inputStreams ?? []
      for stream in inputs {
        for other in Self.bus(of: stream, among: inputs) {
          found += check(stream, waitingFor: other, of: instance)
        }
      }
    }
    return found
  }

  /// A stream, and those of its bus.
  private static func bus(of stream: StreamPort, among streams: [StreamPort]) -> [StreamPort] {
    guard let bus = stream.bus else { return [stream] }
    return streams.filter { $0.bus == bus }
  }

  private func check(
    _ stream: StreamPort, waitingFor other: StreamPort, of instance: InstanceDefinition
  ) -> [Diagnostic] {
    guard let valid = instance.connections.first(where: { $0.port == stream.valid }),
      let ready = instance.connections.first(where: { $0.port == other.ready }),
      case .input(let value) = valid.connection, case .output(let end) = ready.connection
    else { return [] }
    var starts: [String] = []
    value.forEachReference { starts.append($0) }
    guard let way = way(from: starts, to: end) else { return [] }
    var found: [Diagnostic] = []
    report(
      "'\(stream.name)' of instance '\(instance.name)' in \(module.name)",
      waitingFor: stream == other ? nil : other.name, way,
      valid.location ?? firstAssignment(of: way[0]) ?? instance.location, &found)
    return found
  }

  /// - Parameter other: The stream whose ready it is, if it is another of the bus.
  private func report(
    _ stream: String, waitingFor other: String?, _ way: [String], _ location: SourceLocation?,
    _ found: inout [Diagnostic]
  ) {
    let ready = other.map { "ready of '\($0)' of the same bus" } ?? "its ready"
    found.append(
      Diagnostic(
        .streamHandshake,
        "valid of stream \(stream) waits for \(ready), by "
          + way.map { "'\($0)'" }.joined(separator: " -> ")
          + "; offer the item at once, and use fires for what happens when it goes", at: location))
  }

  /// The shortest way, both ends included; nil if there is none.
  private func way(from starts: [String], to end: String) -> [String]? {
    var earlier: [String: String] = [:]
    var seen = Set(starts)
    var pending = starts
    while !pending.isEmpty, !seen.contains(end) {
      var next: [String] = []
      for name in pending where !drivenByBoxes.contains(name) {
        for source in graph.sources(of: name) where seen.insert(source).inserted {
          earlier[source] = name
          next.append(source)
        }
      }
      pending = next
    }
    guard seen.contains(end) else { return nil }
    var way = [end]
    while let name = earlier[way[0]] { way.insert(name, at: 0) }
    return way
  }

  private func firstAssignment(of name: String) -> SourceLocation? {
    var found: SourceLocation?
    for statement in module.statements {
      statement.forEachAssignment { target, _, location in
        if target.name == name, found == nil { found = location }
      }
    }
    return found
  }
}
