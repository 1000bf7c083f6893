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
        + "of 8 MACs in 8 elements, with memories that hold the network)",
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

  /// What `config` describes; nil without it, for hardware that holds the network.
  ///
  /// - Throws: `CommandFailure` for a file that is no configuration, or one that cannot hold the
  ///   network, whatever its masks.
  func givenAccelerator(_ shape: NetworkShape) throws -> GeneratedAccelerator? {
    guard let config else { return nil }
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

  /// The hardware for a network with its masks: what was given, or an array that holds them. All
  /// heads are looked at.
  ///
  /// - Throws: `Refusal` for masks whose schedules have too many slots, with a number that is
  ///   enough for all heads, or for a network that no memory holds.
  static func accelerator(
    _ given: GeneratedAccelerator?, _ shape: NetworkShape, _ masks: NetworkMasks
  ) throws -> GeneratedAccelerator {
    var configuration = try given?.configuration ?? .holding(shape, masks)
    if let demand = try configuration.slotDemand(masks, headDimension: shape.headDimension) {
      guard given == nil, demand.slots <= AcceleratorConfiguration.slotsMax else {
        let place = HeadPlace(block: demand.head / masks.heads, head: demand.head % masks.heads)
        throw demand.refusal(configuration, name: place.description)
      }
      configuration.raiseSlots(to: demand.slots)
    }
    return try given ?? GeneratedAccelerator(configuration)
  }

  /// The denser blocks of all heads: by `thetaD`, or those that the array is fastest with.
  ///
  /// - Throws: `Refusal` for a head that the configuration does not take.
  func split(
    _ network: QuantizedNetwork, _ configuration: AcceleratorConfiguration
  ) throws -> SplitReport {
    let estimator = try SplitEstimator(
      configuration, headDimension: network.shape.headDimension)
    return try SplitNetwork(network.masks, thetaD: thetaD, estimator: estimator).report
  }
}

extension AcceleratorConfiguration {
  /// The array of the paper with memories that hold a network: those of `configs/vitcod_64x8.yaml`,
  /// or larger ones.
  ///
  /// - Throws: `Refusal` for a network that no memory holds.
  static func holding(
    _ shape: NetworkShape, _ masks: NetworkMasks
  ) throws -> AcceleratorConfiguration {
    let elements = 8
    // Half as much again, so that busy tokens spread over the banks.
    let depth = max(48, dividedRoundingUp(shape.tokens * 3, by: elements * 2))
    var configuration = AcceleratorConfiguration(
      name: "vitcod_64x8", array: ArrayShape(lines: 64, macsPerLine: 8, elements: elements),
      capacity: Capacity(
        tokens: max(256, shape.tokens), headDimension: max(64, shape.headDimension),
        tokensPerBank: depth, queriesPerElement: depth, slots: slotsMax),
      accumulatorBits: 24)
    let sums = max(
      configuration.capacity.tokens * NumberFormats.numeratorMax * 128,
      configuration.capacity.headDimension * NumberFormats.operandProductMax)
    configuration.accumulatorBits = max(24, 1 + bitLength(sums))
    // Entries in the fullest head, if all elements were always busy; the schedule needs some more.
    let entries = masks.masks.reduce(0) { max($0, $1.keptCount) }
    let slots = max(
      dividedRoundingUp(entries * 5, by: elements * 4),
      masks.masks.reduce(0) { max($0, $1.rowCounts.max() ?? 0) } * 2)
    configuration.raiseSlots(to: max(1536, slots))
    try configuration.validate()
    return configuration
  }

  /// Makes room for at least so many slots in an array that `holding` made.
  fileprivate mutating func raiseSlots(to slots: Int) {
    capacity.slots = min(Self.slotsMax, dividedRoundingUp(slots, by: 512) * 512)
    let standard = Capacity(
      tokens: 256, headDimension: 64, tokensPerBank: 48, queriesPerElement: 48, slots: 1536)
    name = capacity == standard ? "vitcod_64x8" : "vitcod_64x8_grown"
  }

  /// What the schedules of all heads need, if that is too much.
  fileprivate func slotDemand(_ masks: NetworkMasks, headDimension: Int) throws -> SlotDemand? {
    try SlotDemand.exceeding(
      Scheduler(self), heads: masks.masks.count, headDimension: headDimension,
      name: { "\(HeadPlace(block: $0 / masks.heads, head: $0 % masks.heads))" },
      workload: { Workload(masks.masks[$0]) })
  }
}
