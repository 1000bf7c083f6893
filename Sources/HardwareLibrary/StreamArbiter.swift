import HardwareDSL

/// Round-robin arbiter: joins several streams of bit vectors in one.
public final class StreamArbiter: Module {
  public let inputs: [ReadyValid<Item>]
  public let output: ReadyValid<Item>

  /// The inputs from the one that is to go first onwards.
  let preferred: [Signal]

  private let limits: [Requirement]
  private let width: Int
  private let count: Int

  /// - Parameter count: the number of inputs, at least 2.
  public init(
    width: Int, count: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    limits = [
      .width(width, of: "a StreamArbiter", at: place),
      require(
        count >= 2, "a StreamArbiter of \(count) streams; give it 2 or more", at: place
      ),
    ]
    let count = max(2, count)
    self.width = width
    self.count = count
    inputs = (0..<count).map { _ in .input(.bits(width)) }
    output = .output(.bits(width))
    preferred = (0..<count).map { _ in register(.bit, reset: 0) }
  }

  public var moduleName: String { "stream_arbiter_n\(count)_w\(width)" }

  public var documentation: Documentation {
    let valid = inputs.map(\.valid)
    let ready = inputs.map(\.ready)
    return Documentation(
      "Round-robin arbiter of \(count) streams. An input that waits is passed over by at most "
        + "\(count - 1) items of the others. An item that waits at the output is not replaced.",
      latency: [.cycles(0, from: inputs, to: output)],
      throughput: [.one("item", from: inputs, to: output)],
      reset: [.sentence("input 0 goes first")],
      combinationalPaths: [
        .path(from: valid, to: output.valid, output.payload, ready),
        .path(from: inputs.map(\.payload), to: output.payload),
        .path(from: output.ready, to: ready),
      ])
  }

  public var body: Behavior {
    let waits = zip(preferred, inputs).map { $0 && $1.valid }
    let preferredWaits = wire("preferredWaits", anyOf(waits))
    let eligible = (0..<count).map { index in
      wire("eligible_\(index)", inputs[index].valid && (preferred[index] || !preferredWaits))
    }
    let below = prefixes(of: eligible)

    output.valid <== below[count]
    output.payload.data <== choice(0..<count, below)
    for index in 0..<count {
      let isFirst = index == 0 ? eligible[0] : eligible[index] && !below[index]
      inputs[index].ready <== (output.ready && isFirst)
    }
    rules
    when(output.valid) {
      for index in 0..<count {
        // An item that goes leaves the preference to the inputs behind its own.
        let stays = eligible[index] && !output.ready
        preferred[index] <== (index == 0 ? stays : below[index] || stays)
      }
    }
  }

  @HardwareBuilder private var rules: Behavior {
    let fires = inputs.map(\.fires)
    claim("OneAtATime", sum(of: fires.map(\.asUnsigned)) <= 1, "one input at most gives an item")
    claim(
      "NothingMadeUp", output.fires == anyOf(fires),
      "an item goes out in the cycle in which one comes in")
    claim(
      "PreferredToLast", allOf((1..<count).map { preferred[$0] || !preferred[$0 - 1] }),
      "with an input, all behind it are preferred")
  }

  /// Whether any input below a number is eligible: none below 0, up to all of them.
  private func prefixes(of eligible: [Signal]) -> [Signal] {
    var below = [Signal(0, .bit), eligible[0]]
    for index in 1..<count {
      below.append(wire("eligibleBelow_\(index + 1)", below[index] || eligible[index]))
    }
    return below
  }

  /// The data of the first eligible input in `range`: it lies in the lower half where any input
  /// there is eligible.
  private func choice(_ range: Range<Int>, _ below: [Signal]) -> Signal {
    guard range.count > 1 else { return inputs[range.lowerBound].payload.data }
    let middle = (range.lowerBound + range.upperBound) / 2
    return mux(
      below[middle], choice(range.lowerBound..<middle, below),
      choice(middle..<range.upperBound, below))
  }
}
