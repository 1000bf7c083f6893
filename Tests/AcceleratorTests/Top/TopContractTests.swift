import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Contract of the attention accelerator", .simulated)
struct TopContractTests {
  @Test("Attention accelerator")
  func top() async throws {
    try await expectContract(of: AcceleratorTop(engineShape()), Situation())
  }
}
