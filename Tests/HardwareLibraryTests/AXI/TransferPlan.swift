import SimulationInterface
import TestSupport

/// What masters are to make of requests, in a memory of 16 KiB with windows.
struct TransferPlan {
  struct Range: Equatable {
    var address: Int
    var bytes: Int
  }

  /// A request of rows.
  struct Request {
    var address: Int
    var bytes: Int
    var rows = 1
    var pitch = 0

    var isEmpty: Bool { bytes == 0 || rows == 0 }
    var last: Int { address + (rows - 1) * pitch + bytes - 1 }
    var ranges: [Range] {
      isEmpty ? [] : (0..<rows).map { Range(address: address + $0 * pitch, bytes: bytes) }
    }
  }

  static let memoryBytes = 1 << 14
  static let windows = [0x400...0x1fff, 0x2345...0x3fff, 0x100...0x17f]
  /// What the memory refuses, far apart.
  static let errors = [
    MemoryError(.slaveError, at: 0x1000...0x10ff), MemoryError(.decodeError, at: 0x3080...0x30ff),
  ]

  let dataBytes: Int
  let blockBytes: Int

  init(dataBits: Int, beatsMax: Int) {
    dataBytes = dataBits / 8
    blockBytes = min(4096, beatsMax * dataBytes)
  }

  /// The beats of a range that is packed.
  func packedBeats(_ range: Range) -> Int { (range.bytes + dataBytes - 1) / dataBytes }

  func isRefused(_ request: Request) -> Bool {
    !request.isEmpty
      && !Self.windows.contains { $0.contains(request.address) && $0.contains(request.last) }
  }

  /// The bursts of a range.
  func bursts(_ range: Range) -> [Range] {
    var (address, left) = (range.address, range.bytes)
    var bursts: [Range] = []
    while left > 0 {
      let bytes = min(left, blockBytes - address % blockBytes)
      bursts.append(Range(address: address, bytes: bytes))
      address += bytes
      left -= bytes
    }
    return bursts
  }

  /// The bursts that reach the bus.
  func bursts(_ request: Request) -> [Range] {
    isRefused(request) ? [] : request.ranges.flatMap(bursts)
  }

  func beats(_ range: Range) -> Int {
    range.bytes == 0
      ? 0 : (range.address + range.bytes - 1) / dataBytes - range.address / dataBytes + 1
  }

  /// The beats of a range, as the bus has them: the first begins with the first byte, and all end
  /// with a lane.
  func spans(_ range: Range) -> [ClosedRange<Int>] {
    (0..<beats(range)).map { beat in
      let start = (range.address / dataBytes + beat) * dataBytes
      return max(start, range.address)...start + dataBytes - 1
    }
  }

  private func fails(_ range: Range, _ error: MemoryError) -> Bool {
    spans(range).contains { fails($0, error) }
  }

  private func fails(_ span: ClosedRange<Int>, _ error: MemoryError) -> Bool {
    span.overlaps(Int(error.addresses.lowerBound)...Int(error.addresses.upperBound))
  }

  /// Whether the memory takes the beat with a byte of a range.
  func isTaken(byte address: Int, of range: Range) -> Bool {
    let span = spans(range)[address / dataBytes - range.address / dataBytes]
    return !Self.errors.contains { fails(span, $0) }
  }

  /// The number of the error, and the address where it counts.
  func result(_ request: Request) -> (error: Int, address: Int?) {
    if isRefused(request) { return (1, request.address) }
    for burst in bursts(request) {
      if let error = Self.errors.first(where: { fails(burst, $0) }) {
        return (Int(error.response.rawValue), burst.address)
      }
    }
    return (0, nil)
  }

  /// Random requests, of which many are short, empty, at the edge of a window or fail.
  static func requests(_ count: Int, bytesMax: Int, seed: UInt64) -> [Request] {
    var noise = TestRandom(seed: seed)
    let edges = windows.flatMap { [$0.lowerBound, $0.upperBound + 1] } + [0x1080, 0x3080]
    return (0..<count).map { _ in
      let bytes =
        switch noise.integer(0...9) {
        case 0: 0
        case 1...5: noise.integer(1...min(bytesMax, 40))
        default: noise.integer(1...bytesMax)
        }
      let edge = edges[noise.integer(0...edges.count - 1)]
      let address =
        switch noise.integer(0...5) {
        case 0: edge
        case 1: edge - bytes
        case 2: edge - bytes + noise.integer(-2...2)
        default: noise.integer(0...memoryBytes - 1)
        }
      return Request(address: max(0, min(memoryBytes - 1, address)), bytes: bytes)
    }
  }

  /// Random requests for rows.
  static func strided(_ count: Int, bytesMax: Int, seed: UInt64) -> [Request] {
    var noise = TestRandom(seed: seed &+ 99)
    return requests(count, bytesMax: bytesMax, seed: seed).map { request in
      var request = request
      request.rows = noise.oneIn(8) ? 0 : noise.integer(1...noise.integer(1...9))
      request.pitch =
        switch noise.integer(0...5) {
        case 0: 0
        case 1: noise.integer(0...memoryBytes - 1)
        default: noise.integer(0...300)
        }
      // Some end exactly where a window does.
      if noise.oneIn(4), request.rows > 0, request.bytes > 0 {
        let room = windows[noise.integer(0...2)].upperBound - request.address - request.bytes + 1
        if room >= 0, request.rows > 1 { request.pitch = room / (request.rows - 1) }
      }
      return request
    }
  }
}
