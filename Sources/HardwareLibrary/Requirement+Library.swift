import HardwareDSL
import HardwareIR

// What several units of the library demand of their parameters.
extension Requirement {
  static func width(_ width: Int, of unit: String, at place: SourceLocation) -> Requirement {
    require(
      width >= 0, "\(unit) of words of \(width) bits; give them 0 or more", at: place)
  }

  static func depth(_ depth: Int, of unit: String, at place: SourceLocation) -> Requirement {
    require(
      depth >= 2 && depth.nonzeroBitCount == 1,
      "\(unit) of \(depth) words; give it a power of two from 2 on", at: place)
  }

  /// A number outside a range is refused.
  ///
  /// - Parameter subject: The unit with its number, as "a StreamFIFO of 0 words".
  static func size(
    _ number: Int, in range: ClosedRange<Int>, _ subject: String, at place: SourceLocation
  ) -> Requirement {
    require(
      range.contains(number),
      "\(subject); give it \(range.lowerBound) to \(range.upperBound)", at: place)
  }

  static func addressBits(
    _ bits: Int, of unit: String, at place: SourceLocation
  ) -> Requirement {
    .size(bits, in: UnitSizes.addressBits, "\(unit) of addresses of \(bits) bits", at: place)
  }

  static func stages(_ stages: Int, of unit: String, at place: SourceLocation) -> Requirement {
    require(
      stages >= 2, "\(unit) of \(stages) stages lets nothing settle; give it 2 or more",
      at: place)
  }
}

/// A number that a unit was asked for: the nearest one that is possible, with which its initialiser
/// goes on so that what is refused does no harm, and whether it is the one that was asked for.
struct UnitSize {
  let number: Int
  let requirement: Requirement

  /// - Parameter subject: The unit with its number, as "a StreamFIFO of 0 words".
  init(
    _ number: Int, in range: ClosedRange<Int>, _ subject: String, at place: SourceLocation
  ) {
    self.number = number.clamped(to: range)
    requirement = .size(number, in: range, subject, at: place)
  }
}

/// The sizes that units can have.
enum UnitSizes {
  /// Words in registers.
  static let registerWords = 1...4_096
  /// Words in a memory of which there are two.
  static let memoryWords = 1...(1 << 23)
  static let streams = 2...1_024
  /// Of an input, against the others.
  static let weights = 1...4_096
  /// What stands side by side.
  static let lanes = 1...4_096
  /// Of an address of bytes, by which words of 32 bits are told apart.
  static let wordAddressBits = 3...64
  /// Of a number that is computed with.
  static let bits = 1...4_096
  static let addressBits = 1...64
  /// Of addresses to which a number of bytes is added that has fewer bits.
  static let requestAddressBits = 2...64
  static let windows = 1...64
  /// Bursts that are under way.
  static let outstanding = 1...4_095
  static let rowsBits = 1...32
  static let masters = 1...1_024
  /// Of the tags of bursts.
  static let idBits = 0...32
  /// Bytes of a beat that are moved.
  static let alignedLanes = 2...128
}

extension Int {
  /// The nearest number in a range.
  func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
