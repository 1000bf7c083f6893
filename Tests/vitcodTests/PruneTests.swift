import Foundation
import SplitAndConquer
import TensorFiles
import TestSupport
import Testing

@testable import vitcod

@Suite("vitcod prune")
struct PruneTests {
  private static let arguments = [
    "prune", "--maps", "maps.npy", "--mask-means", "kept", "-o", "masks.npy",
  ]

  private func folder(_ type: ElementType = .float32) throws -> Scratch {
    let folder = try Scratch()
    try folder.write(npy: SmallMaps.tensor(type), to: "maps.npy")
    return folder
  }

  private func report(_ more: [String], in folder: Scratch) async throws -> PruneReport {
    let run = try await VitcodRun(Self.arguments + more + ["--json"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors == "Wrote masks.npy: bool [2, 2, 4, 4], True = kept.\n")
    return try JSONDecoder().decode(PruneReport.self, from: Data(run.output.utf8))
  }

  @Test("The masks are written, and the report is a table")
  func masks() async throws {
    let folder = try folder()
    let run = try await VitcodRun(Self.arguments + ["--theta-p", "0.5"], in: folder)
    #expect(run.code == 0 && run.errors == "")
    expectSnapshot(run.output, "prune-table.txt")
    let masks = try folder.npy("masks.npy")
    #expect(masks.elementType == .bool && masks.shape == [2, 2, 4, 4])
    let flags = try masks.booleans()
    #expect(picture(flags[..<16], tokens: 4) == ["####", "##..", "#.##", "#..#"])
    #expect(try folder.names(".") == ["maps.npy", "masks.npy"])
  }

  @Test("Float16, float32 and float64 give the same masks", arguments: ["F16", "F32", "F64"])
  func types(_ name: String) async throws {
    let folder = try folder(#require(ElementType(rawValue: name)))
    _ = try await report(["--theta-p", "0.5"], in: folder)
    let flags = try folder.npy("masks.npy").booleans()
    #expect(picture(flags[..<16], tokens: 4) == ["####", "##..", "#.##", "#..#"])
  }

  @Test("JSON says what was asked for and what came of it")
  func json() async throws {
    let folder = try folder()
    let mass = try await report(["--theta-p", "0.5"], in: folder)
    #expect(mass.maps == "maps.npy" && mass.maskMeaning == .kept && mass.tokens == 4)
    #expect(mass.thetaP == 0.5 && mass.sparsityTarget == nil && mass.scope == nil)
    #expect(mass.rules == PruningRules())
    #expect(mass.heads.map(\.thetaP) == [0.5, 0.5, 0.5, 0.5])
    #expect(mass.heads.map { [$0.block, $0.head] } == [[0, 0], [0, 1], [1, 0], [1, 1]])
    #expect(mass.heads.first?.kept == 11 && mass.kept == mass.heads.map(\.kept).reduce(0, +))
    #expect(mass.sparsity == 1 - Double(mass.kept) / 64)

    let network = try await report(["--sparsity", "0.25"], in: folder)
    #expect(network.scope == .network && network.sparsityTarget == 0.25)
    #expect(network.sparsity >= 0.25 && Set(network.heads.map(\.thetaP)).count == 1)
    let head = try await report(["--sparsity", "0.25", "--scope", "head"], in: folder)
    #expect(head.scope == .head && head.heads.allSatisfy { $0.sparsity >= 0.25 })

    let authors = try await report(
      ["--theta-p", "0.5", "--one-more-entry", "--class-tokens", "0"], in: folder)
    #expect(authors.rules == PruningRules(classTokens: 0, entries: .oneMore))
    let flags = try folder.npy("masks.npy").booleans()
    #expect(picture(flags[..<16], tokens: 4) == ["###.", ".##.", "#.##", "..##"])
  }

  @Test("True means in the file what --mask-means says")
  func meaning() async throws {
    let folder = try folder()
    _ = try await VitcodRun(Self.arguments + ["--theta-p", "0.5"], in: folder)
    let kept = try folder.npy("masks.npy").booleans()
    let run = try await VitcodRun(
      [
        "prune", "--maps", "maps.npy", "--theta-p", "0.5", "--mask-means", "pruned", "-o",
        "masks.npy",
      ], in: folder)
    #expect(run.lines.last == "Wrote masks.npy: bool [2, 2, 4, 4], True = pruned.")
    #expect(try folder.npy("masks.npy").booleans() == kept.map { !$0 })
  }

  @Test("An array of an npz file is taken by name, or alone")
  func members() async throws {
    let folder = try Scratch()
    try folder.write(npz: ["maps": SmallMaps.tensor()], to: "one.npz")
    try folder.write(npz: ["b": SmallMaps.tensor(), "a": SmallMaps.tensor()], to: "two.npz")
    func run(_ arguments: String...) async throws -> VitcodRun {
      try await VitcodRun(
        ["prune", "--theta-p", "0.5", "--mask-means", "kept", "-o", "m.npy", "--maps"] + arguments,
        in: folder)
    }
    #expect(try await run("one.npz").code == 0)
    #expect(try await run("two.npz", "--maps-member", "a").code == 0)
    let several = try await run("two.npz")
    #expect(several.code == 64)
    #expect(
      several.errors
        == "Error: two.npz holds 2 arrays (a, b); choose one with --maps-member.\n")
  }

  @Test("A figure shows the chosen heads before and after")
  func figure() async throws {
    let folder = try folder()
    let run = try await VitcodRun(
      Self.arguments + ["--theta-p", "0.5", "--figure", "f.svg", "--figure-heads", "0.1,1.0"],
      in: folder)
    #expect(run.lines.last == "Wrote f.svg.")
    let text = try folder.text("f.svg")
    for words in ["averaged attention", "after pruning", "block 0, head 1", "block 1, head 0"] {
      #expect(text.contains(words), "\(words)")
    }
    #expect(!text.contains("block 0, head 0"))
  }
}
