import ArgumentParser
import VerilatorSimulation

/// How steadily the host drives the streams of the accelerator.
struct PaceOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Let the host pause in this share of cycles, 0 to 0.5, on every stream: no item on the way "
        + "in, no room on the way out. Results must not change; load and read take longer.",
      valueName: "share"))
  var streamPauses: Double = 0

  func validate() throws {
    guard (0...0.5).contains(streamPauses) else {
      throw ValidationError("--stream-pauses is \(streamPauses) but may be 0 to 0.5.")
    }
  }

  func apply(to simulation: Simulation, seed: UInt64) throws {
    guard streamPauses > 0 else { return }
    for (index, stream) in simulation.design.streams.enumerated() {
      try simulation.pace(
        stream.name, .random(pausing: streamPauses, seed: seed &+ UInt64(index)))
    }
  }
}
