import Foundation

/// What the process has begun and not finished: files and folders that mean nothing yet, and tools
/// that make them. A process that is told to end takes them along.
package final class UnfinishedWork: @unchecked Sendable {
  package static let shared = UnfinishedWork()

  /// Something on the disk.
  private enum Item: Hashable {
    /// A file, or a folder with all that is in it.
    case tree(String)
    /// A folder that goes if there is nothing in it.
    case folder(String)
  }

  private let lock = NSRecursiveLock()
  private var items: [Item] = []
  private let toolLock = NSLock()
  /// Nil once they were told to end.
  private var tools: Set<pid_t>? = []

  /// Runs `body` while a file or folder at `path` is unfinished. `body` removes it or moves it to
  /// its place in the end, by `settle`.
  package func with<Result>(unfinished path: String, _ body: () throws -> Result) rethrows -> Result
  {
    begin(path)
    defer { end(path) }
    return try body()
  }

  /// From here to `end`, whatever is at `path` is unfinished.
  package func begin(_ path: String) {
    lock.withLock { items.append(.tree(path)) }
  }

  package func end(_ path: String) {
    lock.withLock { items.removeAll { $0 == .tree(path) } }
  }

  /// From here to `end(made:)`, the folder at `path` is there for what is unfinished alone.
  package func begin(made path: String) {
    lock.withLock { items.append(.folder(path)) }
  }

  package func end(made path: String) {
    lock.withLock { items.removeAll { $0 == .folder(path) } }
  }

  /// Runs what must not end half-way, such as moving several files to their places.
  package func settle<Result>(_ body: () throws -> Result) rethrows -> Result {
    try lock.withLock(body)
  }

  func begin(tool: pid_t) {
    toolLock.withLock {
      if tools?.insert(tool) == nil { kill(tool, SIGTERM) }
    }
  }

  func end(tool: pid_t) {
    toolLock.withLock { _ = tools?.remove(tool) }
  }

  var hasTools: Bool { toolLock.withLock { tools?.isEmpty == false } }

  /// Stops the tools and removes all that is unfinished, the latest first. Nothing is begun, ended
  /// or settled any more: whoever tries waits for ever.
  func abandon() {
    lock.lock()
    toolLock.withLock {
      for tool in tools ?? [] { kill(tool, SIGTERM) }
      tools = nil
    }
    for item in items.reversed() {
      switch item {
      case .tree(let path): Self.remove(path)
      case .folder(let path): rmdir(path)
      }
    }
  }

  /// Removes a file or a folder to which somebody may still add files.
  private static func remove(_ path: String) {
    for _ in 0..<1000 where FileKind(of: path) != nil {
      do {
        try FileManager.default.removeItem(atPath: path)
      } catch {
        usleep(1000)
      }
    }
  }
}
