import AttentionSpec
import NetworkQuantization
import NetworkSpec
import SplitAndConquer
import Testing

@testable import NetworkPipeline

@Suite("Model preparation")
struct ModelPreparationTests {
  private let rules = PruningRules()

  @Test("Given masks are those of the integers, and nothing is averaged")
  func given() throws {
    let small = try SmallNetwork()
    let masks = try small.masks()
    let prepared = try ModelPreparation(
      small.weights, images: small.images, compression: .asGiven, masks: .given(masks))
    #expect(prepared.masks == masks && prepared.quantized.masks == masks)
    #expect(prepared.maps == nil && prepared.thetaP == nil && prepared.compression == nil)
    #expect(prepared.weights == small.weights && prepared.dense == small.weights)
    let expected = try NetworkAnalysis(small.weights, masks: masks, images: small.images)
      .quantized()
    #expect(prepared.quantized.blocks == expected.blocks)
  }

  @Test("Pruning reaches the sparsity, and keeps the class token", arguments: [0.3, 0.6, 0.7])
  func pruned(sparsity: Double) throws {
    let small = try SmallNetwork()
    let prepared = try ModelPreparation(
      small.weights, images: small.images, compression: .asGiven,
      masks: .pruned(.sparsityOfNetwork(sparsity), rules))
    // theta_p moves all rows: 9 of each of 6 heads, so that the target is missed by less than one
    // entry a row.
    #expect((sparsity..<sparsity + 54.0 / 600).contains(prepared.masks.sparsity))
    #expect(prepared.thetaP.map(Set.init)?.count == 1 && prepared.thetaP?.count == 6)
    for mask in prepared.masks.masks {
      #expect((0..<10).allSatisfy { mask[0, $0] && mask[$0, 0] })
    }
    let maps = try NetworkAnalysis(small.weights, images: small.images).averagedAttention()
    #expect(prepared.maps == maps)
    #expect(
      try Pruner(maps, rules: rules).prune(.sparsityOfNetwork(sparsity)).prunedHeads.map(\.mask)
        == prepared.masks.masks)
  }

  @Test("Auto-encoders come before pruning, which sees what they leave")
  func order() throws {
    let small = try SmallNetwork()
    var steps: [String] = []
    let prepared = try ModelPreparation(
      small.weights, images: small.images, compression: .fitted(hiddenHeads: 1),
      masks: .pruned(.mass(0.7), rules), ranges: .leastSquares, progress: { steps.append($0) })
    #expect(
      steps == [
        "Fitting auto-encoders, block 1 of 2", "Fitting auto-encoders, block 2 of 2",
        "Averaging attention over 6 images", "Calibrating integers with 6 images",
      ])
    let compressed = try NetworkAnalysis(small.weights, images: small.images)
      .insertingAutoEncoders(hiddenHeads: 1)
    #expect(prepared.weights == compressed.weights && prepared.compression == compressed.blocks)
    #expect(prepared.dense == small.weights)
    let analysis = try NetworkAnalysis(compressed.weights, images: small.images)
    #expect(try prepared.maps == analysis.averagedAttention())
    let quantized = try NetworkAnalysis(
      compressed.weights, masks: prepared.masks, images: small.images
    ).quantized(rule: .leastSquares)
    #expect(prepared.quantized.formats == quantized.formats)
  }

  @Test(
    "A network's own auto-encoders stay",
    arguments: [
      CompressionChoice.asGiven, .fitted(hiddenHeads: nil),
    ])
  func own(_ choice: CompressionChoice) throws {
    let small = try SmallNetwork(hiddenHeads: 2)
    let prepared = try ModelPreparation(
      small.weights, images: small.images, compression: choice,
      masks: .pruned(.mass(0.7), rules))
    #expect(prepared.weights == small.weights && prepared.compression == nil)
    #expect(prepared.quantized.blocks.allSatisfy { $0.queryAutoEncoder != nil })
  }

  @Test(
    "Scores that are not finite are refused with their tensor, by whatever meets them first",
    arguments: [CompressionChoice.asGiven, .fitted(hiddenHeads: 1)])
  func notFinite(_ choice: CompressionChoice) throws {
    let small = try SmallNetwork(images: 1)
    var weights = small.weights
    let layer = weights.blocks[0].queriesKeysValues
    var bias = layer.bias
    for feature in 24..<32 { bias[feature] = 3e38 }
    weights.blocks[0].queriesKeysValues = LinearWeights(
      outputs: layer.outputs, inputs: layer.inputs, weight: layer.weight, bias: bias)
    let sentence = refusal {
      _ = try ModelPreparation(
        weights, images: small.images, compression: choice, masks: .pruned(.mass(0.7), rules))
    }
    let pattern =
      #/
      blocks\.0\.probabilities\ holds\ -?nan\ for\ a\ calibration\ image;\ look\ for\ weights\ or
      \ images\ that\ are\ far\ too\ large\.
      /#
    #expect(sentence.wholeMatch(of: pattern) != nil, "\(sentence)")
  }

  @Test("What cannot be prepared is refused before the work")
  func refusals() throws {
    let own = try SmallNetwork(images: 1, hiddenHeads: 2)
    var steps: [String] = []
    func refused(
      _ small: SmallNetwork, _ choice: CompressionChoice, _ masks: MaskChoice
    ) -> String {
      refusal {
        _ = try ModelPreparation(
          small.weights, images: small.images, compression: choice, masks: masks,
          progress: { steps.append($0) })
      }
    }
    #expect(
      refused(own, .fitted(hiddenHeads: 1), .pruned(.mass(0.7), rules))
        == "The network has auto-encoders already, and their hidden heads cannot become 1; leave "
        + "the number out, or give the network without them.")
    let small = try SmallNetwork(images: 1)
    let other = try NetworkMasks(blocks: 1, heads: 1, masks: [.dense(tokens: 10)])
    #expect(
      refused(small, .fitted(hiddenHeads: nil), .given(other))
        == "The masks are of 1 block, 1 head and 10 tokens, but the network has 2, 3 and 10; "
        + "give masks of this network.")
    #expect(steps == [])
    #expect(
      refused(small, .asGiven, .pruned(.sparsityOfNetwork(0.9), rules))
        == "The sparsity is 0.9, but one entry a row beside rows and columns of class tokens "
        + "already keeps 158 of 600; choose at most 0.7366.")
    #expect(steps == ["Averaging attention over 1 image"])
  }
}
