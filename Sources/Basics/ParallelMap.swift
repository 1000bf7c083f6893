import Foundation

/// Applies `work` to 0 ..< `count` on all cores. The results are in order, so they do not depend on
/// the number of cores if those of `work` do not.
///
/// - Throws: the error of the lowest index that has one.
public func parallelMap<Value: Sendable, Failure: Error>(
  _ count: Int, _ work: @escaping @Sendable (Int) throws(Failure) -> Value
) throws(Failure) -> [Value] {
  let results = Results<Value, Failure>(count)
  DispatchQueue.concurrentPerform(iterations: count) { index in
    do throws(Failure) {
      results.set(index, .success(try work(index)))
    } catch {
      results.set(index, .failure(error))
    }
  }
  return try results.values()
}

/// Results of several threads.
private final class Results<Value: Sendable, Failure: Error>: @unchecked Sendable {
  private let lock = NSLock()
  private var storage: [Result<Value, Failure>?]

  init(_ count: Int) { storage = Array(repeating: nil, count: count) }

  func set(_ index: Int, _ result: Result<Value, Failure>) {
    lock.withLock { storage[index] = result }
  }

  func values() throws(Failure) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(storage.count)
    for case let result? in lock.withLock({ storage }) { values.append(try result.get()) }
    return values
  }
}
