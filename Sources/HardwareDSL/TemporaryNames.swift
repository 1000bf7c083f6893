/// What an expression feeds. Its name is made only where a temporary wants it.
enum Sink {
  case signal(String)
  case port(instance: String, Signal)

  var name: String {
    switch self {
    case .signal(let name): name
    case .port(let instance, let port): "\(instance)_\(port.stem)"
    }
  }
}

/// `product_product` as `product_next`: the role says nothing new.
func withoutRepetition(_ name: String) -> String {
  let words = name.split(separator: "_")
  guard words.count > 1, words[words.count - 1] == words[words.count - 2] else { return name }
  return words.dropLast().joined(separator: "_") + "_next"
}
