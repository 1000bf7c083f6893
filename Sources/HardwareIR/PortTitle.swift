/// What mistakes call a port that no property of its module stands for, as one of a field of
/// registers, and how a parent writes it.
public struct PortTitle: Hashable, Sendable {
  /// As in `field 'status.left'`.
  public let text: String
  /// What stands behind the module, as in `["status.left"]`.
  public let access: String

  public init(_ text: String, access: String) {
    self.text = text
    self.access = access
  }
}

extension ModuleDefinition {
  /// A signal as mistakes call it.
  ///
  /// - Parameter kind: As in `output`, where the signal has no title.
  func quoted(_ name: String, kind: String? = nil) -> String {
    let title =
      wires.first { $0.name == name }?.title ?? ports.first { $0.name == name }?.title
    return title?.text ?? (kind.map { $0 + " " } ?? "") + "'\(name)'"
  }
}
