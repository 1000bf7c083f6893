import HardwareLibrary

/// What the registers of a map hold, bit by bit, as its description says.
struct RegisterModel {
  struct Write {
    var address: UInt64
    var data: UInt32
    var strobes: UInt32
  }

  /// A field and what it holds. Of kind `readOnly`, what hardware gives in this cycle.
  private struct Held {
    var path: String
    var offset: UInt64
    var field: RegisterField
    var value: UInt64
    /// The bits of the high word, as the low one was read last.
    var kept: UInt64 = 0

    mutating func set(_ number: Int, _ bit: Bool) {
      value = bit ? value | 1 << UInt64(number) : value & ~(1 << UInt64(number))
    }
  }

  private var held: [Held]

  init(_ map: RegisterMap) {
    held = map.registers.flatMap { register in
      register.fields.map { field in
        Held(
          path: "\(register.name)_\(field.name)", offset: UInt64(register.offset), field: field,
          value: field.reset)
      }
    }
  }

  /// What hardware sees, by the names of registers and fields.
  var values: [String: UInt64] {
    Dictionary(
      uniqueKeysWithValues: held.compactMap { held in
        switch held.field.access {
        case .constant, .readOnly: nil
        default: (held.path, held.value)
        }
      })
  }

  /// What a read in this cycle gives: the word and the response.
  ///
  /// - Parameter inputs: What hardware gives, by the names of the ports without `_i`.
  mutating func read(_ address: UInt64, _ inputs: [String: UInt64]) -> (data: UInt32, resp: Int) {
    var data: UInt64 = 0
    var isMapped = false
    for index in held.indices {
      let field = held[index].field
      guard let word = word(of: held[index], at: address) else { continue }
      isMapped = true
      var value = held[index].value
      var isReadAtOnce = false
      switch field.access {
      case .pulse: value = 0
      case .readOnly:
        value = inputs["readings_\(held[index].path)"] ?? 0
        isReadAtOnce = true
      case .counter: isReadAtOnce = true
      default: ()
      }
      for (number, bit) in field.bits.enumerated() where bit / 32 == word {
        let source = word == 1 && isReadAtOnce ? held[index].kept : value
        data |= (source >> UInt64(number) & 1) << UInt64(bit % 32)
      }
      if word == 0 { held[index].kept = value }
    }
    return (UInt32(data), isMapped ? 0 : 2)
  }

  /// Which word of a field's register an address is in; nil if in none.
  private func word(of held: Held, at address: UInt64) -> Int? {
    let word = address / 4
    if word == held.offset / 4 { return 0 }
    let isWide = self.held.contains { $0.offset == held.offset && $0.field.bits.upperBound > 31 }
    return isWide && word == held.offset / 4 + 1 ? 1 : nil
  }

  /// What an edge makes of the fields.
  ///
  /// - Returns: The response to the write, if there is one.
  mutating func advance(_ write: Write?, _ inputs: [String: UInt64]) -> Int {
    var response = 2
    for index in held.indices {
      let (path, field) = (held[index].path, held[index].field)
      var written: [Int: Bool] = [:]
      if let write, let word = word(of: held[index], at: write.address) {
        for (number, bit) in field.bits.enumerated() where bit / 32 == word {
          switch field.access {
          case .readWrite, .writeOneToClear, .writeOneToSet, .pulse: response = 0
          default: ()
          }
          guard write.strobes >> UInt32(bit % 32 / 8) & 1 == 1 else { continue }
          written[number] = write.data >> UInt32(bit % 32) & 1 == 1
        }
      }
      func input(_ kind: String) -> UInt64 { inputs["\(kind)_\(path)"] ?? 0 }
      let old = held[index].value
      switch field.access {
      case .constant, .readOnly: ()
      case .readWrite:
        for (number, bit) in written { held[index].set(number, bit) }
      case .writeOneToClear:
        for (number, bit) in written where bit { held[index].set(number, false) }
        held[index].value |= input("sets")
      case .writeOneToSet:
        held[index].value &= ~input("clears")
        for (number, bit) in written where bit { held[index].set(number, true) }
      case .pulse:
        held[index].value = 0
        for (number, bit) in written { held[index].set(number, bit) }
      case .counter(let overflow, _):
        let limit = ~UInt64(0) >> UInt64(64 - field.bits.count)
        let (sum, overflows) = old.addingReportingOverflow(input("amounts"))
        let isOver = overflows || sum > limit
        held[index].value = isOver && overflow == .saturates ? limit : sum & limit
        if input("clears") == 1 { held[index].value = 0 }
      }
    }
    return response
  }
}
