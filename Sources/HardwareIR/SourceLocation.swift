/// A place in the designer's Swift source.
public struct SourceLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// `Module/File.swift`, as `#fileID` gives it.
  public var file: String
  public var line: Int

  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  public var description: String { "\(file):\(line)" }

  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.file, left.line) < (right.file, right.line)
  }
}
