/// What an expression feeds. Its name is made only where a temporary wants it.
enum Sink {
  case signal(String)
  case port(instance: String, port: String)

  var name: String {
    switch self {
    case .signal(let name): name
    case .port(let instance, let port): "\(instance)_\(portBase(port))"
    }
  }
}

/// `product_product` as `product_next`: the role says nothing new.
func withoutRepetition(_ name: String) -> String {
  let words = name.split(separator: "_")
  guard words.count > 1, words[words.count - 1] == words[words.count - 2] else { return name }
  return words.dropLast().joined(separator: "_") + "_next"
}

/// `acc_q` and `acc_o` as `acc`.
func baseName(_ name: String) -> String {
  let bytes = name.utf8
  guard bytes.count >= 2, let last = bytes.last, bytes.dropLast().last == UInt8(ascii: "_"),
    [UInt8(ascii: "q"), UInt8(ascii: "o"), UInt8(ascii: "i")].contains(last)
  else { return name }
  return String(name.dropLast(2))
}

/// A port's name without its direction.
func portBase(_ port: String) -> String { baseName(port) }
