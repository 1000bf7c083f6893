import HardwareIR

/// A port as it is declared: itself, or the vector of the array that it is an element of.
struct PortLine {
  let name: String
  let direction: Port.Direction
  let role: Port.Role
  let type: HardwareType
  var note: String?
  /// What stands together; nil for what stands alone in it.
  var group: String?
  let attributes: [Attribute]
  let location: SourceLocation?

  static func lines(of module: ModuleDefinition, _ signals: SignalSelects) -> [PortLine] {
    var lines: [PortLine] = []
    var seen: Set<Int> = []
    for port in module.ports {
      guard let place = signals.families.place(of: port.name) else {
        lines.append(PortLine(port, name: port.name, type: port.type, note: port.note))
        continue
      }
      guard seen.insert(place.family).inserted else { continue }
      let family = signals.families.all[place.family]
      lines.append(
        PortLine(
          port, name: family.name, type: signals.declaredType(place.family),
          note: family.declarationNote))
    }
    // An array that is one line needs no room around it.
    let arrays = Dictionary(grouping: lines.filter { $0.group != nil }) { $0.group }
    for index in lines.indices where arrays[lines[index].group]?.count == 1 && !seen.isEmpty {
      lines[index].group = nil
    }
    return lines
  }

  private init(_ port: Port, name: String, type: HardwareType, note: String?) {
    self.name = name
    self.type = type
    self.note = note
    direction = port.direction
    role = port.role
    group = port.group
    attributes = port.attributes
    location = port.location
  }

  func startsGroup(after previous: PortLine) -> Bool {
    previous.role != .data && role == .data || group != previous.group
      || direction != previous.direction && group == nil
  }
}

extension SignalFamily {
  /// What a vector holds, with the designer's phrase: `8 words of 64 bits: the word read last`.
  var declarationNote: String? {
    guard count > 1, type.width > 1 else { return note }
    let sizes = shape.map { "\($0)" }.joined(separator: " x ")
    let kind = type.isNumber ? (type.isSigned ? "signed numbers" : "numbers") : "words"
    let text = "\(sizes) \(kind) of \(type.width) bits"
    return note.map { "\(text): \($0)" } ?? text
  }
}
