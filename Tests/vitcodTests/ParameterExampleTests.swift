import Hardware
import Testing

/// A sample, and when it was taken.
struct Sample: SignalBundle {
  let value: Signal
  let time: Signal

  init(_ field: FieldMaker, bits: Int) {
    value = field(.signed(bits))
    time = field(.bits(80), "in picoseconds")
  }
}

/// Gives the greatest of every `window` samples.
final class PeakHolder: Module {
  let bits: Int
  let window: Int
  let samples, peaks: ReadyValid<Sample>
  let count: Signal
  let held: Sample
  let isFull = register(.bit, reset: 0, "a window is over, and its peak waits")
  private let limit: Requirement

  init(
    bits: Int, window: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    limit = require(
      window >= 1, "a PeakHolder of windows of \(window) samples; give it 1 or more", file: file,
      line: line, column: column)
    self.bits = bits
    self.window = max(1, window)
    samples = .input { Sample($0, bits: bits) }
    peaks = .output { Sample($0, bits: bits) }
    count = register(.unsigned(bitsToHold(self.window - 1)), reset: 0, "samples so far")
    held = Sample(.dataRegister(), bits: bits)
  }

  var documentation: Documentation {
    Documentation(
      "Gives the greatest of every \(window) samples, the first of equal ones.",
      latency: [.cycles(1, from: samples, to: peaks, note: "for the last sample of a window")],
      throughput: [.one("sample", from: samples, to: peaks)],
      reset: [.control, .value(0, of: peaks.valid)],
      combinationalPaths: [.path(from: peaks.ready, to: samples)])
  }

  var body: Behavior {
    let sample = samples.payload
    let isLast = wire("isLast", count == .number(window - 1))
    samples.ready <== (!isFull || peaks.ready)
    when(peaks.fires) { isFull <== 0 }
    when(samples.fires) {
      when(count == 0 || sample.value > held.value) { held <== sample }
      count <== mux(isLast, 0, count &+ 1)
      when(isLast) { isFull <== 1 }
    }
    peaks.valid <== isFull
    peaks.payload <== held
  }
}

@Suite struct PeakHolderTests {
  @Test("The peaks of all windows come with their times", arguments: [1, 3])
  func peaks(window: Int) throws {
    let circuit = try elaborate(PeakHolder(bits: 12, window: window), .strict)
    #expect(circuit.top.name == "peak_holder_bits12_window\(window)")
    let simulation = try InterpretedSimulation(of: circuit)
    try simulation.reset()

    // An item has a value for each field. A wide one is given by its words, the low 32 bits first.
    let late = PortValue(words: [0x89AB_CDEF, 0x0123_4567, 0x42])
    try simulation.send(
      "samples", [[-5, 1], [70, late], [12, 3], [-9, 4], [-20, 5], [-30, 6]])
    try simulation.step(10)

    // Nobody has taken a peak: the first waits, and so do the samples behind it.
    #expect(try simulation.pending("samples") == 6 - window)
    #expect(try simulation.peek("peaks_valid_o") == 1)
    #expect(try simulation.peek("held_time_q") == (window == 1 ? 1 : late))

    let items = try simulation.receive("peaks", 6 / window, limit: 50)
    #expect(items.map(\.fields).contains([70, late]))
    #expect(items.last?.fields == (window == 1 ? [-30, 6] : [-9, 4]))
    #expect(try simulation.pending("samples") == 0)
  }

  @Test("A window without samples is refused where it is chosen")
  func refused() {
    #expect(throws: DiagnosticError.self) { try elaborate(PeakHolder(bits: 12, window: 0)) }
  }
}
