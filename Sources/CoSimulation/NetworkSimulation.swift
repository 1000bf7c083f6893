import AttentionSpec
import NetworkSpec
import ReferenceModel
import VerilatorSimulation

/// What became of one image.
public struct ImageRun: Sendable {
  /// Of the reference model alone.
  public let expected: [Int16]
  /// With the attention of the simulated hardware.
  public let logits: [Int16]
  /// Block after block, head after head.
  public let heads: [HeadReport]

  /// Whether every value of every head, and every logit, agrees.
  public var isExact: Bool { expected == logits && heads.allSatisfy(\.isExact) }
}

/// Runs the attention of a network in a simulated accelerator, in the middle of the integer
/// reference model: what the hardware gives back goes on through the network.
public struct NetworkSimulation<ChosenSimulator: Simulator> {
  public let network: IntegerNetwork
  private let accelerator: SimulatedAccelerator<ChosenSimulator>
  /// Block after block, head after head. The masks are fixed, so one serves all images.
  private let schedules: [Schedule]

  /// Makes the schedules of all heads.
  ///
  /// - Throws: `Refusal` for a head that does not fit the accelerator.
  public init(
    _ network: IntegerNetwork, in accelerator: SimulatedAccelerator<ChosenSimulator>
  ) throws {
    self.network = network
    self.accelerator = accelerator
    let shape = network.shape
    schedules = try network.network.masks.masks.enumerated().map { index, mask in
      do {
        return try HeadJob.schedule(
          mask, headDimension: shape.headDimension, configuration: accelerator.configuration)
      } catch let refusal as Refusal {
        let place = HeadPlace(block: index / shape.heads, head: index % shape.heads)
        throw Refusal("\(place): \(refusal.description)")
      }
    }
  }

  /// Runs one image. A head that differs does not end the run: the next one gets what the hardware
  /// made, and is judged by the reference model on the same operands.
  ///
  /// - Parameters:
  ///   - pixels: as `PixelQuantization` gives them.
  ///   - name: what reports call the image, for example `image 3`.
  ///   - report: told of every head as it ends.
  /// - Throws: `SimulationError` for a hang or a failed assertion, `Refusal` for another count of
  ///   pixels, and what `report` throws.
  public func run(
    _ pixels: [Int8], name: String, report: (HeadReport) throws -> Void = { _ in }
  ) throws -> ImageRun {
    let expected = try network.run(pixels)
    var heads: [HeadReport] = []
    let logits = try network.run(
      pixels,
      attention: { place, input in
        let index = place.block * network.shape.heads + place.head
        let job = try HeadJob(
          name: "\(name) \(place)", input: input, mask: network.network.masks.masks[index],
          schedule: schedules[index], configuration: accelerator.configuration,
          expected: network.attention(place, input))
        let trace = try accelerator.run(job)
        let head = HeadReport(job, trace, Comparison(job, trace))
        heads.append(head)
        try report(head)
        return trace.output
      })
    return ImageRun(expected: expected, logits: logits, heads: heads)
  }
}
