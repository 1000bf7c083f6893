import Foundation

/// Signals that ask the process to end.
package enum Interruption {
  /// The end of a pipe that the handler of signals writes to.
  private nonisolated(unsafe) static var pipeEnd: Int32 = -1

  /// From now on a signal ends the process as it does by itself, but only after all unfinished work
  /// is removed. For commands, once, at their start; signals that the caller ignores stay ignored.
  package static func watch() {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let source = ends[0]
    pipeEnd = ends[1]
    // The handler may do next to nothing, so a thread does it.
    Thread.detachNewThread {
      var number: UInt8 = 0
      while read(source, &number, 1) != 1 { continue }
      UnfinishedWork.shared.abandon()
      signal(Int32(number), SIG_DFL)
      kill(getpid(), Int32(number))
      while true { sleep(1) }
    }
    for number in [SIGHUP, SIGINT, SIGTERM] {
      let before = signal(number) { number in
        let error = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Interruption.pipeEnd, &byte, 1)
        errno = error
      }
      if isIgnoring(before) { signal(number, SIG_IGN) }
    }
  }

  private static func isIgnoring(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
