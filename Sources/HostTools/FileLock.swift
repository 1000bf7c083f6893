import Foundation

/// Keeps processes from making the same thing at once: whoever comes second waits, and finds it
/// made.
///
/// It saves work and guards nothing. The file may be deleted at any time, a process that dies gives
/// its lock back, and where a disk knows no locks nobody waits.
package struct FileLock: Sendable {
  private let path: String

  private static let pause = Duration.milliseconds(20)

  package init(path: String) {
    self.path = path
  }

  /// Runs `body` while nobody else does so under this lock, and tells it whether somebody did.
  ///
  /// - Parameter waiting: Called once if somebody else has the lock.
  package func run<Result: Sendable>(
    waiting: @Sendable () -> Void = {},
    _ body: @Sendable (_ hasWaited: Bool) async throws -> Result
  ) async throws -> Result {
    var hasWaited = false
    while true {
      switch attempt() {
      case .held(let file):
        UnfinishedWork.shared.begin(path)
        defer {
          unlink(path)
          UnfinishedWork.shared.end(path)
          close(file)
        }
        return try await body(hasWaited)
      case .unknown: return try await body(hasWaited)
      case .elsewhere:
        if !hasWaited { waiting() }
        hasWaited = true
        try await Task.sleep(for: Self.pause)
      }
    }
  }

  private enum Attempt {
    case held(file: Int32)
    case elsewhere
    case unknown
  }

  private func attempt() -> Attempt {
    if let folder = HostFolder.parent(of: path) { try? HostFolder.make(folder) }
    // Tools that are started meanwhile do not keep it.
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { return .unknown }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let isHeld = errno == EWOULDBLOCK
      close(file)
      return isHeld ? .elsewhere : .unknown
    }
    // Whoever had it has removed the file since it was opened here.
    guard isStill(file) else {
      close(file)
      return .elsewhere
    }
    return .held(file: file)
  }

  /// Whether the open file is the one at the path.
  private func isStill(_ file: Int32) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(file, &opened) == 0 && stat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }
}
