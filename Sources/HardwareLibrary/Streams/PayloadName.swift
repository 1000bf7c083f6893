import HardwareDSL
import HardwareIR

extension SignalBundle {
  /// The payload in the name of a module that is made for it: `w8` for an `Item` of 8 bits, and
  /// `sample_s12_b80` for a `Sample` of a signed number and of bits; `s8x16` for sixteen fields.
  var moduleWords: String {
    let layout = layout
    if self is Item, let type = layout.fields.first?.type {
      return type.isNumber || type.isEnumeration ? type.moduleWord : "w\(type.width)"
    }
    var runs: [(word: String, count: Int)] = []
    for field in layout.fields {
      let word = field.type.moduleWord
      if let last = runs.last, last.word == word {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((word, 1))
      }
    }
    let name = layout.bundle.split { !$0.isLetter && !$0.isNumber }.map { snakeCase(String($0)) }
    return (name + runs.map { $0.count == 1 ? $0.word : "\($0.word)x\($0.count)" })
      .joined(separator: "_")
  }
}

extension HardwareType {
  /// The type in the name of a module: `u8` for an unsigned number of 8 bits.
  var moduleWord: String {
    switch self {
    case .bit: "b1"
    case .bits(let width): "b\(width)"
    case .unsigned(let width): "u\(width)"
    case .signed(let width): "s\(width)"
    case .enumeration(let type): snakeCase(type.name)
    }
  }
}
