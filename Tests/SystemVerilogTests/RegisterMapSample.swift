import HardwareDSL

/// A register map: a few addresses of many, a negative, and a limit that a generator chose.
final class RegisterMap: SampleModule {
  let address = input(.unsigned(8))
  let number = input(.signed(8))
  let level = input(.unsigned(3))
  let limit: Int
  let word = output(.signed(9))
  let hasRoom = output(.bit)
  let looked = output(.bits(4))
  let words = Memory(.bits(4), depth: 16, initial: [1, 2, 3])

  init(limit: Int) { self.limit = limit }

  var moduleName: String { "register_map_l\(limit)" }

  var body: Behavior {
    word <== -1
    decode(address, values: [0, 4, 8]) { value in
      word <== (value == 4 ? -number : Signal(value, .signed(9)))
    }
    hasRoom <== possiblyConstant("isBelow", level < .number(limit))
    words.read(at: address[4...])
    looked <== words.readData
  }
}
