/// One write of a host to the accelerator.
public struct MemoryWrite: Sendable, Equatable, Hashable, Codable {
  /// See `MemoryMap`.
  public let address: UInt32
  /// The data word as 32-bit words, the least significant one first.
  public let data: [UInt32]

  public init(address: UInt32, data: [UInt32]) {
    self.address = address
    self.data = data
  }
}
