import HardwareIR

/// Where the fields of a bundle lie in its `asBits`, for software that makes such words or reads
/// them: one declaration serves both sides.
///
///     let layout = IndexWord(.wire(), banks: 4).layout
///     let word = try layout.packed(["isEntry": 1, "bank": 3])
public struct BundleLayout: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    /// The way to the field, as in `answer.data` or `words.2`.
    public var name: String
    /// Its bits, 0 the least significant of the word.
    public var bits: Range<Int>
    public var type: HardwareType
  }

  /// The name of the bundle's type.
  public let bundle: String
  /// In the order of declaration, the most significant first.
  public let fields: [Field]

  public var width: Int { fields.first?.bits.upperBound ?? 0 }

  fileprivate init(_ bundle: String, _ fields: [BundleField]) {
    self.bundle = bundle
    var above = fields.reduce(0) { $0 + $1.signal.width }
    self.fields = fields.map { field in
      above -= field.signal.width
      return Field(
        name: field.dottedPath, bits: above..<(above + field.signal.width), type: field.signal.type)
    }
  }

  /// A value that is no word of the layout.
  public struct Mistake: Error, Hashable, CustomStringConvertible {
    public let description: String
  }

  /// The word that holds these values, and 0 in all other fields: 64 bits and 64 bits, the least
  /// significant first, as a `Memory` takes them for its contents.
  ///
  /// - Throws: `Mistake`, for a field that there is not, and a value that does not fit.
  public func packed(_ values: KeyValuePairs<String, Int>) throws(Mistake) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: max(1, (width + 63) / 64))
    for (name, value) in values {
      guard let field = fields.first(where: { $0.name == name }) else {
        let known = fields.map(\.name).joined(separator: ", ")
        throw Mistake(
          description: "\(bundle) has no field '\(name)'; its fields are \(known)")
      }
      guard let range = field.type.range, range.contains(value) else {
        let sentence = literalSentence(value, field.type)
        throw Mistake(description: "field '\(name)' of \(bundle): \(sentence)")
      }
      for (index, bit) in field.bits.enumerated() where value >> min(index, 63) & 1 == 1 {
        words[bit / 64] |= 1 << UInt64(bit % 64)
      }
    }
    return words
  }
}

extension SignalBundle {
  /// Where each field lies in `asBits`, and in a word that `asBundle(like:)` reads.
  public var layout: BundleLayout { BundleLayout("\(Self.self)", HardwareDSL.fields(of: self)) }
}

extension Signal {
  /// The bits as the fields of a bundle that is declared for this:
  /// `word.asBundle { IndexWord($0, banks: 4) }`.
  public func asBundle<Bundle: SignalBundle>(
    _ make: (FieldMaker) -> Bundle
  ) -> BundleValue<Bundle> {
    asBundle(like: make(.wire()))
  }
}
