/// What the memory outside holds for a run: bytes from address 0 on, and the windows that the host
/// tells the accelerator.
public struct MemoryImage: Sendable, Equatable {
  public var bytes: [UInt8]
  /// Instructions, one after another.
  public let program: Range<Int>
  /// What instructions say offsets into: index, queries, keys and values.
  public let data: Range<Int>
  /// Where outputs are written, at offsets into it.
  public let outputs: Range<Int>

  public init(
    bytes: [UInt8], program: Range<Int>, data: Range<Int>, outputs: Range<Int>
  ) {
    precondition(
      [program, data, outputs].allSatisfy { 0 <= $0.lowerBound && $0.upperBound <= bytes.count },
      "The windows lie in the \(bytes.count) bytes.")
    self.bytes = bytes
    self.program = program
    self.data = data
    self.outputs = outputs
  }
}
