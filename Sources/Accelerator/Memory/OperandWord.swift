import AttentionSpec
import HardwareDSL

/// A word of an operand on its way into its memory: a chunk of a token of a head.
struct OperandWord: SignalBundle {
  /// Of the token of the head in the memory: head * stride + token, from where its unit begins.
  let place: Signal
  let chunk: Signal
  let words: [Signal]
}

extension OperandWord {
  init(_ field: FieldMaker, placeBits: Int, _ configuration: AcceleratorConfiguration) {
    place = field(.unsigned(placeBits), "of the token of the head")
    chunk = field(.unsigned(configuration.chunkBits))
    words = configuration.lineWords(field, "one a line")
  }

  /// One of a key or value.
  init(ofBanks field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    self.init(field, placeBits: configuration.keyValueBits, configuration)
  }

  /// One of a query.
  init(ofQueries field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    self.init(field, placeBits: configuration.queryWordBits, configuration)
  }
}

/// A read of a word of a query; it comes a cycle later, and stays.
struct QueryRead: SignalBundle {
  let enable: Signal
  let place: Signal
  let chunk: Signal
  let words: [Signal]
}

extension QueryRead {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    enable = field(.bit)
    place = field(.unsigned(configuration.queryWordBits), "of the token of the head")
    chunk = field(.unsigned(configuration.chunkBits))
    words = configuration.lineWords(field.flipped, "the word read last, one a line")
  }
}

/// Which word of a query is wanted.
struct QueryMemoryRequest: SignalBundle {
  let enable: Signal
  let place: Signal
  let chunk: Signal
}

extension QueryRead {
  /// What goes to the memory.
  var request: QueryMemoryRequest { QueryMemoryRequest(enable: enable, place: place, chunk: chunk) }
}

/// Where a word lies in memories side by side: in the memory that the low bits of its place say.
struct BankedPlace {
  let bank: Signal
  let address: Signal

  /// - Parameter bankBits: Of the number of a memory.
  init(of place: Signal, chunk: Signal, bankBits: Int) {
    bank = place.truncated(to: bankBits)
    address = concatenate(place.shiftedRight(by: bankBits), chunk).asUnsigned
  }
}
