import HardwareDSL

/// Brings numbers to fewer bits: `clamp(floor(term * multiplier / 2^shift + 1/2))`.
public final class Requantizer: StreamStage {
  public let input: ReadyValid<ScaledTerms>
  public let output: ReadyValid<Terms>

  let halves: StreamRegister<HalfProducts>
  let products: StreamRegister<Terms>
  let results: StreamRegister<Terms>

  private let limits: [Requirement]
  private let lanes: Int
  private let bits: Int
  private let multiplierBits: Int
  private let shift: Int
  private let resultBits: Int

  /// - Parameters:
  ///   - lanes: Numbers at a time, at least 1.
  ///   - bits: Of a signed number that comes in.
  ///   - multiplierBits: Of the unsigned multiplier.
  ///   - shift: At least 0, and below `bits + multiplierBits`.
  ///   - resultBits: Of a signed result.
  public init(
    lanes: Int, bits: Int, multiplierBits: Int, shift: Int, resultBits: Int,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let (laneSizes, sizes) = (UnitSizes.lanes, UnitSizes.bits)
    let lastShift = bits.clamped(to: sizes) + multiplierBits.clamped(to: sizes) - 1
    limits =
      [bits, multiplierBits, resultBits].map {
        .size($0, in: sizes, "a Requantizer of numbers of \($0) bits", at: place)
      } + [
        .size(lanes, in: laneSizes, "a Requantizer of \(lanes) lanes", at: place),
        .size(shift, in: 0...lastShift, "a Requantizer that shifts by \(shift)", at: place),
      ]
    let (lanes, bits) = (lanes.clamped(to: laneSizes), bits.clamped(to: sizes))
    let multiplierBits = multiplierBits.clamped(to: sizes)
    let resultBits = resultBits.clamped(to: sizes)
    self.lanes = lanes
    self.bits = bits
    self.multiplierBits = multiplierBits
    self.shift = shift.clamped(to: 0...lastShift)
    self.resultBits = resultBits
    input = .input {
      ScaledTerms($0, count: lanes, bits: bits, multiplierBits: multiplierBits)
    }
    output = .output { Terms($0, .signed(resultBits), count: lanes) }
    let (low, high) = (multiplierBits - multiplierBits / 2, multiplierBits / 2)
    halves = StreamRegister {
      HalfProducts($0, count: lanes, lowBits: bits + low, highBits: high == 0 ? nil : bits + high)
    }
    products = StreamRegister { Terms($0, .signed(bits + multiplierBits), count: lanes) }
    results = StreamRegister { Terms($0, .signed(resultBits), count: lanes) }
  }

  public var moduleName: String {
    "requantizer_n\(lanes)_s\(bits)_m\(multiplierBits)_r\(shift)_to_s\(resultBits)"
  }

  public var documentation: Documentation {
    Documentation(
      "Scales \(lanes == 1 ? "a number" : "\(lanes) numbers") by multiplier / 2^\(shift), rounds "
        + "halves up, and saturates to \(resultBits) bits.",
      latency: [.cycles(3, from: input, to: output)],
      throughput: [.one("item", from: input, to: output)],
      reset: [.sentence("empty"), .value(0, of: output.valid)],
      combinationalPaths: [.path(from: output.ready, to: input.ready)])
  }

  public var body: Behavior {
    let low = multiplierBits - multiplierBits / 2
    let parts = input.map { given in
      let (factor, upper) = (given.multiplier[..<low], multiplierBits > 1)
      return HalfProducts(
        low: given.terms.map { product($0, factor) },
        high: upper ? given.terms.map { product($0, given.multiplier[low...]) } : [])
    }
    let whole = halves(parts).map { $0.whole(at: low, bits: bits + multiplierBits) }
    output <== results(products(whole).map { Terms($0.terms.map(result)) })
  }

  private func product(_ term: Signal, _ factor: Signal) -> Signal {
    (term * factor.asUnsigned.toSigned()).truncated(to: bits + factor.width)
  }

  private func result(_ product: Signal) -> Signal {
    let rounded = Fixed(product, fractionBits: shift).rounded(toFraction: 0).raw
    return rounded.width > resultBits
      ? rounded.saturated(to: resultBits) : rounded.extended(to: resultBits)
  }
}
