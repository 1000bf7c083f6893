import Foundation
import NetworkSpec
import TensorFiles
import Testing

@testable import ModelImport

/// Against what DINOv2's own code, transformers and timm make of random positions;
/// Published/positions.py wrote the numbers.
@Suite("Positions for images of another size")
struct PositionTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Published")

  private func file() throws -> NpzFile {
    try NpzFile(path: Self.folder.appending(path: "positions.npz").path)
  }

  @Test(
    "They are those of the reference", arguments: PositionInterpolation.allCases,
    [[5, 1], [5, 3], [5, 4], [5, 8], [5, 13], [37, 16]])
  func reference(_ interpolation: PositionInterpolation, _ grids: [Int]) throws {
    let file = try file()
    let given = try file.tensor("given_\(grids[0])").floats()
    let expected = try file.tensor("\(interpolation.rawValue)_\(grids[0])_\(grids[1])").floats()
    let made = interpolation(given, width: 2, from: grids[0], to: grids[1])
    #expect(made.count == expected.count)
    let worst = zip(made, expected).map { abs($0 - $1) }.max() ?? 1
    // Numbers of up to 4, at places that PyTorch rounds to float32. Another sharpness, or step,
    // differs by 1e-2 and more.
    #expect(worst < 1e-5, "\(worst)")
  }

  @Test(
    "The ways differ on a smooth field as the documentation says",
    arguments: [(16, 0.065...0.1), (48, 0.02...0.032)])
  func differences(_ wanted: Int, _ expected: ClosedRange<Double>) throws {
    let smooth = Self.smoothed(try file().tensor("given_37").floats(), side: 37, width: 2)
    let grids = PositionInterpolation.allCases.map {
      $0(smooth, width: 2, from: 37, to: wanted).map(Double.init)
    }
    func norm(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    for (first, second) in [(0, 1), (0, 2), (1, 2)] {
      let difference = norm(zip(grids[first], grids[second]).map { $0 - $1 })
      #expect(expected.contains(difference / norm(grids[first])), "\(first), \(second)")
    }
  }

  /// The positions of patches, without those before them, averaged by a Gaussian of two patches.
  private static func smoothed(_ positions: [Float], side: Int, width: Int) -> [Float] {
    let weights = (0..<side).map { place in
      let line = (0..<side).map { exp(-Double(($0 - place) * ($0 - place)) / 8) }
      return line.map { $0 / line.reduce(0, +) }
    }
    let area = side * side * width
    // Each pass smooths along the columns and turns the grid.
    func pass(_ grid: [Double]) -> [Double] {
      (0..<area).map { index in
        let (column, row, feature) = (index / width / side, index / width % side, index % width)
        return (0..<side).reduce(0) {
          $0 + weights[row][$1] * grid[($1 * side + column) * width + feature]
        }
      }
    }
    return pass(pass(positions.suffix(area).map(Double.init))).map { Float($0) }
  }

  @Test("As many positions as there are stay as they are")
  func same() throws {
    let given = try file().tensor("given_5").floats()
    for interpolation in PositionInterpolation.allCases {
      #expect(interpolation(given, width: 2, from: 5, to: 5) == given)
    }
  }

  @Test("The file tells whose code its positions are for")
  func codes() throws {
    var table = try TensorTable(smallNetwork())
    #expect(try table.model().interpolation == nil)
    try table.put("mask_token", [1, 8])
    #expect(try table.model().interpolation == .dinov2)
    table.tensors["mask_token"] = nil
    var configuration = ModelConfiguration()
    configuration.architecture = "vit_small_patch14_dinov2"
    #expect(try table.model(configuration: configuration).interpolation == .timm)
    let path = Self.folder.appending(path: "dinov2.safetensors").path
    let model = try ModelFile(path: path, options: .init(heads: 2))
    #expect(model.interpolation == .transformers)
  }

  @Test("Only DINOv2 is made to fit images of another size, and only of whole patches")
  func fitting() throws {
    let fixed = try TensorTable(smallNetwork()).model()
    #expect(try fixed.fitted(imageSide: 8).weights == fixed.weights)
    var table = try TensorTable(smallNetwork())
    try table.put("mask_token", [1, 8])
    let model = try table.model()
    let fitted = try model.fitted(imageSide: 8)
    #expect(fitted.weights.shape.tokens == 17 && fitted.weights.shape.imageSide == 8)
    #expect(
      fitted.notes == [
        "The positions of 3 x 3 patches are interpolated for 4 x 4, as DINOv2's own code does."
      ])
    #expect(try model.fitted(imageSide: 6).notes == [])
    #expect(
      refusal { _ = try model.fitted(imageSide: 9) }
        == "The images have 9 pixels a side, but a DINOv2 of patches of 2 takes multiples of it; "
        + "resize them, such as to 8.")
    #expect(
      refusal { _ = try model.fitted(imageSide: 1000) }
        == "A network of 250001 tokens has more than 4096; choose larger patches or smaller "
        + "images.")
  }
}
