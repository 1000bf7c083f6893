/// Where in the text of a module its children and its claims stand: `u_fifo`, `Full`, and inside
/// loops `gen_lane[2].u_fifo`, `gen_full[2].Full`.
public struct PrintedScopes: Hashable, Sendable {
  /// What does not stand as `PrintedNames` says, by the name of the child.
  public var instances: [String: String]
  /// The claims, assumptions and cover points that stand in a loop, by their labels.
  public var labels: [String: String]

  public init(instances: [String: String] = [:], labels: [String: String] = [:]) {
    self.instances = instances
    self.labels = labels
  }

  /// Those of a module that is written without loops.
  public init(_ module: ModuleDefinition) {
    self.init(instances: PrintedNames.renamedInstances(of: module))
  }

  public func instance(_ name: String) -> String {
    instances[name] ?? PrintedNames.usualInstance(name)
  }

  public func label(_ label: String) -> String { labels[label] ?? label }
}
