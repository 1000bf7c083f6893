import HardwareIR

/// What an expression feeds. Its name is made only where a temporary wants it.
enum Sink {
  case signal(String, ElementName? = nil)
  case port(ModuleScope, Signal)

  var name: String {
    switch self {
    case .signal(let name, _): name
    case .port(let instance, let port): instance.nameInParent(of: port)
    }
  }

  /// Its place, if it is an element of an array.
  var element: ElementName? {
    switch self {
    case .signal(_, let element): element
    case .port(let instance, let port): instance.elementInParent(of: port)
    }
  }

  /// The place of a temporary whose name is that of the sink with words behind it.
  func element(of temporary: String) -> ElementName? {
    guard let element, temporary.hasPrefix(name) else { return nil }
    return element.appending(String(temporary.dropFirst(name.count)))
  }
}

/// `product_product` as `product_next`: the role says nothing new.
func withoutRepetition(_ name: String) -> String {
  let words = name.split(separator: "_")
  guard words.count > 1, words[words.count - 1] == words[words.count - 2] else { return name }
  return words.dropLast().joined(separator: "_") + "_next"
}
