import ArgumentParser
import AttentionCompiler
import AttentionSpec
import CoSimulation
import NetworkSpec
import ReferenceModel
import SplitAndConquer

/// The hardware that a network runs on.
struct HardwareOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The configuration, a YAML file as in configs/. (default: the array of the paper, 64 lines "
        + "of 8 MACs, in as many elements as fit the features of a head, 8 for 64 of them)",
      valueName: "file"))
  var config: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Images whose attention runs in the simulated hardware, the first; 0 for none.",
      valueName: "count"))
  var simulate = 1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A token is global, and its column in the denser block, if more than so many queries keep "
        + "it. Today's hardware has no denser engine: this changes the report alone. "
        + "(default: what "
        + "takes the fewest cycles, head by head, as in vitcod reorder)",
      valueName: "count"))
  var thetaD: Int?

  func validate() throws {
    if let thetaD, thetaD < 0 {
      throw ValidationError("--theta-d is \(thetaD) but may be 0 or more.")
    }
    if simulate < 0 { throw ValidationError("--simulate is \(simulate) but may be 0 or more.") }
  }

  /// - Throws: `CommandFailure` for more images to simulate than there are.
  func check(images: Int) throws {
    guard simulate <= images else {
      throw CommandFailure.usage(
        "--simulate is \(simulate) but there \(images == 1 ? "is" : "are") "
          + "\(images.counted("image")); give at most \(images).")
    }
  }

  /// What `config` describes; without it the array of the paper, for the network.
  ///
  /// - Throws: `CommandFailure` for a file that is no configuration, or one that cannot hold the
  ///   network, or `Refusal` for a network that no memory holds.
  func accelerator(_ shape: NetworkShape) throws -> GeneratedAccelerator {
    guard let config else {
      return try GeneratedAccelerator(
        .holding(
          tokens: shape.tokens, headDimension: shape.headDimension, heads: shape.heads,
          codes: shape.heads))
    }
    let accelerator = try ConfigurationFile(path: config).accelerator
    let configuration = accelerator.configuration
    let capacity = configuration.capacity
    for (name, field, needed, held) in [
      (("token", "tokens"), "tokens", shape.tokens, capacity.tokens),
      (
        ("feature a head", "features a head"), "headDimension", shape.headDimension,
        capacity.headDimension
      ),
    ] where needed > held {
      throw CommandFailure.badInput(
        "The network has \(needed.counted(name.0, name.1)) but \(configuration.name) holds "
          + "\(held); raise "
          + "capacity.\(field) to at least \(needed).")
    }
    return accelerator
  }

  /// The denser blocks of all heads: by `thetaD`, or those that the array is fastest with.
  ///
  /// - Throws: `Refusal` for a head that the configuration does not take.
  func split(
    _ network: QuantizedNetwork, _ configuration: AcceleratorConfiguration
  ) throws -> SplitReport {
    let estimator = try SplitEstimator(
      configuration, headDimension: network.shape.headDimension, heads: network.shape.heads)
    return try SplitNetwork(network.masks, thetaD: thetaD, estimator: estimator).report
  }
}
