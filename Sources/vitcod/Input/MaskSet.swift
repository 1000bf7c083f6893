import AttentionCompiler
import AttentionSpec
import ModelImport

/// Masks of a network: those of a file, or synthetic ones.
struct MaskSet {
  let blocks: Int
  /// Heads of each block.
  let heads: Int
  let tokens: Int
  private let origin: Origin

  private enum Origin {
    case file(MaskFile, path: String)
    case synthetic(grid: PatchGrid, seeds: [UInt64])
    case dense
  }

  /// The shape of DeiT-Tiny, whose masks the synthetic ones resemble.
  private static let syntheticBlocks = 12
  private static let syntheticHeads = 3
  private static let syntheticSeed: UInt64 = 2023

  /// - Parameters:
  ///   - member: Which array of an npz file.
  ///   - capacity: What the synthetic masks must fit.
  /// - Throws: `CommandFailure` or `Refusal` for a file that is no mask.
  init(file: String?, member: String?, meaning: MaskMeaning?, capacity: Capacity) throws {
    guard let file, let meaning else {
      self.init(capacity: capacity)
      return
    }
    do {
      try self.init(MaskFile(path: file, member: member, meaning: meaning), path: file)
    } catch let refusal as Refusal {
      throw refusal.placed(in: file)
    }
  }

  private init(_ masks: MaskFile, path: String) {
    blocks = masks.blocks
    heads = masks.heads
    tokens = masks.tokens
    origin = .file(masks, path: path)
  }

  /// Synthetic masks with the patches of DeiT, or with the largest square of them that fits.
  private init(capacity: Capacity) {
    blocks = Self.syntheticBlocks
    heads = Self.syntheticHeads
    var generator = SplitMix64(seed: Self.syntheticSeed)
    let seeds = (0..<blocks * heads).map { _ in generator.next() }
    let side = (1...14).last { $0 * $0 < capacity.tokens } ?? 0
    if let grid = try? PatchGrid(rows: side, columns: side) {
      origin = .synthetic(grid: grid, seeds: seeds)
      tokens = grid.tokens
    } else {
      origin = .dense
      tokens = 1
    }
  }

  /// Masks that keep everything.
  init(denseBlocks blocks: Int, heads: Int, tokens: Int) {
    self.blocks = blocks
    self.heads = heads
    self.tokens = tokens
    origin = .dense
  }

  /// - Throws: `CommandFailure` for a mask of the file that is not valid.
  func mask(block: Int, head: Int) throws -> AttentionMask {
    switch origin {
    case .file(let file, let path):
      do {
        return try file.mask(block: block, head: head)
      } catch let refusal as Refusal {
        throw refusal.placed(in: path)
      }
    case .synthetic(let grid, let seeds):
      return try SyntheticMask.head(grid: grid, seed: seeds[block * heads + head])
    case .dense: return try .dense(tokens: tokens)
    }
  }
}
