/// A place in the designer's Swift source.
public struct SourceLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The path as `#filePath` gives it, which editors and terminals open.
  public let file: String
  // Every signal and every statement has a place, so lines and columns are kept small.
  private let lineNumber: UInt32
  /// 0 where it is not known.
  private let columnNumber: UInt32

  /// - Parameter column: As `#column` gives it, from 1 on; 0 if it is not known.
  public init(file: String, line: Int, column: Int = 0) {
    self.file = file
    lineNumber = UInt32(clamping: line)
    columnNumber = UInt32(clamping: column)
  }

  public var line: Int { Int(lineNumber) }
  /// From 1 on; 0 if it is not known.
  public var column: Int { Int(columnNumber) }

  /// `/home/me/Queue/Queue.swift:31:5`, as the compiler writes it.
  public var description: String {
    "\(file):\(lineNumber)" + (columnNumber == 0 ? "" : ":\(columnNumber)")
  }

  /// `Queue.swift:31`, for text that is the same on every machine.
  public var short: String { "\(file.split(separator: "/").last ?? ""):\(lineNumber)" }

  /// The target and the file, `Queues/Queue.swift`, for text that is the same on every machine; the
  /// file alone where it lies under no folder of sources.
  public var sourceFile: String {
    let parts = file.split(separator: "/")
    let folder = parts.lastIndex { $0 == "Sources" || $0 == "Tests" }
    guard let name = parts.last else { return "" }
    guard let folder, folder + 2 < parts.count else { return String(name) }
    return "\(parts[folder + 1])/\(name)"
  }

  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.file, left.lineNumber, left.columnNumber)
      < (right.file, right.lineNumber, right.columnNumber)
  }
}
