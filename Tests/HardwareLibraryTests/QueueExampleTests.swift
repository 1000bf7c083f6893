import Foundation
import Testing

/// What docs/language.md shows of the library's own text.
@Suite("The text of the queue")
struct QueueExampleTests {
  @Test("The guide shows how the library's queue is made")
  func queue() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "Sources/HardwareLibrary/Streams/StreamFIFO.swift").path
    let example = try GuideExample(from: "  public var body: Behavior", to: "\n}\n", in: file)
    let lines = example.source.split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.map { $0.isEmpty ? $0 : $0.dropFirst(2) }.joined(separator: "\n")
    #expect(example.guide.contains("```swift\n" + text + "\n```"))
  }
}
