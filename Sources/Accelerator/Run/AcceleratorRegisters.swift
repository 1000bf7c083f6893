import AttentionSpec
import HardwareLibrary

/// What a host sees of the accelerator: the same registers whatever the configuration, which they
/// tell. docs/registers.md and docs/vitcod.h are made of them.
public enum AcceleratorRegisters {
  /// Of the registers; another one where a host would have to know.
  static let version = 1
  static let magic = 0x5456

  public static let map = RegisterMap(
    "vitcod", "An accelerator of sparse attention: it runs programs in memory.", addressBits: 8,
    identity + control + places + faults + counters + planning)

  private static let identity = [
    MappedRegister(
      "identity", at: 0x00, "What it is.",
      [
        RegisterField(
          "version", .constant, bits: 0...7, reset: UInt64(version), "Of these registers."),
        RegisterField(
          "program_version", .constant, bits: 8...15, reset: UInt64(Instruction.version),
          "Of the format of programs."),
        RegisterField(
          "magic", .constant, bits: 16...31, reset: UInt64(magic), "Tells it from others."),
      ]),
    MappedRegister(
      "array", at: 0x04, "The array of multiply-accumulate units.",
      [
        RegisterField("elements", .readOnly, bits: 0...7, "Processing elements."),
        RegisterField("lines", .readOnly, bits: 8...23, "Lines in all elements."),
        RegisterField("macs", .readOnly, bits: 24...31, "Units of a line."),
      ]),
    MappedRegister(
      "capacity", at: 0x08, "The most of a unit of work.",
      [
        RegisterField("tokens", .readOnly, bits: 0...15, "Tokens of a head."),
        RegisterField("heads", .readOnly, bits: 16...23, "Heads."),
        RegisterField("chunks", .readOnly, bits: 24...31, "Words of a token of a head."),
      ]),
    MappedRegister(
      "port", at: 0x0c, "The port to the memory and what goes over it.",
      [
        RegisterField("beat_bytes", .readOnly, bits: 0...7, "Bytes of a beat."),
        RegisterField("word_bytes", .readOnly, bits: 8...15, "Bytes of a word in memory."),
        RegisterField("address_bits", .readOnly, bits: 16...23, "Of an address of a byte."),
        RegisterField("codes", .readOnly, bits: 24...31, "Codes of a token at most."),
      ]),
    MappedRegister(
      "places", at: 0x10, "Tokens of heads that are held on chip.",
      [
        RegisterField("keys", .readOnly, bits: 0...15, "Of keys."),
        RegisterField("values", .readOnly, bits: 16...31, "Of values, behind the keys."),
        RegisterField("queries", .readOnly, bits: 32...47, "Of queries."),
        RegisterField("banks", .readOnly, bits: 48...63, "Banks of keys and values."),
      ]),
  ]

  private static let control = [
    MappedRegister(
      "control", at: 0x18, "Starts a run.",
      [
        RegisterField(
          "start", .pulse, bit: 0,
          "Begins to run the program, if no run is under way and none has failed.")
      ]),
    MappedRegister(
      "status", at: 0x1c, "What became of it.",
      [
        RegisterField(
          "busy", .readOnly, bit: 0,
          "A run is under way, or what a failed one has asked the memory for."),
        RegisterField("failed", .readOnly, bit: 1, "A run has failed: reset the accelerator."),
        RegisterField(
          "done", .writeOneToClear, bit: 8, "A run has ended and all outputs are in memory."),
        RegisterField("error", .writeOneToClear, bit: 9, "A run has failed."),
      ]),
    MappedRegister(
      "interrupt", at: 0x20, "What the interrupt is high for, as long as it stands in status.",
      [
        RegisterField("done", .readWrite, bit: 0, "For done."),
        RegisterField("error", .readWrite, bit: 1, "For error."),
      ]),
    MappedRegister(
      "timeout", at: 0x24, "When a run that stands still has failed.",
      [
        RegisterField(
          "cycles", .readWrite, bits: 0...31,
          "Cycles without progress that are too many; 0 for no limit.")
      ]),
  ]

  private static func address(
    _ name: String, at offset: Int, _ note: String, reset: UInt64 = 0
  ) -> MappedRegister {
    MappedRegister(
      name, at: offset, note,
      [
        RegisterField("address", .readWrite, bits: 0...63, reset: reset, "Of a byte.")
      ])
  }

  private static let places = [
    address("program", at: 0x28, "Where the program begins, a multiple of the bytes of a beat."),
    MappedRegister(
      "program_size", at: 0x30, "How long the program is.",
      [
        RegisterField(
          "bytes", .readWrite, bits: 0...31, "Of all instructions, 16 each, from BEGIN to END.")
      ]),
    address(
      "data", at: 0x38,
      "From where offsets of operands and index count, a multiple of the bytes of a beat."),
    address(
      "outputs", at: 0x40, "From where offsets of outputs count, a multiple of the bytes of a word."
    ),
    address(
      "read_first", at: 0x48, "The first byte that may be read.",
      reset: .max),
    address("read_last", at: 0x50, "The last byte that may be read."),
    address("write_first", at: 0x58, "The first byte that may be written.", reset: .max),
    address("write_last", at: 0x60, "The last byte that may be written."),
  ]

