import Foundation
import ModelImport
import NetworkSpec
import TensorFiles
import Testing

@Suite("Writing a model")
struct ModelWritingTests {
  @Test("What is written is read again, exactly and with all that the tensors do not tell")
  func roundTrip() throws {
    let networks = try [
      smallNetwork(), smallNetwork(normEpsilon: 1e-5, hiddenHeads: 3), smallNetwork(classes: 0),
      smallNetwork(classTokens: 2, readout: .averageOfTwo), smallNetwork(classTokens: 2),
      smallNetwork(readout: .classTokenAndPatchMean),
      smallNetwork(classTokens: 2, classes: 0, readout: .averageOfTwo),
    ]
    let pixels = try PixelNormalization(
      mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.1, 1e-7])
    for weights in networks {
      let names = (0..<weights.shape.classes).map { "class \($0)" }
      let bytes = try ModelFile.bytes(of: weights, pixelNormalization: pixels, classNames: names)
      let model = try ModelFile(parsing: bytes, named: "m.safetensors")
      #expect(model.weights == weights)
      #expect(model.pixelNormalization == pixels)
      #expect(model.classNames == names)
      #expect(model.headsSource == (weights.hasAutoEncoders ? .autoEncoder : .metadata))
      #expect(model.normEpsilonSource == .metadata)
      #expect(
        try ModelFile.bytes(
          of: model.weights, pixelNormalization: model.pixelNormalization,
          classNames: model.classNames) == bytes)
    }
  }

  @Test("Options come before the metadata")
  func options() throws {
    let bytes = try ModelFile.bytes(of: smallNetwork())
    let pixels = try PixelNormalization(mean: [0, 0, 0], deviation: [1, 1, 1])
    let model = try ModelFile(
      parsing: bytes, named: "m.safetensors",
      options: .init(heads: 2, normEpsilon: 0.5, pixelNormalization: pixels))
    #expect(model.weights.shape.heads == 2)
    #expect(model.weights.shape.normEpsilon == 0.5)
    #expect(model.pixelNormalization == pixels)
    #expect(model.headsSource == .option && model.normEpsilonSource == .option)
  }

  @Test("Names of classes that metadata cannot hold are refused")
  func classNames() throws {
    let weights = try smallNetwork(classes: 2)
    for names in [["a", "b,c"], ["a"], ["a", ""]] {
      #expect(
        refusal { _ = try ModelFile.bytes(of: weights, classNames: names) }
          == "The \(names.count) names of classes are not 2 without commas; give one for each "
          + "class, with another sign in place of commas.")
    }
  }
}
