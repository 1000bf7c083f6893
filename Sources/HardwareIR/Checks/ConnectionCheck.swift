/// Every input of every instance is connected.
enum ConnectionCheck {
  static func check(
    _ module: ModuleDefinition, definitions: [String: ModuleDefinition]
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for instance in module.instances {
      guard let definition = definitions[instance.module] else { continue }
      let connected = Set(instance.connections.map(\.port))
      for port in definition.ports
      where port.direction == .input && port.role == .data && !connected.contains(port.name) {
        // An instance has no place of its own: its place is where the parent first uses it.
        let place = port.location.map { " (\($0))" } ?? ""
        let subject = definition.quoted(port.name, kind: "input")
        let remedy = port.title.map { "its \($0.access)" } ?? "it"
        found.append(
          Diagnostic(
            .unconnected,
            "\(subject)\(place) of instance '\(instance.name)' (\(definition.printedName)) in "
              + "\(module.name) is never assigned; assign \(remedy) in the body of "
              + "\(module.name)", at: instance.location ?? port.location))
      }
    }
    return found
  }
}
