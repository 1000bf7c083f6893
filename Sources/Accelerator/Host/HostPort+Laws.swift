import AttentionSpec
import HardwareDSL

/// The `ProgramLaw`s that the host port sees, as claims.
extension HostPort {
  @HardwareBuilder var writeLaws: Behavior {
    section("Laws of a program")
    let address = write.payload.address
    for (region, takes) in [
      (.query, anyOf(decoded.query)),
      (.key, anyOf(decoded.bank) && !decoded.isValue),
      (.value, anyOf(decoded.bank) && decoded.isValue),
      (.index, anyOf(decoded.index)), (.pointer, anyOf(decoded.pointer)),
    ] as [(MemoryMap.Region, Signal)] {
      if let isInside = isInside(region, address) {
        claim(
          "\(title(region))InMemory", !takes || isInside,
          "a write to the \(region) region is to a word of its memory")
      }
    }
    if let hasZeroPadding {
      let takesOperand = anyOf(decoded.query) || anyOf(decoded.bank)
      claim(
        "PaddingIsZero", !takesOperand || hasZeroPadding,
        "features beyond the head dimension are zero")
    }
  }

  /// A register takes a value of its range.
  func rangeLaw(_ register: MemoryMap.Register, takes: Signal) -> RecordedStatement {
    let range = register.range(configuration)
    let value = write.payload.data[..<32].asUnsigned
    let isEnough = range.lowerBound == 0 ? Signal(1, .bit) : value >= .number(range.lowerBound)
    return claim(
      "\(title(register))InRange", !takes || (isEnough && value <= .number(range.upperBound)),
      "\(register) is given a value of its range")
  }

  /// A read of an output meets a word.
  @HardwareBuilder func readLaw(takes: Signal, _ address: Signal) -> Behavior {
    if let isInside = isInside(.output, address) {
      claim(
        "ReadInMemory", !takes || isInside, "a read of an output is of a word of its memory")
    }
  }

  /// The name of a case, as labels begin with it.
  func title(_ name: some Any) -> String {
    "\(name)".prefix(1).uppercased() + "\(name)".dropFirst()
  }

  private func isInside(_ region: MemoryMap.Region, _ address: Signal) -> Signal? {
    address[..<MemoryMap.wordBits].asUnsigned.isBelow(region.depth(configuration) ?? 0)
  }

  /// Whether the written features that no head has are zero; nil where there are none of these.
  private var hasZeroPadding: Signal? {
    let lastChunk = configuration.chunksMax - 1
    let used = configuration.capacity.headDimension - lastChunk * configuration.featuresPerCycle
    let chunk = decoded.word[..<configuration.chunkBits].asUnsigned
    let features = decoded.data[..<configuration.featureWordBits]
    let beyond = features[(used * NumberFormats.operandBits)...]
    let isUsed = chunk.isBelow(configuration.chunksMax)
    guard beyond.width > 0 || isUsed != nil else { return nil }
    // A slice of no bits is zero.
    let isBefore = lastChunk == 0 ? Signal(0, .bit) : chunk < .number(lastChunk)
    let endsInZeros = isUsed.map { $0 && beyond == 0 } ?? (beyond == 0)
    return isBefore || endsInZeros || features == 0
  }
}
