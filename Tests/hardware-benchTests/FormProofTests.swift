import Accelerator
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

@testable import hardware_bench

/// Both forms of the text are the same hardware.
@Suite(
  "Rolled and unrolled text", .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
struct FormProofTests {
  @Test("Units of the smallest accelerator are equivalent in both forms")
  func accelerator() async throws {
    // A hundred of them take minutes.
    let each = TestExtent.current.choose(daily: 9, all: 1)
    try await expectEquivalent(elaborate(AcceleratorTop(Engines.tiny)), each: each)
  }

  @Test("Units with arrays of ports, of instances and of state are equivalent in both forms")
  func library() async throws {
    try await expectEquivalent(elaborate(MACArray(rows: 3, columns: 2)))
    try await expectEquivalent(elaborate(StreamArbiter(width: 4, count: 3)))
    try await expectEquivalent(elaborate(StreamFIFO(width: 4, depth: 4)))
    try await expectEquivalent(elaborate(AsynchronousFIFO(width: 4, depth: 4)))
  }

  private func expectEquivalent(_ circuit: Circuit, each: Int = 1) async throws {
    let proof = FormProof(circuit)
    for (number, module) in circuit.modules.enumerated() where number.isMultiple(of: each) {
      let result = try await proof.prove(module)
      #expect(result.isEquivalent, "\(result)")
    }
  }

  @Test(
    "What the rolled text has wrong is not proved",
    arguments: [
      ("8*i +: 8", "8*j +: 8"), ("[8*j +: 8]", "[8*i +: 8]"), ("j < 2", "j < 1"),
      ("64*i", "32*i"),
      (".clear_i (clear_i)", ".clear_i (enable_i)"),
    ])
  func wrong(_ text: String, _ other: String) async throws {
    let circuit = try elaborate(MACArray(rows: 2, columns: 2))
    var isThere = false
    let result = try? await FormProof(circuit).prove(circuit.top) { rolled in
      isThere = rolled.contains(text)
      return rolled.replacing(text, with: other)
    }
    #expect(isThere, "The text has no '\(text)' any more.")
    #expect(result?.isEquivalent != true)
  }
}
