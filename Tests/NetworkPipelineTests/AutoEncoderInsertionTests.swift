import AttentionSpec
import NetworkSpec
import ReferenceModel
import Testing

@testable import NetworkPipeline

@Suite("Auto-encoders without training")
struct AutoEncoderInsertionTests {
  /// What the first images make of a tensor.
  private static func tensor(
    _ checkpoint: NetworkCheckpoint, _ weights: NetworkWeights, _ images: ImageSet, count: Int
  ) throws -> [Float] {
    let network = try FloatNetwork(weights)
    var values: [Float] = []
    for image in 0..<count {
      _ = try network.run(images.normalized(image)) { if $0 == checkpoint { values += $1 } }
    }
    return values
  }

  @Test("As many hidden heads as heads change no logit but by rounding")
  func lossless() throws {
    let small = try SmallNetwork()
    let analysis = try NetworkAnalysis(small.weights, images: small.images)
    let compressed = try analysis.insertingAutoEncoders(hiddenHeads: 3)
    let logits = try NetworkAnalysis(compressed.weights, images: small.images).logits()
    for (got, expected) in zip(logits, try analysis.logits()) {
      #expect(distance(got, expected) < 1e-4)
    }
    #expect(compressed.blocks.allSatisfy { $0.queries.varianceKept == 1 })
    #expect(compressed.weights.hasAutoEncoders && compressed.blocks.count == 2)
  }

  @Test("Half of the heads, rounded up, are left", arguments: [(2, 1), (3, 2), (4, 2), (5, 3)])
  func half(heads: Int, hidden: Int) throws {
    let small = try SmallNetwork(heads: heads)
    let compressed = try NetworkAnalysis(small.weights, images: small.images)
      .insertingAutoEncoders()
    for (block, report) in zip(compressed.weights.blocks, compressed.blocks) {
      #expect(block.queryAutoEncoder?.hiddenHeads == hidden)
      #expect(block.keyAutoEncoder?.hiddenHeads == hidden)
      #expect(report.queries.heads == heads && report.keys.hiddenHeads == hidden)
    }
  }

  @Test("The error that is reported is the one that the network has, in every block")
  func reported() throws {
    let small = try SmallNetwork()
    let compressed = try NetworkAnalysis(small.weights, images: small.images)
      .insertingAutoEncoders(hiddenHeads: 2, images: 4)
    for (block, report) in compressed.blocks.enumerated() {
      let sides: [(NetworkTensor, NetworkTensor, Double, Int)] = [
        (.queries, .decodedQueries, report.queries.relativeError, report.queries.samples),
        (.keys, .decodedKeys, report.keys.relativeError, report.keys.samples),
      ]
      for (before, after, error, samples) in sides {
        func values(_ tensor: NetworkTensor) throws -> [Float] {
          try Self.tensor(
            NetworkCheckpoint(tensor, block: block), compressed.weights, small.images, count: 4)
        }
        let (given, back) = try (values(before), values(after))
        let lost = zip(given, back).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
        let energy = given.reduce(0) { $0 + Double($1 * $1) }
        // The later block is fitted to what the auto-encoders of the earlier one leave, else its
        // error would be another one.
        #expect(abs(lost / energy - error) < 1e-5, "block \(block), \(before)")
        #expect(error > 0.01, "an error of nothing would prove nothing")
        #expect(samples == 4 * 10 * 8)
      }
    }
  }

  @Test("The scores of a block change by the lost part of its queries and keys alone")
  func otherWeights() throws {
    let small = try SmallNetwork()
    let compressed = try NetworkAnalysis(small.weights, images: small.images)
      .insertingAutoEncoders(hiddenHeads: 1)
    for (before, after) in zip(small.weights.blocks, compressed.weights.blocks) {
      #expect(before.projection == after.projection && before.expansion == after.expansion)
      let values = 2 * 24 * 24..<3 * 24 * 24
      #expect(
        before.queriesKeysValues.weight[values] == after.queriesKeysValues.weight[values])
    }
  }

  @Test("Fewer images than asked for are all there are, and no others are looked at")
  func images() throws {
    let small = try SmallNetwork(images: 5)
    func fitted(_ images: ImageSet, _ count: Int) throws -> CompressedNetwork {
      try NetworkAnalysis(small.weights, images: images)
        .insertingAutoEncoders(hiddenHeads: 2, images: count)
    }
    let five = try fitted(small.images, 5)
    #expect(try fitted(small.images, 32).weights == five.weights)
    #expect(try fitted(small.images, 32).blocks[0].queries.samples == 5 * 10 * 8)
    let three = try fitted(small.images, 3)
    #expect(try three.weights == fitted(small.images.prefix(3), 32).weights)
    #expect(three.weights != five.weights)
  }

  @Test("A network with auto-encoders, and impossible hidden heads, are refused")
  func refusals() throws {
    let with = try SmallNetwork(hiddenHeads: 2)
    #expect(
      refusal {
        _ = try NetworkAnalysis(with.weights, images: with.images).insertingAutoEncoders()
      }
        == "The network has auto-encoders already; use these, or give the network without them.")
    let small = try SmallNetwork()
    let analysis = try NetworkAnalysis(small.weights, images: small.images)
    for hiddenHeads in [0, 4] {
      #expect(
        refusal { _ = try analysis.insertingAutoEncoders(hiddenHeads: hiddenHeads) }
          == "An auto-encoder of 3 heads cannot have \(hiddenHeads) hidden heads; choose 1 to 3, "
          + "such as half of them.")
    }
  }
}
