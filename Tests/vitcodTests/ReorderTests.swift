import AttentionCompiler
import AttentionSpec
import Foundation
import ModelImport
import SplitAndConquer
import TensorFiles
import TestSupport
import Testing

@testable import vitcod

@Suite("vitcod reorder")
struct ReorderTests {
  /// Two blocks of one head of 10 tokens, in which some columns are fuller than others.
  private static func masks() throws -> [AttentionMask] {
    try [UInt64(2), 6].map { seed in
      try SyntheticMask.head(grid: PatchGrid(rows: 3, columns: 3), seed: seed)
    }
  }

  private func folder(_ meaning: MaskMeaning = .kept) throws -> Scratch {
    let folder = try tinyFolder()
    let flags = try Self.masks().flatMap { meaning.flags(of: $0) }
    try folder.write(npy: Tensor(shape: [2, 1, 10, 10], elements: flags), to: "masks.npy")
    return folder
  }

  private func reorder(_ more: String..., in folder: Scratch) async throws -> VitcodRun {
    try await VitcodRun(
      ["reorder", "--mask", "masks.npy", "--mask-means", "kept"] + more, in: folder)
  }

  private func report(_ run: VitcodRun) throws -> ReorderReport {
    #expect(run.code == 0, "\(run.errors)")
    return try JSONDecoder().decode(ReorderReport.self, from: Data(run.output.utf8))
  }

  @Test("The report is a table, with cycles if there is a configuration")
  func table() async throws {
    let folder = try folder()
    let plain = try await reorder("--theta-d", "4", in: folder)
    #expect(plain.code == 0 && plain.errors == "")
    expectSnapshot(plain.output, "reorder-table.txt")
    let chosen = try await reorder("--config", "tiny.yaml", in: folder)
    #expect(chosen.code == 0 && chosen.errors == "")
    expectSnapshot(chosen.output, "reorder-cycles.txt")
  }

  @Test("The order is written as NumPy takes it", arguments: MaskMeaning.allCases)
  func order(_ meaning: MaskMeaning) async throws {
    let folder = try folder(meaning)
    let run = try await VitcodRun(
      [
        "reorder", "--mask", "masks.npy", "--mask-means", meaning.rawValue, "--theta-d", "4", "-o",
        "order.npz",
      ], in: folder)
    #expect(run.lines.last == "Wrote order.npz.", "\(run.errors)")
    let file = try NpzFile(path: folder.url.appending(path: "order.npz").path)
    let name = "reordered_\(meaning.rawValue)"
    #expect(file.names.sorted() == ["global_tokens", "permutation", name, "theta_d"])
    #expect(try file.tensor("permutation").shape == [2, 1, 10])
    #expect(try file.tensor("permutation").elementType == .int32)
    #expect(try file.tensor("global_tokens").shape == [2, 1])
    #expect(try file.tensor("theta_d").integers() == [4, 4])
    let permutation = try file.tensor("permutation").integers()
    let flags = try file.tensor(name).booleans()
    for (index, mask) in try Self.masks().enumerated() {
      let order = Reordering(mask, thetaD: 4)
      #expect(try file.tensor("global_tokens").integers()[index] == order.globalTokens)
      let tokens = permutation[index * 10..<(index + 1) * 10]
      #expect(Array(tokens) == order.tokenAtPosition)
      for (row, query) in tokens.enumerated() {
        for (column, key) in tokens.enumerated() {
          let flag = flags[index * 100 + row * 10 + column]
          #expect(flag == (mask[query, key] == (meaning == .kept)))
        }
      }
    }
  }

  @Test("JSON has the histograms in full and says what was estimated for")
  func json() async throws {
    let folder = try folder()
    let fixed = try report(await reorder("--theta-d", "4", "--json", in: folder))
    #expect(fixed.thetaD == 4 && fixed.target == nil && fixed.split.cycles == nil)
    #expect(fixed.mask == "masks.npy" && fixed.maskMeaning == .kept)
    let expected = try SplitReport(
      Self.masks().enumerated().map { index, mask in
        HeadReport(block: index, head: 0, mask: mask, thetaD: 4)
      })
    #expect(fixed.split == expected)

    let chosen = try report(await reorder("--config", "tiny.yaml", "--json", in: folder))
    #expect(chosen.thetaD == nil)
    let target = try #require(chosen.target)
    #expect(target.configuration.name == "vitcod_tiny" && target.headDimension == 16)
    let cycles = try #require(chosen.split.cycles)
    #expect(cycles <= target.cyclesWithoutDenserBlocks)
    for thetaD in 0...10 {
      let run = try await reorder(
        "--theta-d", "\(thetaD)", "--config", "tiny.yaml", "--json", in: folder)
      let other = try #require(try report(run).split.cycles)
      #expect(other >= cycles, "theta_d \(thetaD)")
    }
    let narrow = try report(
      await reorder("--config", "tiny.yaml", "--head-dimension", "4", "--json", in: folder))
    #expect(narrow.target?.headDimension == 4)
    #expect(try #require(narrow.split.cycles) < cycles)
  }

  @Test("A figure shows masks, or attention where maps are given")
  func figure() async throws {
    let folder = try folder()
    let masks = try await reorder("--theta-d", "4", "--figure", "f.svg", in: folder)
    #expect(masks.lines.last == "Wrote f.svg.", "\(masks.errors)")
    #expect(try folder.text("f.svg").contains("after reordering"))
    #expect(try !folder.text("f.svg").contains("attention"))
    let even = Array(repeating: Float(0.1), count: 200)
    try folder.write(npz: ["maps": Tensor(shape: [2, 1, 10, 10], elements: even)], to: "maps.npz")
    let maps = try await reorder(
      "--theta-d", "4", "--figure", "f.svg", "--maps", "maps.npz", in: folder)
    #expect(maps.code == 0, "\(maps.errors)")
    for words in ["averaged attention", "after pruning", "after reordering", "block 1, head 0"] {
      #expect(try folder.text("f.svg").contains(words), "\(words)")
    }
  }

  @Test(
    "The published mask of DeiT-Tiny has the authors' global tokens in every head",
    .enabled(
      if: SharedData.isPresent,
      "the shared data folder is not beside the package; synthetic masks take the same path"))
  func published() async throws {
    let folder = try Scratch()
    let run = try await VitcodRun(
      [
        "reorder", "--mask", SharedData.maskPath, "--mask-means", "pruned", "--theta-d", "50",
        "--json",
      ], in: folder)
    let split = try report(run).split
    let theirs = try NpyFile(path: SharedData.globalTokensPath).tensor.numbers()
    #expect(theirs.count == 36)
    #expect(split.heads.map { Double($0.globalTokens) } == theirs)
    #expect(split.kept == 74_399 && split.computedScores == 93_869)
  }
}

/// The real inputs that may lie beside the package.
private enum SharedData {
  static let maskPath = path("deit_tiny_95_pruned.npy")
  static let globalTokensPath = path("deit_tiny_95_global_tokens.npy")

  static var isPresent: Bool {
    [maskPath, globalTokensPath].allSatisfy { FileManager.default.fileExists(atPath: $0) }
  }

  private static func path(_ name: String) -> String {
    repository.appending(path: "../shared/data/\(name)").standardized.path
  }
}