  private static let faults = [
    MappedRegister(
      "fault", at: 0x68, "Why the run has failed; it stays until the reset.",
      [
        RegisterField(
          "code", .readOnly, bits: 0...7, "What is wrong.",
          values: RunFault.allCases.map {
            RegisterValue($0.registerName, UInt64($0.rawValue), $0.meaning)
          }),
        RegisterField(
          "source", .readOnly, bits: 8...10, "Whose fault it is.",
          values: FaultSource.allCases.map {
            RegisterValue("\($0)", UInt64($0.rawValue), $0.meaning)
          }),
      ]),
    MappedRegister(
      "fault_instruction", at: 0x6c, "Which instruction was refused.",
      [RegisterField("number", .readOnly, bits: 0...31, "From 0 on.")]),
    MappedRegister(
      "fault_address", at: 0x70, "Where a read or a write failed.",
      [RegisterField("address", .readOnly, bits: 0...63, "Of the first byte of the burst.")]),
  ]

  private static func count(
    _ name: String, at offset: Int, _ note: String, amountBits: Int = 1, bits: Int = 64
  ) -> MappedRegister {
    MappedRegister(
      name, at: offset, note,
      [
        RegisterField(
          "count", .counter(bits == 64 ? .wraps : .saturates, amountBits: amountBits),
          bits: 0...(bits - 1), "Of the last run, or of the one that is under way.")
      ])
  }

  private static let counters =
    [
      count("cycles", at: 0x78, "Cycles from the start to the end."),
      count("bytes_read", at: 0x80, "Bytes of the beats that were read.", amountBits: 8),
      count("bytes_written", at: 0x88, "Bytes that were written.", amountBits: 8),
      count(
        "macs", at: 0x90, "Products of scores and outputs that were formed.", amountBits: 20),
      count("issued", at: 0x98, "Cycles in which the array multiplied.", bits: 32),
      count("stalled_slots", at: 0x9c, "Cycles without a slot, nor anything else.", bits: 32),
      count(
        "stalled_scores", at: 0xa0,
        "Cycles in which a slot waited for its scores: for keys, rows or room.", bits: 32),
      count(
        "stalled_outputs", at: 0xa4,
        "Cycles in which a slot waited for its outputs: for values, numerators or room.", bits: 32),
    ]
    + [
      ("score_slots", 0xa8, "Slots whose scores were computed."),
      ("output_slots", 0xac, "Slots whose outputs were computed."),
      ("rows", 0xb0, "Rows that were given to elements."),
    ].map { name, offset, note in
      MappedRegister(
        name, at: offset, note,
        [
          RegisterField(
            "count", .readOnly, bits: 0...31, "Of the last run, or of the one that is under way.")
        ])
    }

  /// What a program has to be planned for beside what the first registers say.
  private static let planning = [
    MappedRegister(
      "decoder", at: 0xb4, "What is decoded in a cycle.",
      [
        RegisterField(
          "heads", .readOnly, bits: 0...7,
          "Heads; from 2 on an even number of tokens has one place more to the next head."),
        RegisterField("codes", .readOnly, bits: 8...15, "Codes of a token."),
      ]),
    MappedRegister(
      "index", at: 0xb8, "Slots of the index that are held.",
      [
        RegisterField("slots", .readOnly, bits: 0...31, "From their scores to their outputs."),
        RegisterField("slots_ahead", .readOnly, bits: 32...63, "In front of their scores."),
      ]),
    MappedRegister(
      "rings", at: 0xc0, "What an element holds between scores and outputs.",
      [
        RegisterField("scores", .readOnly, bits: 0...31, "Entries; no row has more."),
        RegisterField("rows", .readOnly, bits: 32...63, "Rows that have begun."),
      ]),
    MappedRegister(
      "finished", at: 0xc8, "Rows on their way out.",
      [
        RegisterField("rows", .readOnly, bits: 0...31, "That an element holds."),
        RegisterField(
          "outputs", .readOnly, bits: 32...63, "Words that wait for the port, for some elements."),
      ]),
    MappedRegister(
      "beats", at: 0xd0, "Beats that are held of what is read.",
      [
        RegisterField("codes", .readOnly, bits: 0...31, "Of queries and keys, or their codes."),
        RegisterField("values", .readOnly, bits: 32...63, "Of values."),
      ]),
    MappedRegister(
      "bursts", at: 0xd8, "How the memory is asked.",
      [
        RegisterField("bytes", .readOnly, bits: 0...15, "Of a burst at most."),
        RegisterField("index", .readOnly, bits: 16...31, "Beats held of slots, and of rows."),
        RegisterField("writes", .readOnly, bits: 32...47, "Writes under way at most."),
      ]),
  ]
}
