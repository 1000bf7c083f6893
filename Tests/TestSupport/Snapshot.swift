import Foundation
import Testing

/// Expects `actual` to be `expected`, and shows the first difference where it is not.
public func expectText(
  _ actual: String, is expected: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  guard let difference = difference(actual, expected) else { return }
  Issue.record("\(difference)\nThe whole text:\n\(actual)", sourceLocation: sourceLocation)
}

/// Expects `actual` to be the text of the file `name` in the folder `Snapshots` beside the test.
///
/// With `RECORD_SNAPSHOTS=1` in the environment the file is written instead. A missing file is
/// written too, and the test fails: a snapshot counts from its review on.
///
/// - Parameter meaning: What is compared of the texts, where some of them may differ.
public func expectSnapshot(
  _ actual: String, _ name: String, comparing meaning: (String) throws -> String = { $0 },
  filePath: String = #filePath, sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let folder = URL(fileURLWithPath: filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots")
  let file = folder.appendingPathComponent(name)
  do {
    let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
    let exists = FileManager.default.fileExists(atPath: file.path)
    guard exists, !isRecording else {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try actual.write(to: file, atomically: true, encoding: .utf8)
      if !isRecording {
        Issue.record(
          "recorded the missing snapshot \(name); review it and run the test again",
          sourceLocation: sourceLocation)
      }
      return
    }
    let kept = try String(contentsOf: file, encoding: .utf8)
    guard let difference = difference(try meaning(actual), try meaning(kept)) else { return }
    Issue.record(
      "\(name): \(difference)\nRun with RECORD_SNAPSHOTS=1 to record it again.",
      sourceLocation: sourceLocation)
  } catch {
    Issue.record("\(name): \(error)", sourceLocation: sourceLocation)
  }
}

/// The first line in which two texts differ, in words; nil for equal texts.
public func difference(_ actual: String, _ expected: String) -> String? {
  guard actual != expected else { return nil }
  let actualLines = actual.split(separator: "\n", omittingEmptySubsequences: false)
  let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
  for index in 0..<max(actualLines.count, expectedLines.count) {
    let actual = index < actualLines.count ? "\"\(actualLines[index])\"" : "no line"
    let expected = index < expectedLines.count ? "\"\(expectedLines[index])\"" : "no line"
    if actual != expected { return "line \(index + 1) is \(actual), expected \(expected)" }
  }
  return "the texts differ in their line ends"
}
