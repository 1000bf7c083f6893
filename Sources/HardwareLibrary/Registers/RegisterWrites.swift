import HardwareDSL

/// What a write does to the bits of the fields.
struct RegisterWrites {
  /// The bits of a field that lie in a byte of a word, and whether that is written.
  struct Byte {
    let isWritten: Signal
    let data: Signal
    let fieldBits: ClosedRange<Int>
  }

  private let bytes: [String: [Byte]]

  /// - Parameters:
  ///   - words: Those that can be written.
  ///   - enables: Whether each is.
  init(_ words: [RegisterWord], _ enables: [Signal], _ word: AXI4LiteWriteWord) {
    var bytes: [String: [Byte]] = [:]
    for (mapped, enable) in zip(words, enables) {
      for part in mapped.parts {
        bytes[part.field.path, default: []] += part.bytes.map { byte, bits, fieldBits in
          Byte(isWritten: enable && word.strb[byte], data: word.data[bits], fieldBits: fieldBits)
        }
      }
    }
    self.bytes = bytes
  }

  /// From the low bits up.
  func bytes(of field: PlacedField) -> [Byte] { bytes[field.path] ?? [] }

  /// The bits that are written as 1.
  func ones(of field: PlacedField) -> Signal {
    concatenate(bytes(of: field).reversed().map { mux($0.isWritten, $0.data, 0) })
  }
}
