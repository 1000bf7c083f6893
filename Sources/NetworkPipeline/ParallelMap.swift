import Foundation

/// Applies `work` to 0 ..< `count` on all cores. The results are in order.
///
/// - Throws: the error of the lowest index that has one.
func parallelMap<Value: Sendable>(
  _ count: Int, _ work: @escaping @Sendable (Int) throws -> Value
) throws -> [Value] {
  let results = Results<Value>(count)
  DispatchQueue.concurrentPerform(iterations: count) { index in
    results.set(index, Swift.Result { try work(index) })
  }
  return try results.values()
}

/// Cuts 0 ..< `count` into at most `chunks` ranges of almost equal length.
///
/// Sums of floating point numbers depend on their order, so the chunks must not depend on the
/// number of cores.
func chunked(_ count: Int, into chunks: Int = 16) -> [Range<Int>] {
  let chunks = min(chunks, count)
  return (0..<chunks).map { $0 * count / chunks..<($0 + 1) * count / chunks }
}

/// Results of several threads.
private final class Results<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var storage: [Result<Value, any Error>?]

  init(_ count: Int) { storage = Array(repeating: nil, count: count) }

  func set(_ index: Int, _ result: Result<Value, any Error>) {
    lock.withLock { storage[index] = result }
  }

  func values() throws -> [Value] {
    try lock.withLock { try storage.compactMap { try $0?.get() } }
  }
}
