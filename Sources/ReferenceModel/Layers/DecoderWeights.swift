import AttentionSpec

/// The weights that a program has given for the heads of a unit.
struct DecoderWeights {
  private struct Place: Hashable {
    let isKeys: Bool
    let head: Int
  }

  private var weights: [Place: [Int: Int]] = [:]
  private var sums: [Place: (bias: Int, shift: Int)] = [:]
  /// Heads of which groups differ in bias or shift.
  private var unlike: Set<Place> = []

  mutating func take(_ decoder: Instruction.Decoder) {
    let place = Place(isKeys: decoder.keys == 1, head: decoder.head)
    let group = [decoder.weight0, decoder.weight1, decoder.weight2, decoder.weight3]
    for (position, weight) in group.enumerated() {
      weights[place, default: [:]][Instruction.Decoder.codesOfGroup * decoder.group + position] =
        weight
    }
    let sum = sums[place] ?? (decoder.bias, decoder.shift)
    if sum != (decoder.bias, decoder.shift) { unlike.insert(place) }
    sums[place] = sum
  }

  /// - Throws: `Refusal` for weights that are missing or not 0 where there is no code, and for sums
  ///   that may leave their bits.
  func decoder(ofKeys isKeys: Bool, head: Int, codes: Int) throws -> HeadDecoder {
    let place = Place(isKeys: isKeys, head: head)
    guard let given = weights[place], let sum = sums[place] else {
      throw Refusal("head \(head) has no weights")
    }
    guard !unlike.contains(place) else {
      throw Refusal("head \(head) has groups with unlike biases or shifts")
    }
    for code in 0..<codes where given[code] == nil {
      throw Refusal("head \(head) has no weight of code \(code)")
    }
    for (code, weight) in given where code >= codes && weight != 0 {
      throw Refusal("head \(head) has a weight of \(weight) for code \(code), which is none")
    }
    return try HeadDecoder(
      weights: (0..<codes).map { Int8(clamping: given[$0] ?? 0) }, bias: sum.bias,
      shift: sum.shift)
  }
}
