import HardwareIR

/// The name of a module that chooses none: its class, and in words the parameters that it stores,
/// as `ring_width8_is_signed`. Signals, modules and what has no short text are no part of it.
func moduleName(of module: any Module) -> String {
  var words = [identifier(snakeCase(String(describing: type(of: module))))]
  var levels: [Mirror] = []
  var mirror: Mirror? = Mirror(reflecting: module)
  while let level = mirror {
    levels.insert(level, at: 0)
    mirror = level.superclassMirror
  }
  for level in levels {
    for child in level.children {
      if let label = child.label, let word = word(of: child.value, called: label) {
        words.append(word)
      }
    }
  }
  return words.joined(separator: "_")
}

/// What a parameter adds to the name; nil for what is none, and for a flag that is not set.
private func word(of value: Any, called label: String) -> String? {
  let label = identifier(snakeCase(label))
  if let flag = value as? Bool { return flag ? label : nil }
  let space = label.last?.isNumber == true ? "_" : ""
  return text(of: value).map { label + ($0.hasPrefix("_") ? "" : space) + $0 }
}

/// A value as it stands behind the name of its parameter.
private func text(of value: Any) -> String? {
  switch value {
  case let number as any BinaryInteger: return "\(number)".replacing("-", with: "m")
  case let type as HardwareType: return "_" + identifier(type.description)
  case let text as String: return text.isEmpty ? nil : "_" + identifier(snakeCase(text))
  case let numbers as [Int]:
    let texts = numbers.compactMap { text(of: $0) }
    return texts.isEmpty ? nil : texts.joined(separator: "_")
  default: break
  }
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .optional: return mirror.children.first.flatMap { text(of: $0.value) }
  case .enum where mirror.children.isEmpty:
    return "_" + identifier(snakeCase(String(describing: value)))
  default: return nil
  }
}

/// The words of a text, as a name of SystemVerilog has them. Letters that it does not take stay,
/// and are refused as in any other name.
private func identifier(_ text: String) -> String {
  text.split { $0.isASCII && !$0.isLetter && !$0.isNumber }.joined(separator: "_")
}
