import Foundation
import HardwareIR

/// The trace that a bench writes: a line for each cycle and circuit, with an output after the other
/// in hexadecimal digits.
struct TraceText {
  private let bytes: [UInt8]

  init(_ data: Data) { bytes = Array(data) }

  func traces(_ cases: [FuzzCase]) -> [Trace] {
    var traces = cases.map { _ in Trace() }
    var position = 0
    let cycles = cases.map(\.stimulus.cycles).max() ?? 0
    for _ in 0..<cycles {
      for index in cases.indices {
        let start = min(position, bytes.count)
        position = start
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        for field in bytes[start..<position].split(separator: UInt8(ascii: " ")) {
          Self.append(field, to: &traces[index])
        }
        position += 1
      }
    }
    return traces
  }

  private static func append(_ digits: ArraySlice<UInt8>, to trace: inout Trace) {
    let start = trace.words.count
    trace.words += [UInt32](repeating: 0, count: (digits.count + 7) / 8)
    for (place, digit) in digits.reversed().enumerated() {
      guard let value = value(of: digit) else {
        trace.unknown[start] = String(decoding: digits, as: UTF8.self)
        return
      }
      trace.words[start + place / 8] |= value << UInt32(place % 8 * 4)
    }
  }

  private static func value(of digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(digit - UInt8(ascii: "a") + 10)
    default: nil
    }
  }
}
