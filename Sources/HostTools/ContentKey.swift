import Foundation

/// A 128-bit key of some content: what was built once under a key is not built again.
///
/// FNV-1a with its 128-bit constants, taking eight bytes at a time. It guards against accidents,
/// not against an adversary: whoever can write the cache can put anything into it anyway. (Neither
/// Foundation nor the standard library offers a hash on every platform that is stable from one
/// process to the next.)
package struct ContentKey: Hashable, Sendable {
  private var high: UInt64 = 0x6c62_272e_07bb_0142
  private var low: UInt64 = 0x62b8_2175_6295_c58d

  package init() {}

  /// Adds a text and its length, so that the border between two texts counts.
  package mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  /// Adds the content of a file.
  package mutating func add(_ bytes: Data) {
    bytes.withUnsafeBytes { add($0) }
  }

  private mutating func add(_ bytes: UnsafeRawBufferPointer) {
    let whole = bytes.count / 8 * 8
    for offset in stride(from: 0, to: whole, by: 8) {
      add(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    add(bytes[whole...].reduce(0) { $0 << 8 | UInt64($1) })
    add(UInt64(bytes.count))
  }

  package mutating func add(_ texts: [String]) {
    for text in texts { add(text) }
    add(UInt64(texts.count))
  }

  /// The state times the prime 2^88 + 0x13b, after the word was mixed into its low half.
  private mutating func add(_ word: UInt64) {
    low ^= word
    let product = low.multipliedFullWidth(by: 0x13b)
    high = (high &* 0x13b) &+ product.high &+ (low << 24)
    low = product.low
  }

  /// 32 hexadecimal digits.
  package var text: String {
    [high, low].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
