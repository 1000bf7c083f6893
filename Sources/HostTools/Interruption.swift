import Foundation

/// Signals that end the process.
package enum Interruption {
  /// The end of a pipe that the handler of signals writes to.
  private nonisolated(unsafe) static var pipeEnd: Int32 = -1

  /// From now on a signal ends the process as it does by itself, but only after all unfinished work
  /// is removed. For commands, once, at their start; signals that the caller ignores stay ignored.
  ///
  /// - Parameter onFullDisk: Ends the process where a file that it maps has no space on the disk,
  ///   which is a signal too, and no error of a call.
  package static func watch(onFullDisk: @escaping @Sendable () -> Never) {
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
      if Int32(number) == SIGBUS { onFullDisk() }
      signal(Int32(number), SIG_DFL)
      kill(getpid(), Int32(number))
      while true { sleep(1) }
    }
    for number in [SIGHUP, SIGINT, SIGTERM] { handle(number) { Interruption.tell($0) } }
    // What brought these cannot go on.
    for number in [SIGPIPE, SIGBUS] {
      handle(number) {
        Interruption.tell($0)
        while true { pause() }
      }
    }
    // A file over the limit is refused with a sentence, as one on a full disk.
    signal(SIGXFSZ, SIG_IGN)
  }

  private static func handle(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    let before = signal(number, handler)
    if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
      signal(number, SIG_IGN)
    }
  }

  private static func tell(_ number: Int32) {
    let error = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(pipeEnd, &byte, 1)
    errno = error
  }
}
