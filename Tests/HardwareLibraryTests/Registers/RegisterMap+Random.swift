import HardwareLibrary
import TestSupport

extension RegisterMap {
  /// A map that keeps to the rules, with or without holes.
  static func random(_ random: inout TestRandom) -> RegisterMap {
    let addressBits = [3, 4, 5, 6, 12, 40, 64][random.integer(0...6)]
    let bytes = 1 << min(addressBits, 6)
    var registers: [MappedRegister] = []
    var offset = 0
    while offset < bytes {
      let kind = random.integer(0...3)
      let isWide = kind == 0 && offset % 8 == 0
      // Some places stay free; never all.
      if kind != 1 || registers.isEmpty {
        registers.append(register("r\(offset)", at: offset, isWide ? 64 : 32, &random))
      }
      offset += isWide ? 8 : 4
    }
    return RegisterMap("random", "Random.", addressBits: addressBits, registers)
  }

  private static func register(
    _ name: String, at offset: Int, _ bits: Int, _ random: inout TestRandom
  ) -> MappedRegister {
    var fields: [RegisterField] = []
    var low = random.integer(0...3) == 0 ? random.integer(0...bits - 1) : 0
    while low < bits {
      // A word without a field in its upper half is one of 32 bits.
      let most = bits - low
      let width = [1, min(most, 8), most, random.integer(1...most)][random.integer(0...3)]
      fields.append(field("f\(low)", low...(low + width - 1), &random))
      low += width + (random.integer(0...1) == 0 ? 0 : random.integer(1...9))
    }
    return MappedRegister(name, at: offset, "Any.", fields)
  }

  private static func field(
    _ name: String, _ bits: ClosedRange<Int>, _ random: inout TestRandom
  ) -> RegisterField {
    let amounts = random.integer(1...bits.count)
    let access: RegisterAccess =
      [
        .constant, .readOnly, .readWrite, .writeOneToClear, .writeOneToSet, .pulse,
        .counter(.wraps, amountBits: amounts), .counter(.saturates, amountBits: amounts),
      ][random.integer(0...7)]
    let hasReset = access != .pulse && access != .readOnly
    let reset = random.next() >> UInt64(64 - bits.count)
    return RegisterField(name, access, bits: bits, reset: hasReset ? reset : 0, "Any.")
  }
}
