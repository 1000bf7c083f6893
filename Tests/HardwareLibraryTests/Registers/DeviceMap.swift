import HardwareLibrary

/// A map with a field of every kind, of one bit, over bytes and over words, and with holes.
enum DeviceMap {
  static let map = RegisterMap(
    "device", "A device that has everything.", addressBits: 7,
    [
      MappedRegister(
        "identity", at: 0x00, "Which device it is.",
        [
          RegisterField("version", .constant, bits: 0...7, reset: 0x12, "Of the program's format."),
          RegisterField("magic", .constant, bits: 16...31, reset: 0xbeef, "Tells it from others."),
        ]),
      MappedRegister(
        "control", at: 0x04, "What it is to do.",
        [
          RegisterField("start", .pulse, bit: 0, "Begins."),
          RegisterField("steps", .pulse, bits: 6...9, "Goes on, each of four parts by itself."),
          RegisterField("enable", .readWrite, bit: 4, reset: 1, "It works."),
          RegisterField(
            "mode", .readWrite, bits: 2...3, reset: 2, "How it works.",
            values: [
              RegisterValue("once", 0, "Stops behind the end."),
              RegisterValue("again", 2, "Begins again at the end."),
            ]),
          RegisterField("limit", .readWrite, bits: 10...27, reset: 0x2_a5a5, "Where it ends."),
        ]),
      MappedRegister(
        "status", at: 0x08, "What it does.",
        [
          RegisterField("busy", .readOnly, bit: 0, "It works."),
          RegisterField("level", .readOnly, bits: 4...15, "What waits."),
        ]),
      MappedRegister(
        "interrupt", at: 0x0c, "What has happened.",
        [
          RegisterField("done", .writeOneToClear, bit: 0, "The end was reached."),
          RegisterField("faults", .writeOneToClear, bits: 6...9, reset: 5, "What went wrong."),
          RegisterField(
            "request", .writeOneToSet, bits: 12...19, reset: 0x81, "What is asked for."),
          RegisterField("mask", .readWrite, bits: 30...31, "What interrupts."),
        ]),
      MappedRegister(
        "cycles", at: 0x10, "The time.",
        [
          RegisterField(
            "count", .counter(.wraps, amountBits: 40), bits: 0...63, reset: 0x1234_ffff_ffff_fff0,
            "Cycles at work.")
        ]),
      MappedRegister(
        "window", at: 0x18, "Where it may read.",
        [RegisterField("base", .readWrite, bits: 4...47, reset: 0x9876_5432_10f, "The first byte.")]
      ),
      MappedRegister(
        "traffic", at: 0x24, "What it has moved.",
        [
          RegisterField(
            "bytes", .counter(.saturates, amountBits: 4), bits: 0...6, reset: 3, "Bytes read."),
          RegisterField("faults", .counter(.saturates), bits: 16...18, "Errors of the bus."),
        ]),
      MappedRegister(
        "fault", at: 0x28, "The first error.",
        [
          RegisterField("address", .readOnly, bits: 0...39, "Of the access that went wrong."),
          RegisterField("tag", .readWrite, bits: 56...63, reset: 0xa5, "For software."),
        ]),
    ])
}
