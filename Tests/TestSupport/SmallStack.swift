import Foundation

/// Runs `body` on a thread with a stack of 2 MB, a quarter of what threads of Linux have.
public func onSmallStack<Result>(_ body: @escaping @Sendable () -> Result) -> Result? {
  let box = Box<Result>()
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    box.result = body()
    done.signal()
  }
  thread.stackSize = 2 << 20
  thread.start()
  done.wait()
  return box.result
}

/// Written before the semaphore is signalled, read after.
private final class Box<Result>: @unchecked Sendable { var result: Result? }
