import Testing

@testable import NetworkPipeline

@Suite("Chunks")
struct ChunkTests {
  @Test("Chunks cover all indices once", arguments: [0, 1, 15, 16, 17, 1000])
  func chunks(count: Int) {
    #expect(chunked(count).flatMap { Array($0) } == Array(0..<count))
    #expect(chunked(count).count == min(16, count))
  }
}
