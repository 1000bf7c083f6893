import BenchSupport
import TestSupport
import Testing

/// The proofs of the library: some by day, all at night and by `scripts/prove`.
@Suite(
  "Proofs of the library", .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
struct LibraryProofTests {
  static let proofs = LibraryProofs.all.filter {
    $0.extent == .daily || TestExtent.current == .all
  }

  @Test("A unit does what is claimed, in all runs or in all of some length", arguments: proofs)
  func proof(_ proof: UnitProof) async throws {
    let mistake = try await proof.mistake()
    #expect(mistake == nil)
  }

  @Test("A proof finds the bug that it is for", arguments: proofs)
  func bug(_ proof: UnitProof) async throws {
    #expect(try await proof.findsBug(), "\(proof)")
  }
}
