import AttentionCompiler
import AttentionSpec
import Foundation
import TestSupport
import Testing

@testable import SplitAndConquer

@Suite struct PictureTests {
  @Test("A comparison of one small head is the expected file")
  func comparison() throws {
    let maps = try AttentionMaps.head([
      [0.25, 0.25, 0.25, 0.25],
      [0.0625, 0.125, 0.3125, 0.5],
      [0.125, 0.125, 0.25, 0.5],
      [0, 0.125, 0.375, 0.5],
    ])
    let mask = try Pruner(maps).prune(.mass(0.5))[0, 0].mask
    let figure = try AttentionFigure.comparison(
      maps: maps, heads: [(0, 0, mask, Reordering(mask, thetaD: 2))])
    // What zlib makes of the same pixels may differ from one version to the next.
    expectSnapshot(figure.svg, "comparison.svg", comparing: ReadPicture.unpacked)
  }

  @Test("A mask alone has no bar of colours, and its pixels are its entries")
  func maskAlone() throws {
    let mask = try SyntheticMask.head(grid: PatchGrid(rows: 4, columns: 4), seed: 6)
    let panel = try AttentionPanel.pruned(mask, block: 0, head: 0)
    let image = panel.image(ColourScale([]))
    #expect(image.pixels.map { $0 != 0 } == mask.kept)
    let figure = try AttentionFigure(rows: [AttentionFigure.Row(label: "masks", panels: [panel])])
    #expect(!figure.svg.contains("attention"))
    let order = Reordering(mask, thetaD: 6)
    let reordered = try AttentionPanel.reordered(mask, block: 0, head: 0, by: order)
    #expect(
      try reordered.image(ColourScale([])).pixels.map { $0 != 0 } == order.reorder(mask).kept)
  }

  @Test("More attention is never lighter, and the scale spans three decades at most")
  func scale() {
    let scale = ColourScale([0, 1e-7, 0.01, 0.4] as [Float])
    #expect(abs(scale.low - 0.4e-3) < 1e-9)
    #expect(scale.index(of: 0) == 1)
    #expect(scale.index(of: 0.4) == UInt8(ColourScale.steps))
    #expect(scale.ticks.map(\.label) == ["0.001", "0.01", "0.1"])
    let indices = (0...400).map { scale.index(of: Float($0) / 1000) }
    #expect(zip(indices, indices.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(ColourScale([0.125, 0.5] as [Float]).ticks.map(\.label) == ["0.2", "0.5"])
    #expect(ColourScale([0.25] as [Float]).low < 0.25)
  }

  @Test("The pixels of a picture can be read again, row after row")
  func pixels() throws {
    var random = TestRandom(seed: 21)
    for round in 0..<50 {
      let (width, height) = (random.integer(1...40), random.integer(1...40))
      let pixels = (0..<width * height).map { _ in UInt8(random.integer(0...2)) }
      let image = PixelImage(
        width: width, height: height, pixels: pixels,
        palette: (0..<3).map { Colour(red: $0, green: 0, blue: 9) })
      let read = try ReadPicture(image.png)
      #expect(read.pixels == pixels, "seed 21, round \(round)")
      #expect(read.width == width && read.height == height, "seed 21, round \(round)")
      let palette: [UInt8] = [0, 0, 9, 1, 0, 9, 2, 0, 9]
      #expect(read.palette == palette)
    }
  }

  @Test("A file stays small")
  func size() throws {
    let maps = try AttentionMaps.random(tokens: 197, seed: 2)
    let mask = try Pruner(maps).prune(.sparsityOfNetwork(0.95))[0, 0].mask
    let before = try AttentionPanel.attention(maps, block: 0, head: 0)
    let after = try AttentionPanel.pruned(mask, maps: maps, block: 0, head: 0)
    #expect(try AttentionFigure(rows: [.init(label: "", panels: [before])]).svg.utf8.count < 70_000)
    #expect(try AttentionFigure(rows: [.init(label: "", panels: [after])]).svg.utf8.count < 30_000)
    // Above 512 tokens a pixel shows several entries.
    let wide = try AttentionPanel.pruned(.dense(tokens: 1025), block: 0, head: 0)
    #expect(wide.image(ColourScale([])).width == 342)
  }

  @Test("What does not fit together is refused with a sentence")
  func refusals() throws {
    let maps = try AttentionMaps.head([[0.5, 0.5], [0.5, 0.5]])
    let mask = try AttentionMask.dense(tokens: 3)
    #expect(
      refusal { _ = try AttentionPanel.pruned(mask, maps: maps, block: 0, head: 0) }
        == "The attention has 4 entries but the mask has 9; give the maps that the mask was made "
        + "of.")
    #expect(
      refusal {
        _ = try AttentionPanel.attention(
          maps, block: 0, head: 0, globalsOf: Reordering(mask, thetaD: 1))
      } == "The reordering is not one of 2 tokens; give that of block 0, head 0.")
    #expect(
      refusal { _ = try AttentionFigure(rows: []) }
        == "A figure of 0 panels shows nothing; choose at least one block and head.")
  }
}
