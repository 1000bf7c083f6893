import HardwareIR

/// The ports that are made while modules are constructed or a body runs. A module is no more than
/// an object, and nothing tells when one is made; but its ports are made with it, and those that no
/// module of the design holds in the end are part of one that was dropped.
final class PortLog {
  private var ports: [Signal] = []
  /// Where the ports begin that were made after those before had gone.
  private var starts: [Int] = []

  static var current: PortLog? { ElaborationContext.current?.ports }

  func add(_ port: Signal) {
    // Once a module is gone, nobody but this log holds its ports.
    if ports.isEmpty || isKnownUniquelyReferenced(&ports[ports.count - 1]) {
      starts.append(ports.count)
    }
    ports.append(port)
  }

  /// The places of the dropped modules, each that of its first port.
  ///
  /// - Parameter used: ports that are reported where they are used.
  func droppedModules(except used: Set<ObjectIdentifier>) -> [SourceLocation] {
    var places: [SourceLocation] = []
    for (start, end) in zip(starts, starts.dropFirst() + [ports.count]) {
      // What is dropped at once stands together: a module and those inside.
      for run in ports[start..<end].split(whereSeparator: { $0.owner != nil }) {
        guard !run.contains(where: { used.contains(ObjectIdentifier($0)) }),
          let place = run.first?.location, !places.contains(place)
        else { continue }
        places.append(place)
      }
    }
    return places
  }
}

/// What a call of `elaborate` has at hand while it constructs modules and runs their bodies: the
/// only mutable context of the language. A task has its own, so designs can be elaborated in
/// parallel.
struct ElaborationContext: @unchecked Sendable {
  // Never leaves the task that made it, so it need not be `Sendable`.
  @TaskLocal private static var value: ElaborationContext?

  /// The recorder of the body that is running.
  let recorder: Recorder?
  let ports: PortLog

  static var current: ElaborationContext? { value }

  func run<Result>(_ operation: () throws -> Result) rethrows -> Result {
    try Self.$value.withValue(self, operation: operation)
  }
}
