import Foundation

/// The names of signals in a waveform in the FST format: scopes with dots between, and the range of
/// a vector: `TOP.counter.value_q[7:0]`.
public enum WaveformNames {
  public struct Unreadable: Error, CustomStringConvertible {
    public var description: String
  }

  /// - Throws: `Unreadable` for a file that is no complete waveform.
  public static func read(_ path: String) throws -> Set<String> {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var position = 0
    while position + 9 <= bytes.count {
      let kind = bytes[position]
      let length = number(bytes, position + 1)
      let body = bytes[(position + 9)..<min(bytes.count, position + 1 + length)]
      switch kind {
      // Compressed by gzip.
      case 4: return names(in: try unzipped(Array(body.dropFirst(8))))
      // By LZ4, once.
      case 6: return names(in: try unpacked(Array(body.dropFirst(8)), number(bytes, position + 9)))
      // Twice: the length in between stands before it.
      case 7:
        let once = try unpacked(Array(body.dropFirst(16)), number(bytes, position + 17))
        return names(in: try unpacked(once, number(bytes, position + 9)))
      default: position += 1 + length
      }
    }
    throw Unreadable(description: "\(path) has no names.")
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> Int {
    bytes[at..<(at + 8)].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func unzipped(_ bytes: [UInt8]) throws -> [UInt8] {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".gz"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Unreadable(description: "gzip cannot read the names of a waveform.")
    }
    return [UInt8](data)
  }

  /// A block of LZ4: literals, and copies of what came before.
  private static func unpacked(_ bytes: [UInt8], _ size: Int) throws -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    func length(_ short: Int) -> Int {
      guard short == 15 else { return short }
      var sum = 15
      while position < bytes.count {
        let byte = Int(bytes[position])
        position += 1
        sum += byte
        if byte < 255 { break }
      }
      return sum
    }
    while position < bytes.count {
      let token = Int(bytes[position])
      position += 1
      let literals = length(token >> 4)
      guard position + literals <= bytes.count else { break }
      result += bytes[position..<(position + literals)]
      position += literals
      guard position + 2 <= bytes.count else { break }
      let distance = Int(bytes[position]) | Int(bytes[position + 1]) << 8
      position += 2
      let copied = length(token & 15) + 4
      guard distance > 0, distance <= result.count else { break }
      for _ in 0..<copied { result.append(result[result.count - distance]) }
    }
    guard result.count == size else {
      throw Unreadable(
        description: "The names of a waveform have \(result.count), not \(size) bytes.")
    }
    return result
  }

  /// Entries: scopes that open and close, attributes, and variables.
  private static func names(in bytes: [UInt8]) -> Set<String> {
    var names: Set<String> = []
    var scopes: [String] = []
    var position = 0
    func text() -> String {
      let start = position
      while position < bytes.count, bytes[position] != 0 { position += 1 }
      defer { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    func skipNumber() {
      while position < bytes.count, bytes[position] >= 128 { position += 1 }
      position += 1
    }
    while position < bytes.count {
      let tag = bytes[position]
      position += 1
      switch tag {
      case 254:
        position += 1
        scopes.append(text())
        _ = text()
      case 255: _ = scopes.popLast()
      case 252:
        position += 2
        _ = text()
        skipNumber()
      case 253: break
      default:
        position += 1
        let name = text().filter { $0 != " " }
        skipNumber()
        skipNumber()
        names.insert((scopes + [name]).joined(separator: "."))
      }
    }
    return names
  }
}
