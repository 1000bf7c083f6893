import Foundation

struct Colour: Sendable, Equatable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  static let white = Colour(red: 255, green: 255, blue: 255)

  var hexadecimal: String {
    let digits = [red, green, blue].map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    return "#" + digits.joined()
  }
}

/// Colours of attention on a logarithmic scale, light for little and dark for much, so that what
/// stays after pruning stands out on white.
struct ColourScale: Sendable {
  /// Steps of the scale; index 0 of the palette is white, for what is pruned.
  static let steps = 120
  /// Attention below this part of the largest has the lightest colour.
  static let span = 1e-3

  /// Viridis (CC0) from its light end, in tenths.
  private static let anchors: [(Double, Double, Double)] = [
    (253, 231, 37), (189, 223, 38), (122, 209, 81), (68, 191, 112), (34, 168, 132), (33, 145, 140),
    (42, 120, 142), (53, 95, 141), (65, 68, 135), (72, 36, 117), (68, 1, 84),
  ]

  let low: Double
  let high: Double

  /// A scale for some attention: from its smallest number above 0, but at most `1 / span` below the
  /// largest, to its largest.
  init(_ values: some Sequence<Float>) {
    var (low, high) = (Double.infinity, 0.0)
    for value in values where value > 0 {
      low = min(low, Double(value))
      high = max(high, Double(value))
    }
    self.high = high > 0 ? high : 1
    // Equal numbers would be a scale of no length.
    self.low = min(max(low, self.high * Self.span), self.high / 2)
  }

  static let palette: [Colour] =
    [.white] + (0..<steps).map { colour(at: Double($0) / Double(steps - 1)) }

  /// Where a number lies on the scale, from 0 to 1.
  func position(of value: Double) -> Double {
    guard value > low else { return 0 }
    return min(1, log(value / low) / log(high / low))
  }

  /// The palette index of a number that is not pruned.
  func index(of value: Float) -> UInt8 {
    1 + UInt8((position(of: Double(value)) * Double(Self.steps - 1)).rounded())
  }

  /// Places of labelled ticks: powers of ten, with twice and five times those where the scale spans
  /// less than a decade and a half.
  var ticks: [(value: Double, label: String)] {
    let factors = log10(high / low) < 1.5 ? [1, 2, 5] : [1]
    var ticks: [(value: Double, label: String)] = []
    for exponent in exponents {
      for factor in factors {
        let value = Double(factor) * pow(10, Double(exponent))
        guard value >= low * 0.999, value <= high * 1.001 else { continue }
        ticks.append((value, Self.label(factor, exponent)))
      }
    }
    return ticks
  }

  /// Places of unlabelled ticks: the multiples of powers of ten.
  var minorTicks: [Double] {
    var places: [Double] = []
    for exponent in exponents {
      let power: Double = pow(10, Double(exponent))
      for factor in 1...9 { places.append(Double(factor) * power) }
    }
    return places.filter { $0 >= low && $0 <= high }
  }

  /// The powers of ten around the scale.
  private var exponents: ClosedRange<Int> {
    let first = log10(low).rounded(.down)
    let last = log10(high).rounded(.up)
    return Int(first)...Int(last)
  }

  /// `2`, `0.05`, or `2e-7` below a ten-thousandth.
  private static func label(_ factor: Int, _ exponent: Int) -> String {
    switch exponent {
    case 0...: "\(factor)" + String(repeating: "0", count: exponent)
    case -4 ... -1: "0." + String(repeating: "0", count: -exponent - 1) + "\(factor)"
    default: "\(factor)e\(exponent)"
    }
  }

  private static func colour(at position: Double) -> Colour {
    let place = position * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    let part = place - Double(index)
    let (from, to) = (anchors[index], anchors[index + 1])
    func mix(_ from: Double, _ to: Double) -> UInt8 { UInt8(from + (to - from) * part) }
    return Colour(red: mix(from.0, to.0), green: mix(from.1, to.1), blue: mix(from.2, to.2))
  }
}
